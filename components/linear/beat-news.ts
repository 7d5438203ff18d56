import type { EventOf } from '../../src/state/events.ts';
import type { Notable } from '../../src/state/notable.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { count, plural } from '../parts/format.ts';
import { isOver } from '../parts/phase-look.ts';
import { classWords } from './failure-sentences.ts';
import { SpendingSteps } from './spending-steps.ts';
import { sentence } from './spoken.ts';
import { statusLine } from './status-line.ts';
import { healthSentence, heldSentence } from './status-sentences.ts';

/** What had been told of a run. */
interface Told {
  readonly events: number;
  readonly failed: number;
  readonly retries: number;
  readonly held: string;
  readonly health: string;
  readonly progress: string;
}

/**
 * What is said every so many seconds: what changed since the last time, gathered in a few sentences,
 * and nothing where nothing did.
 */
export class BeatNews {
  private told: Told;
  private readonly spending: SpendingSteps;
  /** Classes of failure whose retries have been told, and the most that were told at once. */
  private readonly retried = { classes: new Set<string>(), most: 0 };

  constructor(snapshot: RunSnapshot) {
    this.told = standing(snapshot, '');
    this.spending = new SpendingSteps(snapshot);
  }

  look(snapshot: RunSnapshot): string[] {
    const before = this.told;
    this.told = standing(snapshot, before.held);
    const fresh = snapshot.notable.newest(snapshot.notable.count - before.events);
    if (isOver(snapshot.phase)) return [];
    return [
      this.told.health === before.health ? '' : healthSentence(snapshot),
      this.told.held === before.held ? '' : heldSentence(snapshot),
      failures(snapshot.tasks.failed - before.failed, fresh),
      this.retries(snapshot.totals.retries - before.retries, fresh),
      ...adapted(snapshot, fresh),
      ...this.spending.look(snapshot),
      this.told.progress === before.progress ? '' : statusLine(snapshot),
    ].filter((line) => line !== '');
  }

  /** Tries are made again all the time: told where they are of a new kind, or twice as many as ever. */
  private retries(many: number, fresh: readonly Notable[]): string {
    const of = fresh.filter(({ event }) => event.type === 'task.retrying');
    const { words, classes } = classWords(of);
    const { retried } = this;
    const isNew = classes.some((each) => !retried.classes.has(each));
    if (many <= 0 || (!isNew && many < 2 * retried.most)) return '';
    for (const each of classes) retried.classes.add(each);
    retried.most = Math.max(retried.most, many);
    return sentence(`${plural(many, 'try', 'tries')} failed and will be made again${words}`);
  }
}

function standing(snapshot: RunSnapshot, heldBefore: string): Told {
  const { tasks, totals, limiting, health, notable, phase } = snapshot;
  return {
    events: notable.count,
    failed: tasks.failed,
    retries: totals.retries,
    // Its figures move all the time; what holds is what it is without them. What the operator's own
    // hand holds is told as the run's state.
    held:
      limiting.by === 'you'
        ? heldBefore
        : limiting.by === 'needs'
          ? limiting.by
          : `${limiting.by} ${limiting.sentence.replace(/\d[\d,.]*/g, '')}`,
    health: health.word,
    progress: `${phase} ${tasks.ended} ${tasks.failed}`,
  };
}

function failures(many: number, fresh: readonly Notable[]): string {
  if (many <= 0) return '';
  const ends = fresh.filter(
    ({ event }) => event.type === 'task.failed' || event.type === 'task.poisoned',
  );
  const { words, many: known } = classWords(ends);
  // More than the log keeps may have failed in the meantime.
  const partly = known < many && words !== '' ? `, of the last ${count(known)}` : '';
  return sentence(`${plural(many, 'task')} failed${partly}${words}`);
}

/** What adapts by itself, summed up: from where to where, and the last reason. */
function adapted(snapshot: RunSnapshot, fresh: readonly Notable[]): string[] {
  const first = new Map<string, number>();
  const last = new Map<string, { readonly to: number; readonly reason: string | null }>();
  for (const { event } of fresh) {
    const name = adaptedName(snapshot, event);
    if (name === null) continue;
    const { from, to, reason } = event as EventOf<'limit.adapted' | 'agents.changed'>;
    if (!last.has(name)) last.set(name, { to, reason });
    first.set(name, from);
  }
  return [...last].flatMap(([name, { to, reason }]) => {
    const from = first.get(name);
    if (from === undefined || from === to) return [];
    const because = reason === null || reason === '' ? '' : `, ${reason}`;
    return [sentence(`${name} adapted from ${count(from)} to ${count(to)}${because}`)];
  });
}

function adaptedName({ routes, info }: RunSnapshot, event: Notable['event']): string | null {
  if (event.type === 'limit.adapted')
    return `the limit of ${routes[event.route]?.info.name ?? 'a route'}`;
  if (event.type === 'agents.changed' && event.by === 'auto')
    return `the agents of ${info.roles[event.role]?.name ?? 'a role'}`;
  return null;
}
