import type { Answer, RandomTasks } from '../../../plan/workflow/reference.ts';
import type { NotedEnd } from './end-book.ts';

type Came = 'done' | 'failed' | 'cancelled' | 'skipped' | 'off';

/**
 * Whether the tasks of a workflow that is over are skipped where its rules say so, and nowhere else. What
 * was begun was due when it was; of the others the ends of all before them decide, as they are now.
 *
 * @param of ends of a task's items
 * @returns the first task that ended otherwise, and how it should have
 */
export function judgeWorkflow(
  tasks: RandomTasks,
  of: (name: string) => readonly (NotedEnd | undefined)[],
): string | null {
  const came: Record<string, Came> = {};
  const answerOf = (name: string | undefined): Answer | null => {
    const [end] = name === undefined ? [] : of(name);
    return end?.status === 'done' ? (JSON.parse(end.text) as Answer) : null;
  };
  for (const [name, { needs, when, list }] of Object.entries(tasks)) {
    const ends = of(name);
    if (ends.includes(undefined)) return `${name} has no end`;
    const own = new Set(ends.map((end) => wordOf(end as NotedEnd)));
    const isMissed = (need: string) => tasks[need].critical && !/done|off/.test(came[need]);
    const items = list === undefined ? [0] : (answerOf(list)?.list ?? []);
    const began = own.has('done') || own.has('failed');
    let due: Came = 'done';
    if (needs.some(isMissed)) due = 'skipped';
    else if (needs.length > 0 && needs.every((need) => came[need] === 'off')) due = 'off';
    else if (when !== undefined && !answerOf(when)?.go) due = 'off';
    else if (typeof items === 'string') due = 'failed';
    const isEmpty = due === 'done' && items.length === 0;
    const shown = due === 'failed' ? 'skipped' : isEmpty ? 'off' : due;
    if (began || !(own.has('skipped') || own.has('off'))) {
      if (own.has('skipped') || own.has('off')) return `${name} was begun, and skipped in part`;
      // One whose workflow ran out of time had not been begun.
      if (own.has('done') && typeof items !== 'string' && items.length !== ends.length)
        return `${name} was done ${ends.length} times, its list has ${items.length}`;
      came[name] = own.has('failed') ? 'failed' : own.has('cancelled') ? 'cancelled' : 'done';
      continue;
    }
    const skipped = own.has('skipped') ? 'skipped' : 'off';
    if (shown !== skipped) return `${name} is ${skipped}, and should be ${shown}`;
    came[name] = due;
  }
  return null;
}

function wordOf({ status, off }: NotedEnd): Came {
  if (off) return 'off';
  return status === 'poison' ? 'failed' : status;
}
