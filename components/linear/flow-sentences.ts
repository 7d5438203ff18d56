import { priorityWord } from '../../src/spec/priority.ts';
import type { RouteState } from '../../src/state/route-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { preparingWords } from '../panes/model-preparing.ts';
import { count, percent, plural, wholeSeconds } from '../parts/format.ts';
import { rateWords } from './speed-sentences.ts';
import { listed, sentence, timeWords } from './spoken.ts';

/** Each route with its breaker, its calls and what holds it; those that are not well first. */
export function routeSentences({ routes, t }: RunSnapshot): string[] {
  const closed = ({ breaker }: RouteState) => Number(breaker === 'closed');
  return [...routes].sort((a, b) => closed(a) - closed(b)).map((route) => routeSentence(route, t));
}

function routeSentence(route: RouteState, t: number): string {
  const { info, breaker, trips, probeT, inFlight, calls, succeeded, failed } = route;
  const ended = succeeded + failed;
  return sentence(
    listed([
      `${info.name}: breaker ${breaker}`,
      breaker === 'open' && probeT !== null ? `next probe ${inWords(probeT - t)}` : '',
      trips === 0 ? '' : `opened ${times(trips)}`,
      route.preparing === null ? heldWords(route, t) : preparingWords(route, route.preparing),
      `${count(inFlight)} in flight`,
      plural(calls, 'call'),
      ended === 0 ? '' : `${percent(succeeded / ended, 1)} % of them well`,
    ]),
  );
}

/** A breaker that holds says so itself, and the concurrency is the run's, not the route's. */
function heldWords({ heldBy, heldDetail, heldUntilT }: RouteState, t: number): string {
  if (heldBy === null || heldBy === 'breaker' || heldBy === 'concurrency') return '';
  const until = heldUntilT === null ? '' : `, goes on ${inWords(heldUntilT - t)}`;
  return `held by ${heldDetail === '' ? heldBy : heldDetail}${until}`;
}

/** What waits, by priority, how long the oldest of each has, and what leaves. */
export function queueSentences(snapshot: RunSnapshot): string[] {
  const { queue, tasks, sample } = snapshot;
  const out = [tasks.queued === 0 ? 'Nothing waits.' : sentence(waiting(tasks.queued))];
  for (const [priority, many, oldestMs] of queue.byPriority)
    out.push(
      sentence(
        `priority ${priorityWord(priority)}: ${count(many)}, the oldest for ${wholeSeconds(oldestMs)}`,
      ),
    );
  if (tasks.tool > 0)
    out.push(sentence(`${plural(tasks.tool, 'task')} between two calls, in tools`));
  if (tasks.blocked > 0)
    out.push(
      sentence(
        `${plural(tasks.blocked, 'task')} blocked, in no queue yet: for others, or kept back`,
      ),
    );
  if (tasks.retrying > 0)
    out.push(sentence(`${plural(tasks.retrying, 'task')} back off before the next try`));
  if (sample !== null)
    out.push(sentence(`${rateWords(sample.callsPerSecond)} a second come to their end`));
  return out;
}

function waiting(many: number): string {
  return `${plural(many, 'task')} ${many === 1 ? 'waits' : 'wait'}`;
}

function inWords(ms: number): string {
  return ms < 1_000 ? 'now' : `in ${timeWords(ms)}`;
}

function times(many: number): string {
  return many === 1 ? 'once' : `${count(many)} times`;
}
