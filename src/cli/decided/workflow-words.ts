import type { WorkflowOutcome, WorkflowsOutcome } from '../../plan/workflow/workflows-outcome.ts';
import { count, plural } from '../format.ts';
import { textLines } from './text-lines.ts';
import { wrapped } from './wrapped.ts';

/** Workflows that did not come to their end that are told of, and names in a line. */
const mostTold = 5;
const mostNames = 6;

/** In the order of the line that counts them. */
const states = ['done', 'partial', 'failed', 'cancelled', 'unfinished'] as const;
const stateWords: Readonly<Record<WorkflowOutcome['state'], string>> = {
  done: 'done',
  partial: 'done in part',
  failed: 'failed',
  cancelled: 'cancelled',
  unfinished: 'not finished',
};

/** The line of the summary that workflows have. */
export function workflowRows({ counts }: WorkflowsOutcome): [string, string][] {
  const words = states.map((state) => [counts[state], stateWords[state]] as const);
  const some = words.filter(([number]) => number > 0);
  return [['workflows', some.map(([number, word]) => `${count(number)} ${word}`).join(', ')]];
}

/** Of workflows with failures what failed, what that took with it, and how it is done again. */
export function failedWorkflows({ workflows }: WorkflowsOutcome): string[][] {
  const failed = workflows.filter((each) => each.failed.length > 0);
  if (failed.length === 0) return [];
  const more = failed.length - mostTold;
  return [
    [
      ...failed.slice(0, mostTold).flatMap((each) => wrapped(failureWords(each))),
      ...(more > 0 ? [`and ${plural(more, 'more workflow')} with failures, in outcome.json`] : []),
    ],
  ];
}

/** What a workflow by itself came to: the answers of its last tasks. Of several they stand in outcome.json. */
export function workflowOutputs({ workflows }: WorkflowsOutcome): string[][] {
  const [only, ...others] = workflows;
  if (only === undefined || others.length > 0) return [];
  return Object.entries(only.outputs).flatMap(([task, output]) => {
    if (typeof output === 'string') return [textLines(task, output)];
    if (!Array.isArray(output)) return [];
    const answers = output.filter((each) => typeof each === 'string');
    return [[`${task}: ${plural(answers.length, 'answer')}, in outcome.json`]];
  });
}

/** What is critical is named before what the workflow does without: that alone took others with it. */
function failureWords({ workflow, state, failed, took_with_it }: WorkflowOutcome): string {
  const critical = failed.filter((each) => each.critical);
  const [first, ...others] = critical.length > 0 ? critical : failed;
  const optional = critical.length > 0 ? failed.filter((each) => !each.critical) : [];
  return [
    `${workflow ?? 'the workflow'} is ${stateWords[state]}: ${first.task} ${whyWords(first)}`,
    others.length > 0 ? `, and ${names(others)}` : '',
    took_with_it.length > 0 ? `; it took with it ${names(took_with_it)}` : '',
    optional.length > 0 ? `; optional, and without an answer too: ${names(optional)}` : '',
  ].join('');
}

/** `failed (timeout: no answer in 20 s)`, `cancelled by operator`. */
function whyWords({ status, error }: WorkflowOutcome['failed'][number]): string {
  if (error === null) return `${status}`;
  return error.startsWith(`${status} `) ? error : `${status} (${error})`;
}

function names(all: readonly { readonly task: string }[]): string {
  const more = all.length - mostNames;
  const shown = all.slice(0, mostNames).map(({ task }) => task);
  return `${shown.join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
}
