/** How long the rest of a run takes, ms, and the band around it. */
export interface EndEstimate {
  readonly likelyMs: number;
  readonly lowMs: number;
  readonly highMs: number;
}

const leastTasks = 5;
const leastMs = 2_000;

/**
 * The time left, from the pace of this session alone: work that an earlier session did says nothing
 * about how fast this one is. The band is two standard errors of a Poisson count of ended tasks.
 *
 * @param ended tasks that ended in this session
 * @param elapsedMs time that this session has run, without its pauses
 * @param left tasks that have not ended
 * @returns null before there is evidence
 */
export function estimateEnd(ended: number, elapsedMs: number, left: number): EndEstimate | null {
  if (left === 0) return { likelyMs: 0, lowMs: 0, highMs: 0 };
  if (ended < leastTasks || elapsedMs < leastMs) return null;
  const likelyMs = (left * elapsedMs) / ended;
  const spread = 2 / Math.sqrt(ended);
  return { likelyMs, lowMs: likelyMs / (1 + spread), highMs: likelyMs * (1 + spread) };
}
