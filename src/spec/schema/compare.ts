import * as z from 'zod/mini';
import { field, nameOf, required, text } from './fields.ts';
import { promptsSchema } from './prompt.ts';

const variantSchema = z.strictObject({
  provider: field(text('the name of a provider'), 'Provider; default: that of the run'),
  model: field(text('the name of a model'), 'Model; default: that of the run'),
  instructions: field(text(), 'System message'),
});

export const compareSchema = z.strictObject({
  prompts: required(promptsSchema, 'What every variant is asked'),
  variants: required(z.record(nameOf('a name'), variantSchema), 'What is compared, by name'),
  judge: field(
    z.strictObject({
      role: required(text('the name of a role'), 'Role that judges'),
      prompt: field(text(), 'What the judge is asked'),
    }),
    'Who says which answer is better',
  ),
});
