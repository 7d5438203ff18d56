import type { Lineup } from './agents-lineup.ts';

/** A line of the list: the heading of a group, or the agent at a place of the order. */
export type ListLine =
  | { readonly group: number; readonly place: null }
  | { readonly group: null; readonly place: number };

/** Groups have headings, but for the one group of those that are not grouped. */
const hasHeadings = ({ by }: Lineup): boolean => by !== 'none';

export function lineCount(lineup: Lineup): number {
  return lineup.order.length + (hasHeadings(lineup) ? lineup.groups.length : 0);
}

/** The line of a place: each group that begins at it or before has its heading above. */
export function lineOfPlace(lineup: Lineup, place: number): number {
  if (!hasHeadings(lineup)) return place;
  let first = 0;
  let headings = 0;
  for (const { agents } of lineup.groups) {
    if (first > place) break;
    headings++;
    first += agents;
  }
  return place + headings;
}

/** What stands on a line; null behind the last one. */
export function lineAt(lineup: Lineup, line: number): ListLine | null {
  if (line < 0 || line >= lineCount(lineup)) return null;
  if (!hasHeadings(lineup)) return { group: null, place: line };
  let first = 0;
  for (const [group, { agents }] of lineup.groups.entries()) {
    const heading = first + group;
    if (line === heading) return { group, place: null };
    if (line <= heading + agents) return { group: null, place: line - group - 1 };
    first += agents;
  }
  return null;
}

/**
 * The line at the top of a window of so many rows: it moves no further than it must for the cursor to
 * be in sight, with the heading above it.
 *
 * @param place where the cursor is in the order; -1 where it is not
 * @param top the line that stands there as long as nothing moves it
 */
export function windowTop(lineup: Lineup, place: number, top: number, rows: number): number {
  const last = Math.max(0, lineCount(lineup) - rows);
  const kept = Math.max(0, Math.min(top, last));
  if (place < 0 || rows < 1) return kept;
  const line = lineOfPlace(lineup, place);
  const first = rows > 1 && lineAt(lineup, line - 1)?.place === null ? line - 1 : line;
  if (first < kept) return first;
  return Math.max(kept, line - rows + 1);
}
