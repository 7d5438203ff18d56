import * as z from 'zod/mini';
import { usdSchema } from './budget.ts';
import { field, nameOf, positiveNumber, required, text, wholeNumber, yesOrNo } from './fields.ts';
import { prioritySchema } from './priority.ts';
import { roleSchema } from './role.ts';

const taskNames = z.union([text('the name of a task'), z.array(text('the name of a task'))]);

const variables = z.record(nameOf('a name'), z.unknown(), {
  error: 'a mapping of names to values',
});

const ownSchema =
  'a role with this schema (roles.NAME.schema) and its name as the role of the task, as tasks have none';

const taskSchema = z.strictObject({
  role: field(
    text('the name of a role'),
    'Role that does it; default: spread by share over the roles of its file, or of the run',
  ),
  prompt: required(
    text('a prompt'),
    'What the model is asked; {{vars.x}}, {{tasks.NAME.text}}, .json, .json.path, .texts, .status, {{item}}, {{index}}',
  ),
  system: field(text(), "System message in place of the role's instructions; a template too"),
  needs: field(
    taskNames,
    'Tasks that must have ended first, one or a list; those that a template names are needed anyhow',
  ),
  reduce: field(taskNames, 'Tasks, one or a list, whose answers are {{texts}}; needed with that'),
  forEach: field(
    z.union([text('a template'), z.array(z.unknown())], { error: 'a list, or a template of one' }),
    'The task is done once for each item of this list: {{tasks.NAME.json}}, {{vars.x}}, or a list',
  ),
  when: field(
    text('a condition'),
    'Only then is it done: {{tasks.check.json.ok}}, {{vars.city}} == "Oslo"; ==, !=, <, <=, >, >=, contains, not, and, or',
  ),
  critical: field(
    yesOrNo,
    'Whether the workflow fails with it; what needs one that is not goes on without its answer',
    { default: true },
  ),
  priority: field(prioritySchema, 'critical, high, normal, low or a number; larger goes first'),
  budget: field(
    z.strictObject({
      usd: field(usdSchema, 'The most that all its calls may cost, in US dollars'),
    }),
    'What the task may cost; of a forEach each item',
  ),
  timeoutSeconds: field(
    positiveNumber(),
    "Seconds that it may take with its retries; default: the run's",
  ),
  retries: field(wholeNumber(0, 1_000), "Tries after the first; default: the workflow's"),
  schema: field(z.never({ error: ownSchema }), 'A task has no schema: its role may have one'),
});

export const workflowSchema = z.strictObject({
  name: field(
    nameOf('a name'),
    "Name of the workflow; its tasks are <workflow>.<task>; default: its file's",
  ),
  vars: field(variables, 'Values for {{vars.name}}: texts, numbers, lists, mappings'),
  inputs: field(
    z.union([text('a file name'), z.array(variables)], { error: 'a file name, or a list' }),
    'One workflow for each row: a file (JSONL, CSV) or a list; its fields are vars, `id` names it',
  ),
  roles: field(
    z.record(nameOf('a name'), roleSchema),
    "Roles that it brings; what the spec's own roles say goes before",
  ),
  budget: field(
    z.strictObject({ usd: field(usdSchema, 'The most that the workflow may cost, in US dollars') }),
    'What this workflow may cost; each of its repetitions has it for itself',
  ),
  timeoutSeconds: field(
    positiveNumber(),
    'Seconds that it may take as a whole, from its first call on',
  ),
  retries: field(wholeNumber(0, 1_000), "Tries after the first of each task; default: the run's"),
  tasks: required(
    z
      .record(nameOf('a name'), taskSchema)
      .check(z.refine((tasks) => Object.keys(tasks).length > 0, { error: 'at least one task' })),
    'The tasks, by name',
  ),
});

/** One workflow: a file, or right here. */
export const oneWorkflowSchema = z.union([text('a file name'), workflowSchema], {
  error: 'a file name, or a workflow',
});

export const workflowsSchema = z
  .array(oneWorkflowSchema)
  .check(z.minLength(1, { error: 'at least one workflow' }));

export const atOnceSchema = wholeNumber(1);

export type WorkflowSpec = z.infer<typeof workflowSchema>;
export type WorkflowTaskSpec = WorkflowSpec['tasks'][string];
