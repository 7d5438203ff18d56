import { constants } from 'node:fs';
import { lstat, open, opendir, realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { BuiltIn } from './built-in.ts';

const mostNames = 1_000;
/** For the note that says where a file goes on. */
const noteBytes = 128;

/** Reads files below one directory. What leads out of it, also by a link, is refused. */
export const readFile: BuiltIn<'read_file'> = ({ root, maxResultBytes }) => ({
  definition: {
    name: 'read_file',
    description:
      'Reads a text file, or lists the names in a directory. A large file is read in parts: the answer says where it goes on.',
    parameters: {
      type: 'object',
      properties: {
        path: { type: 'string', description: 'Like notes/today.txt; . is the top directory' },
        from: { type: 'integer', minimum: 0, description: 'Byte to begin at; default: 0' },
        bytes: { type: 'integer', minimum: 4, description: 'Bytes to read at most' },
      },
      required: ['path'],
      additionalProperties: false,
    },
  },
  run: async ({ path, from = 0, bytes = maxResultBytes }) => {
    const written = String(path);
    const file = await insideOf(root, written).catch((error) => {
      throw new Error(reasonFor(written, error));
    });
    const facts = await lstat(file);
    if (facts.isDirectory()) return namesIn(file);
    if (!facts.isFile()) throw new Error(`${written} is no file.`);
    return partOf(file, written, Number(from), Math.min(Number(bytes), maxResultBytes - noteBytes));
  },
});

/** The real path of what is there. */
async function insideOf(root: string, path: string): Promise<string> {
  const top = await realpath(root);
  const wanted = resolve(top, path);
  // Before the disk is asked: what is outside is not even said to be there or not.
  if (leadsOut(top, wanted)) throw new OutsideError();
  const real = await realpath(wanted);
  if (leadsOut(top, real)) throw new OutsideError();
  return real;
}

class OutsideError extends Error {}

function leadsOut(top: string, path: string): boolean {
  const way = relative(top, path);
  return way === '..' || way.startsWith('../') || way.startsWith('..\\') || isAbsolute(way);
}

async function partOf(file: string, written: string, from: number, most: number): Promise<string> {
  // A link that was put there since is not followed, and a pipe is not waited for.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw new Error(`${written} is no file.`);
    const { size } = facts;
    if (size === 0) return '[the file is empty]';
    if (from >= size) throw new Error(`${written} has ${size} bytes: nothing begins at ${from}.`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(most, size - from)), {
      position: from,
    });
    const part = buffer.subarray(0, bytesRead);
    if (part.includes(0)) throw new Error(`${written} is no text.`);
    const isLast = from + bytesRead >= size;
    const start = from === 0 ? 0 : wholeStart(part);
    const end = isLast ? bytesRead : wholeEnd(part);
    const text = new TextDecoder().decode(part.subarray(start, end));
    if (isLast) return text;
    const next = from + end;
    return `${text}\n[bytes ${from + start} to ${next} of ${size}; read on with from: ${next}]`;
  } finally {
    await handle.close();
  }
}

/** Where the first whole character of UTF-8 begins. */
function wholeStart(bytes: Buffer): number {
  const start = bytes.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80);
  return Math.max(0, start);
}

/** Where the last whole character ends. */
function wholeEnd(bytes: Buffer): number {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(4, length); back++) {
    const byte = bytes[length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const wide = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return wide > back ? length - back : length;
  }
  return length;
}

async function namesIn(directory: string): Promise<string> {
  const names: string[] = [];
  for await (const entry of await opendir(directory)) {
    if (names.length === mostNames) return `${names.sort().join('\n')}\n[there are more]`;
    names.push(entry.isDirectory() ? `${entry.name}/` : entry.name);
  }
  return names.length === 0 ? '[the directory is empty]' : names.sort().join('\n');
}

function reasonFor(path: string, error: unknown): string {
  if (error instanceof OutsideError)
    return `${path} leads out of the directory that may be read; give a path inside it, like . for its names.`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return `There is no file ${path}; ask for . to see names.`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read.`;
  return `${path} cannot be read: ${message}`;
}
