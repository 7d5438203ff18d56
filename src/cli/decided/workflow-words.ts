import type { WorkflowOutcome, WorkflowsOutcome } from '../../plan/workflow/workflows-outcome.ts';
import { count, plural } from '../format.ts';
import { textLines } from './text-lines.ts';
import { wrapped } from './wrapped.ts';

/** Workflows that did not come to their end that are told of, and names in a line. */
const mostTold = 5;
const mostNames = 6;

/** The line of the summary that workflows have. */
export function workflowRows({ counts }: WorkflowsOutcome): [string, string][] {
  const words = [
    [counts.done, 'done'],
    [counts.partial, 'done in part'],
    [counts.failed, 'failed'],
    [counts.cancelled, 'cancelled'],
    [counts.unfinished, 'not finished'],
  ] as const;
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

function failureWords({ workflow, state, failed, took_with_it }: WorkflowOutcome): string {
  const [first] = failed;
  const others = failed.slice(1).map(({ task }) => task);
  const lost = took_with_it.map(({ task }) => task);
  return [
    `${workflow ?? 'the workflow'} is ${state}: ${first.task} ${first.status}`,
    first.error === null ? '' : ` (${first.error})`,
    others.length > 0 ? `, and ${names(others)}` : '',
    lost.length > 0 ? `; it took with it ${names(lost)}` : '',
  ].join('');
}

function names(all: readonly string[]): string {
  const more = all.length - mostNames;
  return `${all.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
}
