import { isUtf8 } from 'node:buffer';
import { createReadStream, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { spool } from '../content/spool.ts';
import { UsageError } from '../usage-error.ts';
import type { TextsFile } from '../work/embeddings-workload.ts';
import { readText } from './read-text.ts';

/**
 * Looks a file of texts through: one a line, blank ones skipped; or JSONL, by its ending, of stdin by its
 * first character. Checks each, and keeps where they stand.
 *
 * @param directory what a relative name starts from
 * @param where what a sentence about the name begins with
 * @param stdin what stdin gave, where it was read before
 * @throws UsageError with the file and line
 */
export async function loadTexts(
  file: string,
  { directory, where, stdin }: { directory: string; where: string; stdin?: string },
): Promise<TextsFile> {
  const name = file === '-' ? 'stdin' : file;
  const ending = extname(file).toLowerCase();
  if (['.json', '.yaml', '.yml', '.csv'].includes(ending))
    throw new UsageError(`${file}: expected texts, one a line or JSONL, got a ${ending} file`);
  const path = await pathOf(file, directory, where, stdin);
  const { size, mtimeMs } = statSync(path);
  const starts: number[] = [];
  const lengths: number[] = [];
  let format: TextsFile['format'] | null = ['.jsonl', '.ndjson'].includes(ending) ? 'jsonl' : null;
  let number = 0;
  for await (const { bytes, start } of linesOf(path, name)) {
    number++;
    const place = `${name}:${number}`;
    if (!isUtf8(bytes)) throw new UsageError(`${place}: expected UTF-8 text, got other bytes`);
    const line = bytes.toString();
    if (line.trim() === '') continue;
    format ??= file === '-' && line.trimStart().startsWith('{') ? 'jsonl' : 'lines';
    readText(line, format, place);
    starts.push(start);
    lengths.push(bytes.length);
  }
  if (format === null || starts.length === 0)
    throw new UsageError(`${where}: expected texts, but ${name} is empty`);
  return { name, path, bytes: size, modifiedMs: mtimeMs, format, starts, lengths };
}

function pathOf(
  file: string,
  directory: string,
  where: string,
  stdin?: string,
): string | Promise<string> {
  if (file === '-') return spool(stdin === undefined ? process.stdin : Readable.from([stdin]));
  const path = resolve(directory, file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new UsageError(`${where}: expected a file of texts, but there is no ${file}`);
  if (found.isDirectory())
    throw new UsageError(`${where}: expected a file of texts, but ${file} is a folder`);
  return found.isFile() ? path : spool(createReadStream(path));
}

/** Each line with the byte that it starts at; a byte order mark is no part of the first. */
async function* linesOf(
  path: string,
  name: string,
): AsyncGenerator<{ readonly bytes: Buffer; readonly start: number }> {
  let held: Buffer[] = [];
  let start = 0;
  const whole = (): Buffer => (held.length === 1 ? held[0] : Buffer.concat(held));
  const line = () => {
    const bytes = whole();
    const isMarked = start === 0 && bytes.subarray(0, 3).equals(byteOrderMark);
    return isMarked ? { bytes: bytes.subarray(3), start: 3 } : { bytes, start };
  };
  try {
    for await (const block of createReadStream(path) as AsyncIterable<Buffer>) {
      let from = 0;
      for (;;) {
        const end = block.indexOf(0x0a, from);
        if (end < 0) break;
        held.push(block.subarray(from, end));
        const next = start + held.reduce((sum, { length }) => sum + length, 0) + 1;
        yield line();
        held = [];
        start = next;
        from = end + 1;
      }
      held.push(block.subarray(from));
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name}: it cannot be read: ${(error as Error).message}`);
  }
  yield line();
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
