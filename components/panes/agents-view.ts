import { type Lineup, noLineup } from './agents-lineup.ts';
import type { SortColumn } from './agents-sort.ts';

export type AgentsLook = 'grid' | 'list';

/** What agents stand together by. */
export type GroupBy = 'none' | 'role' | 'tier' | 'status' | 'route' | 'error';

/** How the agents' pane is looked at. */
export interface AgentsView {
  readonly look: AgentsLook;
  /** The grid and the list are each grouped in their own way. */
  readonly by: Readonly<Record<AgentsLook, GroupBy>>;
  /** What the list is sorted by. */
  readonly sort: SortColumn;
  /** The other way round than that column usually is. */
  readonly reversed: boolean;
  /** The agent that the cursor is on; null before it was moved for the first time. */
  readonly cursor: number | null;
  /** The line at the top of the list, as far as the cursor is in sight below it. */
  readonly top: number;
  /** Marked agents. */
  readonly marks: ReadonlySet<number>;
  /** Which agents stand where. */
  readonly lineup: Lineup;
}

export const newAgentsView: AgentsView = {
  look: 'grid',
  by: { grid: 'role', list: 'none' },
  sort: 'name',
  reversed: false,
  cursor: null,
  top: 0,
  marks: new Set(),
  lineup: noLineup,
};

/** Looked at in the same way, with nothing of the run before. */
export function ofAnotherRun({ look, by, sort, reversed }: AgentsView): AgentsView {
  return { ...newAgentsView, look, by, sort, reversed };
}

/** The ways to group by in the order of their key. A grid without groups is one that is grouped by role. */
const groupings: Readonly<Record<AgentsLook, readonly GroupBy[]>> = {
  grid: ['role', 'tier', 'status', 'route', 'error'],
  list: ['none', 'role', 'tier', 'status', 'route', 'error'],
};

/** What comes after the way in which agents stand together now. @param tiered some role has a tier */
export function nextGrouping({ look, by }: AgentsView, tiered: boolean): GroupBy {
  const ways = groupings[look].filter((way) => tiered || way !== 'tier');
  return ways[(ways.indexOf(by[look]) + 1) % ways.length];
}

/** Whether agents change their places as they change: such a pane is drawn twice a second. */
export function isMoving({ look, by }: AgentsView): boolean {
  return look === 'list' || by.grid !== 'role';
}

/** Where the cursor is in the order; -1 where there is none, or its agent is not shown. */
export function cursorPlace({ cursor, lineup }: AgentsView): number {
  return cursor === null ? -1 : lineup.order.indexOf(cursor);
}
