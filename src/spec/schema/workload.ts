import * as z from 'zod/mini';
import { compareSchema } from './compare.ts';
import { consensusSchema } from './consensus.ts';
import { contentSchema } from './content.ts';
import { embeddingsSchema } from './embeddings.ts';
import { field, oneOf, required, text, wholeNumber } from './fields.ts';
import { promptsSchema } from './prompt.ts';
import { atOnceSchema, oneWorkflowSchema, workflowsSchema } from './workflow.ts';

/** The kinds of work; a workload is exactly one of them. */
export const workloadKinds = [
  'prompts',
  'content',
  'consensus',
  'compare',
  'workflow',
  'workflows',
  'embeddings',
] as const;

export type WorkloadKind = (typeof workloadKinds)[number];

/**
 * That there is exactly one kind is checked when the layers of a spec are put together: a flag may
 * change one field of a workload that stands in the file.
 */
export const workloadSchema = z
  .strictObject({
    prompts: field(promptsSchema, 'A file of prompts (text, JSONL, CSV; - is stdin) or a list'),
    repeat: field(
      wholeNumber(1, 10_000_000),
      'How many times each prompt is a task, and each workflow is done',
      {
        default: 1,
      },
    ),
    content: field(contentSchema, 'One text, read in chunks'),
    consensus: field(consensusSchema, 'Questions that several agents vote on'),
    compare: field(compareSchema, 'The same prompts for several variants'),
    workflow: field(oneWorkflowSchema, 'Tasks that need each other: a workflow, or its file'),
    workflows: field(workflowsSchema, 'Many workflows at once: files or workflows'),
    atOnce: field(atOnceSchema, 'Workflows that are begun at the same time, at most', {
      default: 100,
    }),
    embeddings: field(embeddingsSchema, 'Texts to turn into vectors'),
    dedupe: field(
      oneOf(['text', 'exact']),
      'Answers that are the same count as one: text looks past case, white space and the punctuation around',
    ),
    reduce: field(
      z.strictObject({
        role: field(
          text('the name of a role'),
          'Role that does it, and takes no other work that names no role; default: the first',
        ),
        prompt: required(
          text('a prompt'),
          'What it is asked; {{texts}} are all answers, {{count}} is their number',
        ),
        mapPrompt: field(
          text('a prompt'),
          'What is asked of each part where the answers do not fit one call; default: prompt',
        ),
        maxTokens: field(
          wholeNumber(100, 10_000_000),
          'Tokens of answers that go into one call; default: by the model, else 24000',
        ),
      }),
      'One last task over all answers',
    ),
  })
  .register(z.globalRegistry, {
    description: 'The work, exactly one kind',
    oneOf: workloadKinds.map((kind) => ({ required: [kind] })),
  });
