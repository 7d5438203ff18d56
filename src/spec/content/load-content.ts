import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { UsageError } from '../usage-error.ts';
import type { ContentFile } from '../work/content-workload.ts';
import { contentNames, type NamedFile } from './content-names.ts';
import { measureFile } from './measure-file.ts';
import { spool } from './spool.ts';

export interface LoadedContent {
  /** Those with a text, in their order. */
  readonly files: readonly ContentFile[];
  /** Files of folders and patterns that were left out because they are binary. */
  readonly binary: number;
}

/**
 * Looks files through and finds where their chunks end; no text of them is kept.
 *
 * @param directory what relative names start from
 * @param where what a sentence about them begins with
 * @param stdin what stdin gave, where it was read before
 * @throws UsageError with the name of a file that cannot be read, is no text, or is no UTF-8
 */
export async function loadContent(
  names: readonly string[],
  chunkBytes: number,
  { directory, where, stdin }: { directory: string; where: string; stdin?: string },
): Promise<LoadedContent> {
  const files: ContentFile[] = [];
  let binary = 0;
  for (const named of names.flatMap((name) => contentNames(name, directory, where))) {
    const { name, isFound } = named;
    const path = await readable(named, stdin);
    const measured = await readOr(name, () => measureFile(path, chunkBytes));
    if (measured.kind === 'binary') {
      if (!isFound) throw new UsageError(`${name}: expected a text to read, got a binary file`);
      binary++;
      continue;
    }
    if (measured.kind === 'not-utf8')
      throw new UsageError(
        `${name}: expected UTF-8 text, but byte ${measured.at} (counted from 0) is none; convert it, with iconv for example`,
      );
    const { kind: _, ...rest } = measured;
    if (rest.chunks.length > 0) files.push({ name, path, ...rest });
  }
  if (files.length === 0)
    throw new UsageError(`${where}: expected a text to read, but ${emptyWords(names, binary)}`);
  return { files, binary };
}

/** The path of a file that can be read by position. */
function readable({ name, path, isStream }: NamedFile, stdin?: string): string | Promise<string> {
  if (path !== null && !isStream) return path;
  const given = stdin === undefined ? process.stdin : Readable.from([stdin]);
  return readOr(name, () => spool(path === null ? given : createReadStream(path)));
}

async function readOr<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new UsageError(`${name}: it cannot be read: ${(error as Error).message}`);
  }
}

function emptyWords(names: readonly string[], binary: number): string {
  if (binary > 0) return `all files of ${names.join(', ')} are binary`;
  return `${names.map((name) => (name === '-' ? 'stdin' : name)).join(', ')} is empty`;
}
