import { TaskStatus } from './agent-state.ts';
import { bindingWords } from './binding-words.ts';
import type { BoundNow } from './bound-history.ts';
import type { BindingName } from './events.ts';
import { keptBack } from './kept-back.ts';
import type { RunState } from './run-state.ts';
import { count, plural } from './words.ts';

/** What holds a run back now, for the `held by` line. */
export interface Limiting {
  /** The gate or the lack that binds; `nothing` once the run is over. */
  readonly by: BindingName | 'nothing';
  /** What it is, without its full stop: `tokens/min 90,000 on azure/gpt-5-mini`. */
  readonly sentence: string;
  /** The share of the last seconds in which it bound, 0 to 1; null where no sample tells. */
  readonly share: number | null;
  /** Seconds that the share is of: 10, or as old as the session is. */
  readonly ofSeconds: number;
  /** What would change it, and what it would gain; the most important first. */
  readonly remedy: readonly string[];
}

/** Below this another one may bind as long, and what is lifted here gains little. */
const leastShare = 0.3;

/** Names the one constraint that keeps the next task from being sent, and what would change it. */
export function whatLimits(state: RunState, t: number): Limiting {
  const byPhase = phaseLimit(state);
  if (byPhase !== null) return byPhase;
  const sampled = state.evidence.bounds.now();
  const now = sampled === null || isPast(sampled.by, state) ? presentBound(state) : sampled;
  const share = now === sampled && isLimit(now.by) ? now.share : null;
  const { sentence, remedy } = bindingWords(state, now, t, now.share >= leastShare);
  return { by: now.by, sentence, share, ofSeconds: Math.round(now.ofSeconds), remedy };
}

/** A pause that is over binds no more, nor does the order of the work once tasks are queued. */
function isPast(by: BindingName, { queued }: RunState): boolean {
  return by === 'you' || (by === 'needs' && queued > 0);
}

function isLimit(by: BindingName): boolean {
  return by !== 'work' && by !== 'you';
}

function phaseLimit(state: RunState): Limiting | null {
  const plain = (by: Limiting['by'], sentence: string, remedy: string[] = []): Limiting => ({
    by,
    sentence,
    share: null,
    ofSeconds: 0,
    remedy,
  });
  switch (state.phase) {
    case 'PAUSING':
      return plain('you', `paused by you, ${stillEnds(state)}`);
    case 'PAUSED':
      // A pause that nobody asked for says what it waits for.
      if (state.phaseReason !== null && !state.phaseReason.startsWith('paused by '))
        return plain('you', state.phaseReason, ['p goes on']);
      return plain('you', 'paused by you, p goes on');
    case 'DRAINING':
      return plain('you', `draining, ${stillEnds(state)}`);
    case 'STOPPING':
      return plain('you', 'stopping, sockets are being closed');
    case 'DONE':
    case 'FAILED':
    case 'STOPPED':
      return plain('nothing', state.phaseReason ?? 'the run is over');
    default:
      return null;
  }
}

/** What a pause and a drain wait for: `3 calls still end`, `3 calls and the tools of 2 tasks still end`. */
function stillEnds({ inFlight, counts }: RunState): string {
  const inTools = counts.byStatus[TaskStatus.tool];
  const calls = plural(inFlight, 'call');
  if (inTools === 0) return `${calls} still ${inFlight === 1 ? 'ends' : 'end'}`;
  const tools = `the tools of ${plural(inTools, 'task')}`;
  return `${inFlight === 0 ? '' : `${calls} and `}${tools} still end`;
}

/** What the state itself tells of this moment, where no sample does: in the first second. */
function presentBound(state: RunState): BoundNow {
  const bound = (by: BindingName, route = -1, detail = ''): BoundNow => ({
    by,
    route,
    detail,
    seconds: 0,
    count: 0,
    share: 0,
    ofSeconds: 0,
  });
  if (state.queued === 0) {
    const { byStatus } = state.counts;
    const blocked = byStatus[TaskStatus.blocked];
    if (state.inFlight > 0) return bound(blocked > keptBack(state) ? 'needs' : 'work');
    if (byStatus[TaskStatus.retrying] > 0) return bound('retry');
    if (byStatus[TaskStatus.tool] > 0) return bound('tool');
    return bound(blocked > 0 ? 'you' : 'work');
  }
  const held = state.routes.findIndex(({ heldBy }) => heldBy !== null && heldBy !== 'concurrency');
  if (held >= 0) {
    const { heldBy, heldDetail } = state.routes[held];
    return bound(heldBy ?? 'rate', held, heldDetail);
  }
  if (state.inFlight >= state.concurrency)
    return bound('concurrency', -1, `concurrency ${count(state.concurrency)}`);
  return bound('agents');
}
