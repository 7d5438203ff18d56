import * as z from 'zod/mini';
import { field, oneOf, required, text, wholeNumber } from './fields.ts';

export const contentSchema = z.strictObject({
  file: required(text('a file name'), 'Text to work on'),
  chunkBytes: field(wholeNumber(1), 'Size of a chunk, in bytes'),
  batchSize: field(wholeNumber(1), 'Chunks a post'),
  mode: field(
    oneOf(['broadcast', 'distribute']),
    'broadcast: every agent reads all of it; distribute: each reads a part',
  ),
  instruction: field(text(), 'What to do with the text'),
});
