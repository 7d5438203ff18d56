import * as z from 'zod/mini';
import { field, text, wholeNumber } from './fields.ts';

/** Texts a call where nobody says and the service takes as many: a reply with their vectors is read in one piece. */
export const defaultEmbeddingsBatch = 256;

const oneText = text('a text to turn into a vector');

export const embeddingsSchema = z.strictObject({
  file: field(text('a file name'), 'Texts: one a line, or JSONL of { id, text }; - is stdin'),
  texts: field(
    z
      .array(
        z.union([
          oneText,
          z.strictObject({ id: z.optional(z.union([z.string(), z.int()])), text: oneText }),
        ]),
      )
      .check(z.minLength(1, { error: 'a list with at least one text' })),
    'The texts themselves, in place of a file',
  ),
  model: field(text('the name of a model'), 'Embedding model; default: one of the provider'),
  batchSize: field(
    wholeNumber(1, 2048),
    `Texts a call; default: ${defaultEmbeddingsBatch}, or the most that the provider takes`,
  ),
  maxTokensPerBatch: field(
    wholeNumber(1, 10_000_000),
    'Tokens of a call, counted as half the bytes; default: the most that the provider takes',
  ),
  role: field(text('the name of a role'), 'Role that does it; default: spread by share'),
});
