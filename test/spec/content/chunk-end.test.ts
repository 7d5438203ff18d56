import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkEnd } from '../../../src/spec/content/chunk-end.ts';
import { ContentReader } from '../../../src/spec/content/content-reader.ts';
import { measureFile } from '../../../src/spec/content/measure-file.ts';
import type { ContentFile } from '../../../src/spec/work/content-workload.ts';
import { folder } from '../../helpers/spec.ts';

/** The first chunk of a text. */
function first(text: string, most: number): string {
  const bytes = Buffer.from(text);
  return bytes.toString('utf8', 0, chunkEnd(bytes, most));
}

/** All chunks of a text, by way of a file. */
async function chunksOf(
  directory: string,
  text: string,
  chunkBytes: number,
  overlapBytes = 0,
): Promise<string[]> {
  const path = join(directory, 'text');
  writeFileSync(path, text);
  const measured = await measureFile(path, chunkBytes);
  if (measured.kind !== 'text') throw new Error(measured.kind);
  const file: ContentFile = { name: 'text', path, ...measured };
  const reader = new ContentReader([file], overlapBytes);
  let start = measured.from;
  const texts = measured.chunks.map((bytes) => {
    const text = reader.text({ file: 0, start, bytes });
    start += bytes;
    return text;
  });
  reader.close();
  return texts;
}

const pieces = fc.constantFrom(
  ...[
    'a',
    'Word ',
    'End. ',
    'Is it?" ',
    '\n',
    '\r\n',
    '\n\n',
    '\r\n \r\n',
    'ä',
    '中。',
    '👩‍👩‍👧',
    '\t',
    '𝔘',
  ],
);
const texts = fc.array(pieces, { maxLength: 400 }).map((parts) => parts.join(''));

describe('where a chunk ends', () => {
  it.each([
    ['after a paragraph', 'One. Two.\n\nThree. Four.', 12, 'One. Two.\n\n'],
    ['after one with Windows line ends', 'One. Two\r\n\r\nThree. Four.', 13, 'One. Two\r\n\r\n'],
    ['after a line of blanks', 'One. Two\n \t\nThree. Four.', 13, 'One. Two\n \t\n'],
    ['after a sentence where no paragraph ends', 'One is. Two is. Three', 17, 'One is. Two is. '],
    ['after the quote that a sentence ends with', 'He said "No." And more', 16, 'He said "No." '],
    ['after a Chinese sentence', '一二三四。五六七八', 18, '一二三四。'],
    ['after a line where no sentence ends', 'one two\nthree four', 10, 'one two\n'],
    ['after a word where no line ends', 'one two three', 9, 'one two '],
    ['inside a word that is longer', 'abcdefghijklmnop', 8, 'abcdefgh'],
    ['before a character that would not fit', 'abcdef中', 8, 'abcdef'],
    ['before the two characters of a line end', 'abcdefg\r\nh', 8, 'abcdefg'],
    ['not after what ends far before', 'A. bcdefghijklmnopqrs', 16, 'A. bcdefghijklmn'],
  ])('is %s', (_, text, most, expected) => {
    expect(first(text, most)).toBe(expected);
  });

  it('makes chunks that are the whole text, none too large or broken', async () => {
    const directory = folder();
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 4, max: 90 }), async (text, most) => {
        const chunks = await chunksOf(directory, text, most);
        expect(chunks.join('')).toBe(text);
        for (const chunk of chunks) {
          expect(Buffer.byteLength(chunk)).toBeLessThanOrEqual(most);
          expect(chunk.length).toBeGreaterThan(0);
          expect(chunk.isWellFormed() && !chunk.includes('�')).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('begins each chunk with the end of the one before, where they overlap', async () => {
    const directory = folder();
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 8, max: 60 }), async (text, most) => {
        const plain = await chunksOf(directory, text, most);
        const overlapping = await chunksOf(directory, text, most, 7);
        let before = '';
        for (const [index, chunk] of overlapping.entries()) {
          expect(chunk.endsWith(plain[index])).toBe(true);
          const overlap = chunk.slice(0, chunk.length - plain[index].length);
          expect(before.endsWith(overlap)).toBe(true);
          const bytes = Buffer.byteLength(overlap);
          // A character that begins before the overlap is left out of it.
          expect(bytes).toBeLessThanOrEqual(7);
          expect(bytes).toBeGreaterThan(Math.min(7, Buffer.byteLength(before)) - 4);
          before += plain[index];
        }
      }),
      { numRuns: 40 },
    );
  });

  it('reads a text of many blocks', async () => {
    const text = `${'Ein Satz über Äpfel. '.repeat(7)}\n\n`.repeat(20_000);
    const chunks = await chunksOf(folder(), text, 12_288);
    expect(chunks.join('') === text).toBe(true);
    expect(chunks.slice(0, -1).every((chunk) => chunk.endsWith('\n\n'))).toBe(true);
  });
});

describe('a file that is no text', () => {
  const measured = async (bytes: Uint8Array, most = 4_096, directory = folder()) => {
    const path = join(directory, 'file');
    writeFileSync(path, bytes);
    return measureFile(path, most);
  };

  it('is binary where a zero byte stands near its beginning', async () => {
    expect(await measured(Buffer.from('PK\x03\x04\0'))).toEqual({ kind: 'binary' });
  });

  it('is told by its first byte that is not UTF-8', async () => {
    const directory = folder();
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom(0xff, 0xc3, 0x80, 0xe4), async (text, wrong) => {
        const bytes = Buffer.concat([Buffer.from(text), Buffer.from([wrong, 0x20])]);
        const at = Buffer.byteLength(text);
        expect(await measured(bytes, 64, directory)).toEqual({ kind: 'not-utf8', at });
      }),
      { numRuns: 40 },
    );
  });

  it('is told by that byte also where a chunk would end before it', async () => {
    const whole = Buffer.from(`${'x'.repeat(60)}👧`);
    const bytes = Buffer.concat([whole, Buffer.from([0x80, 0x20])]);
    expect(await measured(bytes, 64)).toEqual({ kind: 'not-utf8', at: 64 });
  });

  it('leaves a byte order mark out of its text', async () => {
    expect(await measured(Buffer.from('\uFEFFabc'))).toMatchObject({ from: 3, chunks: [3] });
  });
});
