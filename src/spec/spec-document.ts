import { basename, dirname, extname, resolve } from 'node:path';
import type { Document, LineCounter, Node } from 'yaml';
import { type Path, type Place, pathWords, valueAt } from './place.ts';
import { readInput } from './read-input.ts';
import { UsageError } from './usage-error.ts';

/** A spec as it was read, before it is checked. */
export interface SpecDocument {
  /** The path as the operator wrote it. */
  readonly file: string;
  /** File names inside the spec are relative to this directory. */
  readonly directory: string;
  /** The file's name without its ending: the name of a run that has no other. */
  readonly title: string;
  readonly value: unknown;
  readonly place: Place;
}

/**
 * Reads a YAML or JSON spec. JSON is read by the YAML parser too (it is a subset), so that both have
 * line numbers.
 *
 * @throws UsageError where it cannot be read, is not YAML or JSON, or is not one mapping
 */
export async function loadSpecDocument(file: string, cwd = process.cwd()): Promise<SpecDocument> {
  const path = resolve(cwd, file);
  return parseSpecDocument(readInput(path, 'spec'), file, dirname(path));
}

/** As `loadSpecDocument`, for a text that is already there. */
export async function parseSpecDocument(
  text: string,
  file: string,
  directory: string,
): Promise<SpecDocument> {
  // Loaded here and not on top: a run without a spec file does without the parser's memory.
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const document = documents[0] as Document.Parsed | undefined;
  const error = document?.errors[0];
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    const what = extname(file) === '.json' ? 'JSON' : 'YAML';
    throw new UsageError(`${file}:${line}: not valid ${what}: ${oneLine(error.message)}`);
  }
  if (documents.length > 1) {
    throw new UsageError(`${file}: expected one spec, got ${documents.length} documents`);
  }
  const value: unknown = document?.toJS();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${file}: expected a mapping of fields; see: swarmdeck schema`);
  }
  const place: Place = (path) => {
    const line = lineOf(document as Document, lines, path);
    return [line === null ? file : `${file}:${line}`, pathWords(path)]
      .filter((part) => part !== '')
      .join(': ');
  };
  return { file, directory, title: basename(file, extname(file)), value, place };
}

/** A spec that was made by a program, not read from a file. */
export function specDocument(value: unknown, directory = process.cwd()): SpecDocument {
  const place: Place = (path) => pathWords(path) || 'spec';
  const name = valueAt(value, ['name']);
  return { file: '', directory, title: typeof name === 'string' ? name : '', value, place };
}

/** The line of the path's last step that exists: a missing field is shown where it should be. */
function lineOf(document: Document, lines: LineCounter, path: Path): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) as Node | undefined;
    const step = path[length - 1];
    const node = keyNode(parent, step);
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
