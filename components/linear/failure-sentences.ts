import type { EventOf } from '../../src/state/events.ts';
import type { Notable } from '../../src/state/notable.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { count, plural } from '../parts/format.ts';
import { listed, sentence } from './spoken.ts';

type Failure = EventOf<'task.failed' | 'task.poisoned' | 'task.retrying'>;

/** Tasks that ended for the same reason, among the last events that are kept. */
export interface FailureGroup {
  readonly tasks: number;
  /** What they have in common: class, status and message, or the signature of poison. */
  readonly words: string;
  /** The command that does these once more, and others of their class. */
  readonly retry: string;
}

interface ClassWords {
  /** `: rate-limited`, or `: 8 rate-limited, 2 server`; empty for none. */
  readonly words: string;
  readonly classes: readonly string[];
  readonly many: number;
}

/** How many of these events are of which class, the most first. */
export function classWords(events: readonly Notable[]): ClassWords {
  const tally = new Map<string, number>();
  for (const { event, times } of events) {
    const { class: name } = event as Failure;
    tally.set(name, (tally.get(name) ?? 0) + times);
  }
  const sorted = [...tally].sort((a, b) => b[1] - a[1]);
  const parts = sorted.map(([name, times]) =>
    sorted.length === 1 ? name : `${count(times)} ${name}`,
  );
  return {
    words: parts.length === 0 ? '' : `: ${parts.join(', ')}`,
    classes: [...tally.keys()],
    many: sorted.reduce((sum, [, times]) => sum + times, 0),
  };
}

/** What tasks failed for, the most frequent reason first, as far back as events are kept. */
export function failureGroups({ notable }: RunSnapshot): FailureGroup[] {
  const groups = new Map<string, { tasks: number; retry: string }>();
  for (const { event, times } of notable.newest(notable.count)) {
    if (event.type !== 'task.failed' && event.type !== 'task.poisoned') continue;
    const words = event.type === 'task.poisoned' ? `poison, ${event.signature}` : reason(event);
    const status = event.type === 'task.poisoned' ? 'poison' : 'failed';
    const group = groups.get(words) ?? {
      tasks: 0,
      retry: `retry status:${status} error:${event.class}`,
    };
    group.tasks += times;
    groups.set(words, group);
  }
  return [...groups]
    .map(([words, { tasks, retry }]) => ({ words, tasks, retry }))
    .sort((a, b) => b.tasks - a.tasks);
}

/** How many failed in all, and the tries that failed by class. */
export function failureSentences({ tasks, totals }: RunSnapshot): string[] {
  const tries = [...totals.failures].sort((a, b) => b[1] - a[1]);
  const failed = `${tasks.failed === 0 ? 'no task has' : `${plural(tasks.failed, 'task')}`} failed`;
  const poison = tasks.poison === 0 ? '' : `${count(tasks.poison)} of them poison`;
  const out = [sentence(listed([failed, poison]))];
  if (tries.length > 0)
    out.push(
      sentence(
        `calls that failed, retried ones included: ${tries.map(([name, times]) => `${count(times)} ${name}`).join(', ')}`,
      ),
    );
  return out;
}

function reason({ class: name, status, message }: Failure): string {
  return `${name}${status === null ? '' : ` (${status})`}, ${message}`;
}
