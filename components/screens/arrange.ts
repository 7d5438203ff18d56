import { type GridRole, planGrid } from '../panes/grid-plan.ts';
import type { PaneName } from '../scene.ts';
import { type Slot, stack, type Want } from './stack.ts';

/** What can stand in a slot: a pane, or one line in its place. */
export type BlockName =
  | PaneName
  | 'counts'
  | 'routes-line'
  | 'queue-line'
  | 'log-lines'
  | 'one-line';

export interface ArrangedColumn {
  readonly width: number;
  readonly slots: readonly Slot<BlockName>[];
}

/** What stands where on the run screen, in rows and columns. */
export interface Arrangement {
  /** 0 where there is no room for one. */
  readonly header: number;
  readonly columns: readonly ArrangedColumn[];
  /** What stands below the columns, as wide as the screen. */
  readonly below: Slot<BlockName> | null;
  readonly footer: number;
}

export interface ArrangeInput {
  readonly columns: number;
  readonly rows: number;
  readonly roles: readonly GridRole[];
  readonly routes: number;
  /** Whether the header has the line that proves a stop. */
  readonly proven: boolean;
  readonly zoom: PaneName | null;
  /** Whether the agents stand in a list, which takes as many rows as it gets. */
  readonly list?: boolean;
}

/** Blank columns between two columns of panes. */
export const columnGap = 2;
const leastLog = 5;

/** The run screen for any size. Depends on nothing that changes while a run just runs. */
export function arrange(input: ArrangeInput): Arrangement {
  const { columns, rows } = input;
  const proof = input.proven ? 1 : 0;
  if (columns < 40 || rows < 10)
    return { header: 0, footer: 0, below: null, columns: [whole(columns, 'one-line', rows)] };
  if (columns < 60 || rows < 15) {
    const body = rows - 3 - proof;
    const slots = stack<BlockName>(body, [
      { block: 'counts', least: 1, want: 1, most: 1 },
      { block: 'log-lines', least: 1, want: body, most: body },
    ]);
    return { header: 2 + proof, footer: 1, below: null, columns: [{ width: columns, slots }] };
  }
  const header = (columns < 110 && rows < 30 ? 2 : rows < 26 ? 3 : 4) + proof;
  const footer = rows < 30 ? 1 : 2;
  const body = rows - header - footer;
  const frame = { header, footer, below: null };
  if (input.zoom !== null) return { ...frame, columns: [whole(columns, input.zoom, body)] };
  if (columns < 110 || rows < 20) return { ...frame, columns: [narrow(input, body)] };
  if (columns < 170 || rows < 40) return { ...frame, columns: medium(input, body) };
  return { header, footer, ...wide(input, body) };
}

function whole(width: number, block: BlockName, height: number): ArrangedColumn {
  return { width, slots: [{ block, height, gapAbove: 0 }] };
}

function narrow(input: ArrangeInput, body: number): ArrangedColumn {
  const { columns } = input;
  const lines = 2;
  const roomy = body >= 34;
  const chart = roomy ? 9 : 3;
  const below = chart + lines + leastLog - 1;
  const slots = stack<BlockName>(body, [
    agents(input, columns, body - below),
    { block: 'throughput', least: 1, want: chart, most: chart },
    { block: 'routes-line', least: 1, want: 1, most: 1 },
    { block: 'queue-line', least: 1, want: 1, most: 1 },
    { block: 'log', least: 2, want: leastLog, most: body },
  ]);
  // Lines belong to what stands above them; only a pane has a blank row before its title.
  const closed = slots.map((slot) =>
    slot.block.endsWith('-line') ? { ...slot, gapAbove: 0 as const } : slot,
  );
  return { width: columns, slots: fill(closed, body) };
}

function medium(input: ArrangeInput, body: number): ArrangedColumn[] {
  const side = Math.max(36, Math.min(46, Math.round(input.columns * 0.3)));
  const width = input.columns - side - columnGap;
  return [
    { width, slots: main(input, width, body) },
    {
      width: side,
      slots: stack<BlockName>(body, [
        { block: 'throughput', least: 1, want: 9, most: 14 },
        routes(input),
        { block: 'queue', least: 1, want: 3, most: 3 },
        { block: 'cost', least: 1, want: 4, most: 6 },
        { block: 'limits', least: 1, want: 5, most: body },
      ]),
    },
  ];
}

/** Agents and two columns of panes side by side, and the log below them all, where lines are long. */
function wide(input: ArrangeInput, body: number): Pick<Arrangement, 'columns' | 'below'> {
  const side = Math.max(38, Math.min(52, Math.round(input.columns * 0.21)));
  const width = input.columns - 2 * (side + columnGap);
  const left = agents(input, width, body - leastLog - 1);
  const upper = Math.min(body - leastLog - 1, Math.max(left.want, 27));
  return {
    below: { block: 'log', height: body - upper - 1, gapAbove: 1 },
    columns: [
      { width, slots: stack<BlockName>(upper, [{ ...left, most: upper }]) },
      {
        width: side,
        slots: stack<BlockName>(upper, [
          { block: 'throughput', least: 1, want: 18, most: upper },
          routes(input),
        ]),
      },
      {
        width: side,
        slots: stack<BlockName>(upper, [
          { block: 'limits', least: 1, want: 9, most: upper },
          { block: 'queue', least: 1, want: 3, most: 6 },
          { block: 'cost', least: 1, want: 6, most: 6 },
        ]),
      },
    ],
  };
}

function main(input: ArrangeInput, width: number, body: number): Slot<BlockName>[] {
  return stack<BlockName>(body, [
    agents(input, width, body - leastLog - 1),
    { block: 'log', least: 1, want: leastLog, most: body },
  ]);
}

/** As many rows as the richest grid takes that fits into `room`, title included. */
function agents(input: ArrangeInput, width: number, room: number): Want<BlockName> {
  if (input.list)
    return { block: 'agents', least: 2, want: Math.max(2, room), most: Math.max(2, room) };
  const plan = planGrid(input.roles, width, Math.max(1, room - 1));
  const want = Math.max(2, Math.min(plan.rows + 1, room));
  return { block: 'agents', least: 2, want, most: want };
}

function routes(input: ArrangeInput): Want<BlockName> {
  const want = 1 + 2 * Math.max(1, Math.min(input.routes, 4));
  return { block: 'routes', least: 1, want, most: 1 + 2 * Math.max(1, input.routes) };
}

/** Gives rows that were saved above to the last slot. */
function fill(slots: readonly Slot<BlockName>[], body: number): Slot<BlockName>[] {
  const used = slots.reduce((sum, slot) => sum + slot.height + slot.gapAbove, 0);
  return slots.map((slot, i) =>
    i === slots.length - 1 ? { ...slot, height: slot.height + Math.max(0, body - used) } : slot,
  );
}
