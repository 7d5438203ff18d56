import { count, plural } from '../format.ts';
import { wrapped } from './wrapped.ts';

/** What outcome.json says of workflows, as far as the summary tells it. */
export interface WorkflowsOutcome {
  readonly counts: Readonly<Record<string, number>>;
  readonly workflows: readonly {
    readonly workflow: string | null;
    readonly state: string;
    readonly outputs: Readonly<Record<string, string | null | readonly (string | null)[]>>;
    readonly failed: readonly { readonly task: string; readonly error: string | null }[];
    readonly took_with_it: readonly { readonly task: string }[];
  }[];
}

/** Workflows of which each is told with what it gave; of more, those that are not done alone. */
const mostWhole = 4;
const mostTold = 10;
const mostCharacters = 220;

/** `95 done, 5 partial` */
export function workflowRows({ counts }: WorkflowsOutcome): [string, string][] {
  const states = Object.entries(counts).filter(([state, n]) => state !== 'total' && n > 0);
  return [['workflows', states.map(([state, n]) => `${count(n)} ${state}`).join(', ')]];
}

/** What workflows gave where they are few, and what failed in those that are not done. */
export function workflowLines({ workflows }: WorkflowsOutcome): string[] {
  const isFew = workflows.length <= mostWhole;
  const worthTelling = isFew ? workflows : workflows.filter(({ state }) => state !== 'done');
  const told = worthTelling.slice(0, mostTold);
  const more = worthTelling.length - told.length;
  return [
    ...told.flatMap((each) => [
      `${each.workflow ?? 'the workflow'}  ${each.state}${trouble(each)}`,
      ...(isFew ? outputLines(each.outputs) : []),
    ]),
    ...(more > 0 ? [`and ${count(more)} more, in outcome.json`] : []),
  ];
}

/** `: draft failed: the answer was filtered (and 2 more), 3 skipped for it` */
function trouble({ failed, took_with_it }: WorkflowsOutcome['workflows'][number]): string {
  if (failed.length === 0) return '';
  const [{ task, error }] = failed;
  const why = error === null ? '' : `, ${error}`;
  const more = failed.length > 1 ? ` (and ${count(failed.length - 1)} more)` : '';
  const took =
    took_with_it.length > 0 ? `; it took ${plural(took_with_it.length, 'task')} with it` : '';
  return `: ${task}${why}${more}${took}`;
}

function outputLines(outputs: WorkflowsOutcome['workflows'][number]['outputs']): string[] {
  return Object.entries(outputs).flatMap(([task, answer]) => {
    if (answer === null) return [];
    if (typeof answer !== 'string') {
      const there = answer.filter((each) => each !== null).length;
      return [`  ${task}: ${plural(there, 'answer')}, in outcome.json`];
    }
    const flat = answer.replace(/\s+/g, ' ').trim();
    const text = flat.length > mostCharacters ? `${flat.slice(0, mostCharacters - 1)}…` : flat;
    return wrapped(`${task}: ${text}`).map((line) => `  ${line}`);
  });
}
