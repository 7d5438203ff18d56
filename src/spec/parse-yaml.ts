import { extname } from 'node:path';
import type { Document, LineCounter, Node } from 'yaml';
import { type Path, type Place, pathWords } from './place.ts';
import { UsageError } from './usage-error.ts';

/** What a YAML or JSON text holds, and the lines on which it holds it. */
export interface ParsedYaml {
  readonly value: unknown;
  readonly place: Place;
}

/**
 * Reads YAML. JSON is read by the same parser (it is a subset), so that both have line numbers.
 *
 * @param file the name that sentences begin with
 * @throws UsageError with the line where it is not YAML, or where it is more than one document
 */
export async function parseYaml(text: string, file: string): Promise<ParsedYaml> {
  // Loaded here and not on top: a run without a spec file does without the parser's memory.
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const document = documents[0] as Document.Parsed | undefined;
  const error = document?.errors[0];
  const isJson = extname(file).toLowerCase() === '.json';
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    const what = isJson ? 'JSON' : 'YAML';
    throw new UsageError(`${file}:${line}: not valid ${what}: ${oneLine(error.message)}`);
  }
  if (documents.length > 1) {
    throw new UsageError(`${file}: expected one document, got ${documents.length}`);
  }
  if (isJson) refuseYamlOnly(text, file);
  const place: Place = (path) => {
    const line = document ? lineOf(document, lines, path) : null;
    const words = pathWords(path);
    const lead = line === null ? file : `${file}:${line}`;
    return words === '' ? lead : `${lead}: ${words}`;
  };
  return { value: value(document, file), place };
}

/** A `.json` that only YAML reads (a comma too many, a comment) would fail in every other tool. */
function refuseYamlOnly(text: string, file: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const line = /\(line (\d+) column \d+\)/.exec(message)?.[1];
    const where = line === undefined ? file : `${file}:${line}`;
    throw new UsageError(`${where}: not valid JSON: ${oneLine(message)}`);
  }
}

/** Aliases that unfold to more than the parser allows are found only here. */
function value(document: Document | undefined, file: string): unknown {
  try {
    return document?.toJS();
  } catch (error) {
    throw new UsageError(`${file}: not valid YAML: ${oneLine((error as Error).message)}`);
  }
}

/** The line of the path's last step that exists: a missing field is shown where it should be. */
function lineOf(document: Document, lines: LineCounter, path: Path): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const node = keyNode(parent, path[length - 1]);
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

function keyNode(parent: unknown, step: string | number): Node | undefined {
  const items = (parent as { items?: unknown[] } | undefined)?.items;
  if (!Array.isArray(items)) return undefined;
  if (typeof step === 'number') return items[step] as Node | undefined;
  const pair = items.find((item) => {
    const key = (item as { key?: { value?: unknown } }).key;
    return String(key?.value) === step;
  });
  return (pair as { key?: Node } | undefined)?.key;
}

function oneLine(message: string): string {
  return message.split('\n')[0].replace(/[:.]\s*$/, '');
}
