import * as z from 'zod/mini';
import {
  field,
  nameOf,
  numberFrom,
  oneOf,
  positiveNumber,
  text,
  wholeNumber,
  yesOrNo,
} from './fields.ts';
import { questionSchema } from './prompt.ts';

const normalizing =
  'exact, text, number, json:/pointer or the path of a module like ./normalize.ts or ./votes.ts#same';

const votersOfRoles = z
  .record(nameOf('the name of a role'), wholeNumber(1, 100_000), {
    error: 'a mapping of roles to numbers',
  })
  .check(
    z.refine((roles) => Object.keys(roles).length > 0, { error: 'a mapping of at least one role' }),
  );

/** A file of questions (text, JSONL, CSV; - is stdin), or the questions themselves. */
const questionsSchema = z.union([
  text('a file name'),
  z
    .array(z.union([text('a question'), questionSchema]), { error: 'a list of questions' })
    .check(z.minLength(1, { error: 'a list of at least one question' })),
]);

/** Questions may be left out here: a flag changes one field of what stands in the file. */
export const consensusSchema = z.strictObject({
  questions: field(
    questionsSchema,
    'What is voted on: a file of questions (text, JSONL, CSV; - is stdin) or a list',
  ),
  prompt: field(
    text('a prompt'),
    'What voters are asked in place of the question alone; {{question}} stands for it, {{name}} for its vars',
  ),
  voters: field(
    z.union([wholeNumber(1, 100_000), votersOfRoles]),
    'Voters a question: a number, spread over the roles by share, or a mapping of roles to numbers',
    { default: 5 },
  ),
  weights: field(
    z.record(nameOf('the name of a role'), positiveNumber(), {
      error: 'a mapping of roles to weights',
    }),
    'What a vote of each role counts; default: 1',
  ),
  threshold: field(
    numberFrom(0, 1),
    'Share of the weight of all valid votes that the winner needs at least, 0 to 1; default: more than half',
  ),
  normalize: field(
    z.string({ error: normalizing }).check(
      z.regex(/^(exact|text|number|json:(\/([^/~]|~[01])*)+|.+\.[cm]?[jt]s(#[^#]+)?)$/s, {
        error: normalizing,
      }),
    ),
    'What makes two answers the same: exact, text, number, json:/pointer or a module',
    { default: 'text' },
  ),
  earlyStop: field(
    z.union([yesOrNo, oneOf(['likely'])]),
    'Ask no more voters once they cannot change the outcome (true), or once at 95 % they will not (likely); false asks all at once',
    { default: true },
  ),
});
