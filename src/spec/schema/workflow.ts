import * as z from 'zod/mini';
import { budgetSchema } from './budget.ts';
import { field, nameOf, required, text, wholeNumber, yesOrNo } from './fields.ts';
import { prioritySchema } from './priority.ts';
import { variablesSchema } from './prompt.ts';

const taskSchema = z.strictObject({
  role: field(text('the name of a role'), 'Role that does it'),
  prompt: required(text('a prompt'), 'What the model is asked'),
  system: field(text(), "System message in place of the role's instructions"),
  needs: field(z.array(text('the name of a task')), 'Tasks that must be done first'),
  forEach: field(text(), 'A list that the task is done once for each item of'),
  critical: field(yesOrNo, 'Whether the workflow fails with it', { default: true }),
  priority: field(prioritySchema, 'critical, high, normal, low or a number; larger goes first'),
  schema: field(z.record(z.string(), z.unknown()), 'JSON Schema that the answer must match'),
});

export const workflowSchema = z.strictObject({
  name: field(text(), 'Name of the workflow; its tasks are <workflow>.<task>'),
  vars: field(variablesSchema, 'Values for {{vars.name}}'),
  budget: field(budgetSchema, 'What this workflow may cost'),
  tasks: required(z.record(nameOf('a name'), taskSchema), 'The tasks, by name'),
});

export const workflowsSchema = z.array(z.union([text('a file name'), workflowSchema]));

export const atOnceSchema = wholeNumber(1);
