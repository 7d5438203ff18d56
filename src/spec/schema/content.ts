import * as z from 'zod/mini';
import { field, oneOf, text, wholeNumber } from './fields.ts';

/** Where one chunk ends and the next begins is looked for near this size: 12 KiB. */
export const defaultChunkBytes = 12_288;
/** Chunks a post, where neither the content nor the run says. */
export const defaultContentBatch = 100;

const fileName = text('a file name');

export const contentSchema = z.strictObject({
  file: field(
    z.union([
      fileName,
      z.array(fileName).check(z.minLength(1, { error: 'a list of files with at least one in it' })),
    ]),
    'Text to read: a file, a folder, a pattern (docs/*.md), a list of these; - is stdin',
  ),
  chunkBytes: field(
    // A character has four bytes at most, and a chunk one character at least.
    wholeNumber(4, 16_777_216),
    'Bytes of a chunk, at most',
    { default: defaultChunkBytes },
  ),
  overlapBytes: field(
    wholeNumber(0, 16_777_216),
    'Bytes of the chunk before that each begins with',
    {
      default: 0,
    },
  ),
  batchSize: field(
    wholeNumber(1, 1_000_000),
    `Chunks a post; default: what batch of the run says, else ${defaultContentBatch}`,
  ),
  mode: field(
    oneOf(['broadcast', 'distribute']),
    'broadcast: every agent reads all of it; distribute: each reads a part',
    { default: 'broadcast' },
  ),
  instruction: field(text(), 'What to do with the text'),
  role: field(text('the name of a role'), 'Role whose agents read; default: the agents of all'),
});
