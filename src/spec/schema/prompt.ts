import * as z from 'zod/mini';
import { field, positiveNumber, required, text } from './fields.ts';
import { prioritySchema } from './priority.ts';

export const variablesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, true or false' }),
  { error: 'a mapping of names to values' },
);

const taskId = 'a text of at most 200 characters';

/** What goes with a prompt. */
const besides = {
  id: field(
    z.union([
      z.string({ error: taskId }).check(z.regex(/^[^\p{Cc}]{1,200}$/u, { error: taskId })),
      z.int(),
    ]),
    'Name of the task',
  ),
  role: field(text('the name of a role'), 'Role that does it; default: spread by share'),
  system: field(text(), "System message in place of the role's instructions"),
  priority: field(prioritySchema, "critical, high, normal, low or a number; default: the role's"),
  deadlineSeconds: field(
    positiveNumber(),
    "Seconds from the run's start by which it must be answered; of one priority the earliest goes first",
  ),
  vars: field(variablesSchema, 'Values for the {{names}} of prompt and system'),
};

/** One prompt with what goes with it: a line of JSONL, an entry of the spec's list. */
export const promptSchema = z.strictObject({
  prompt: required(text('a prompt'), 'What the model is asked; {{name}} is filled from vars'),
  ...besides,
});

/** One question that is voted on, with what goes with it; its id is what its tasks begin with. */
export const questionSchema = z.strictObject({
  question: required(text('a question'), 'What is asked; {{name}} is filled from vars'),
  ...besides,
});

/** A file of prompts (text, JSONL, CSV; - is stdin), or the prompts themselves. */
export const promptsSchema = z.union([
  text('a file name'),
  z
    .array(z.union([text('a prompt'), promptSchema]), { error: 'a list of prompts' })
    .check(z.minLength(1, { error: 'a list of at least one prompt' })),
]);

export type Prompt = z.infer<typeof promptSchema>;
export type PromptBesides = Omit<Prompt, 'prompt'>;
