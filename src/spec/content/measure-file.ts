import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { chunkEnd } from './chunk-end.ts';

/** Bytes that are read at once. */
const blockBytes = 1_048_576;
/** In so much of its beginning a zero byte makes a file a binary one; git looks at as much. */
const sniffedBytes = 8_000;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

export type Measured =
  | {
      readonly kind: 'text';
      /** Where the text begins: after a byte order mark. */
      readonly from: number;
      readonly bytes: number;
      readonly modifiedMs: number;
      /** Bytes of each chunk, in order. */
      readonly chunks: number[];
    }
  /** A zero byte stands near its beginning. */
  | { readonly kind: 'binary' }
  /** The first byte that is no part of a UTF-8 text. */
  | { readonly kind: 'not-utf8'; readonly at: number };

/**
 * Looks a file through once and finds where its chunks end. Holds a block of it at a time.
 *
 * @param chunkBytes the most that a chunk may have, at least 4
 * @throws what the file system says
 */
export async function measureFile(path: string, chunkBytes: number): Promise<Measured> {
  const file = await open(path, 'r');
  try {
    const { size, mtimeMs } = await file.stat();
    const window = Buffer.allocUnsafe(Math.max(blockBytes, 2 * (chunkBytes + 1)));
    let held = await fill(file, window, 0, 0);
    if (window.subarray(0, Math.min(held, sniffedBytes)).includes(0)) return { kind: 'binary' };
    const from = window.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
    const chunks: number[] = [];
    /** Place in the file where the window begins, and in the window where the next chunk does. */
    let base = 0;
    let at = from;
    for (;;) {
      if (held - at <= chunkBytes && base + held < size) {
        window.copyWithin(0, at, held);
        base += at;
        held -= at;
        at = 0;
        const more = await fill(file, window, held, base + held);
        // It has become shorter meanwhile: whoever reads the texts will say so.
        if (more === 0) break;
        held += more;
        continue;
      }
      if (at === held) break;
      const rest = window.subarray(at, held);
      const length = rest.length <= chunkBytes ? rest.length : chunkEnd(rest, chunkBytes);
      const chunk = rest.subarray(0, length);
      if (!isUtf8(chunk)) return { kind: 'not-utf8', at: base + at + firstWrong(chunk) };
      chunks.push(length);
      at += length;
    }
    return { kind: 'text', from, bytes: size, modifiedMs: mtimeMs, chunks };
  } finally {
    await file.close();
  }
}

/** Reads until the window is full or the file has ended. @returns bytes that were read */
async function fill(file: FileHandle, window: Buffer, from: number, at: number): Promise<number> {
  let read = 0;
  while (from + read < window.length) {
    const { bytesRead } = await file.read(
      window,
      from + read,
      window.length - from - read,
      at + read,
    );
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read;
}

/** Where a chunk stops being UTF-8: the start of the first character that is none. */
function firstWrong(chunk: Buffer): number {
  let at = 0;
  for (;;) {
    const length = characterBytes(chunk[at]);
    if (!isUtf8(chunk.subarray(at, at + length))) return at;
    at += length;
  }
}

/** By its first byte; 1 where none begins with that. */
function characterBytes(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
