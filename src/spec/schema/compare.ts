import * as z from 'zod/mini';
import { field, nameOf, required, text } from './fields.ts';
import { promptSchema } from './prompt.ts';
import { roleSchema } from './role.ts';

/** How an answer and what is expected are brought to one form before they are compared. */
const normalizing = 'exact, text, number or json:/pointer';
const normalizeSchema = z
  .string({ error: normalizing })
  .check(z.regex(/^(exact|text|number|json:(\/([^/~]|~[01])*)+)$/s, { error: normalizing }));

/** A variant is a role of its own, with whatever a role may say of how it is asked. */
const variantSchema = z.extend(z.omit(roleSchema, { share: true, count: true, priority: true }), {
  prompt: field(
    text('a text with {{prompt}} in it'),
    'What it is asked; {{prompt}} is the prompt as it stands in the list',
  ),
});

/** A prompt of a comparison: every variant does it, so it names no role. */
export const comparedPromptSchema = z.extend(z.omit(promptSchema, { role: true }), {
  expected: field(
    z.union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, true or false' }),
    'The right answer, for the check of what is expected',
  ),
});

const comparedPromptsSchema = z.union([
  text('a file name'),
  z
    .array(z.union([text('a prompt'), comparedPromptSchema]), { error: 'a list of prompts' })
    .check(z.minLength(1, { error: 'a list of at least one prompt' })),
]);

const checksSchema = z.strictObject({
  expected: field(
    normalizeSchema,
    'What makes an answer the one that its prompt expects: exact, text, number or json:/pointer',
    { default: 'text' },
  ),
  schema: field(
    z.union([text('the path of a JSON Schema'), z.record(z.string(), z.unknown())]),
    'JSON Schema that the answer must match, or the path of a file with one',
  ),
  contains: field(z.array(text()), 'Texts that must all stand in the answer, case aside'),
  matches: field(text('a regular expression'), 'Regular expression that must match in the answer'),
});

export const compareSchema = z.strictObject({
  prompts: required(
    comparedPromptsSchema,
    'What every variant is asked: a file of prompts (text, JSONL, CSV; - is stdin) or a list',
  ),
  variants: required(z.record(nameOf('a name'), variantSchema), 'What is compared, by name'),
  judge: field(
    z.strictObject({
      role: required(text('the name of a role'), 'Role that judges'),
      prompt: field(
        text('a text with {{a}} and {{b}} in it'),
        'What the judge is asked; {{prompt}} is the prompt, {{a}} and {{b}} are the answers',
      ),
    }),
    'Who says which answer is better',
  ),
  checks: field(checksSchema, 'What an answer must be to pass'),
});
