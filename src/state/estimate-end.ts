import type { Histogram } from './histogram.ts';

/** How long the rest of a run takes, ms, and the band around it. */
export interface EndEstimate {
  readonly likelyMs: number;
  readonly lowMs: number;
  readonly highMs: number;
}

/** Tasks that ended in a stretch of work. */
export interface Pace {
  readonly ended: number;
  readonly ms: number;
}

/** What is known of a session's own pace. */
export interface EndEvidence {
  /** The session as a whole, then its last minutes, shorter and shorter; without its pauses. */
  readonly paces: readonly [Pace, ...Pace[]];
  /** Tasks that have not ended. */
  readonly left: number;
  /** Those of them that have been begun: in a call or its tools, between two turns, or backing off. */
  readonly begun: number;
  /** ms since the last task was begun where none waits any more; 0 where some do. */
  readonly sinceLastMs: number;
  /** How long this session's tasks took. */
  readonly durations: Histogram;
}

const leastTasks = 5;
const leastMs = 2_000;
/** Nobody knows the pace of the future to the percent, however well that of the past is known. */
const drift = 0.05;

/**
 * The time left, from the work of this session alone: what an earlier session did says nothing
 * about how fast this one is. It is the time until the last waiting task is begun, at the pace of
 * the session or of its last minutes where that is another one, and then the time that the slowest
 * of the calls under way takes. The band is two standard errors of the counts on both sides (a
 * Poisson process predicted from what was seen of it has variance 1/seen + 1/left in its
 * logarithm), wider by what is under way and not counted, and by how slow a call can be.
 *
 * @returns null before there is evidence: too little has ended, nothing ends any more, or what is
 *   left takes longer than anything did that has ended
 */
export function estimateEnd(evidence: EndEvidence): EndEstimate | null {
  const { paces, left, durations } = evidence;
  const begun = Math.min(evidence.begun, left);
  if (left === 0) return { likelyMs: 0, lowMs: 0, highMs: 0 };
  const [session] = paces;
  // Calls that all began together say nothing before the first half of them has ended.
  if (session.ended < Math.max(leastTasks, begun / 2) || session.ms < leastMs) return null;
  const pace = presentPace(paces, begun);
  if (pace.ended === 0) return null;
  const waiting = left - begun;
  // A session begins with nothing under way, so what is under way now is work beyond what ended.
  const beyond = pace === session ? begun : 0;
  const until = (ended: number) => (waiting * pace.ms) / ended;
  const error = Math.sqrt(1 / pace.ended + 1 / Math.max(1, waiting) + drift ** 2);
  const spread = waiting === 0 ? 1 : Math.exp(2 * error);
  const slowest = slowestMs(evidence.sinceLastMs, begun, durations);
  if (slowest === null) return null;
  // Where fewer have ended than are under way, the slow ones are still to be seen.
  const unseen = begun === 0 ? 0 : 1.5 + (2 * begun) / durations.total;
  const likelyMs = until(pace.ended + beyond / 3) + slowest(Math.LN2);
  const lowMs = until(pace.ended + beyond) / spread + slowest(3) / 2;
  const highMs =
    until(pace.ended) * spread + slowest(0.05) * unseen + evidence.sinceLastMs * (unseen - 1);
  return { likelyMs, lowMs: Math.min(lowMs, likelyMs), highMs: Math.max(highMs, likelyMs) };
}

/** The longest stretch of work whose pace is still that of its end. */
function presentPace(paces: readonly [Pace, ...Pace[]], begun: number): Pace {
  let present = paces[0];
  for (const recent of paces.slice(1)) {
    const earlierMs = present.ms - recent.ms;
    if (earlierMs <= 0 || recent.ms <= 0) continue;
    const expected = ((present.ended - recent.ended) * recent.ms) / earlierMs;
    const error = Math.sqrt(recent.ended + (expected * recent.ms) / earlierMs);
    // Calls end in waves: one wave more or less is no other pace.
    if (Math.abs(recent.ended - expected) > 2 * error + begun) present = recent;
  }
  return present;
}

/**
 * For how much longer the slowest of some calls runs: the time after which `expected` of them are
 * still to be awaited, from how long others took. Null where none took as long as these do.
 */
function slowestMs(
  sinceLastMs: number,
  begun: number,
  durations: Histogram,
): ((expected: number) => number) | null {
  if (begun === 0) return () => 0;
  if (durations.total === 0) return null;
  const longer = sinceLastMs === 0 ? 1 : durations.shareAbove(sinceLastMs);
  if (longer === 0) return null;
  return (expected) => {
    const slow = durations.percentile(1 - (expected / begun) * longer) ?? 0;
    return Math.max(0, slow - sinceLastMs);
  };
}
