import * as z from 'zod/mini';
import { field, numberFrom, required, text, wholeNumber, yesOrNo } from './fields.ts';

const normalizing = 'exact, text, number or json:/pointer';

export const consensusSchema = z.strictObject({
  questions: required(z.array(text('a question')), 'What is voted on'),
  voters: field(wholeNumber(1), 'Agents that answer each question'),
  threshold: field(numberFrom(0, 1), 'Share of the votes that decides, 0 to 1'),
  normalize: field(
    z
      .string({ error: normalizing })
      .check(z.regex(/^(exact|text|number|json:\/.*)$/, { error: normalizing })),
    'What makes two answers the same: exact, text, number or json:/pointer',
  ),
  earlyStop: field(yesOrNo, 'Cancel the votes that can change nothing any more'),
});
