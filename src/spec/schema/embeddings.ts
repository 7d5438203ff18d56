import * as z from 'zod/mini';
import { field, required, text, wholeNumber } from './fields.ts';

export const embeddingsSchema = z.strictObject({
  file: required(text('a file name'), 'Texts, one a line or JSONL'),
  model: field(text('the name of a model'), 'Embedding model'),
  batchSize: field(wholeNumber(1, 2048), 'Texts a call'),
});
