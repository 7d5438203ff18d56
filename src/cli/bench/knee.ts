/** What a level is judged by. */
export interface LevelFigures {
  readonly atOnce: number;
  readonly callsPerSecond: number;
}

export interface Knee<Level extends LevelFigures = LevelFigures> {
  readonly at: Level;
  /** The levels measured beside it; null where there is none. */
  readonly below: Level | null;
  readonly above: Level | null;
}

/**
 * The level beyond which more calls at once bring less than they cost in waiting: where *power*, that
 * is throughput divided by response time, is highest (L. Kleinrock, "Power and deterministic rules of
 * thumb for probabilistic problems in computer communications", ICC 1979; the same point is called
 * the knee by R. Jain and K. K. Ramakrishnan, DEC-TR-506, 1987).
 *
 * The response time follows from Little's law, calls at once divided by calls a second: it has all
 * waits in it, those before a call is sent and those between tries too. So power is x² / n for x
 * calls a second at n at once, no threshold has to be chosen, and twice as many calls at once have to
 * bring at least √2 times the throughput. Of levels that are level the lowest is taken.
 *
 * @returns null where there are fewer than two levels, or nothing came back
 */
export function findKnee<Level extends LevelFigures>(levels: readonly Level[]): Knee<Level> | null {
  const sorted = levels.toSorted((a, b) => a.atOnce - b.atOnce);
  if (sorted.length < 2) return null;
  const power = ({ atOnce, callsPerSecond }: Level) => callsPerSecond ** 2 / atOnce;
  const at = sorted.reduce((best, level) => (power(level) > power(best) ? level : best));
  if (at.callsPerSecond === 0) return null;
  const index = sorted.indexOf(at);
  return { at, below: sorted[index - 1] ?? null, above: sorted[index + 1] ?? null };
}
