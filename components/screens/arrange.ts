import { type GridRole, planGrid } from '../panes/grid-plan.ts';
import type { PaneName } from '../scene.ts';
import { type Slot, stack, type Want } from './stack.ts';

/** What can stand in a slot: a pane, or one line in its place. */
export type BlockName =
  | PaneName
  | 'counts'
  | 'routes-line'
  | 'queue-line'
  | 'work'
  | 'work-line'
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
  readonly footer: number;
}

export interface ArrangeInput {
  readonly columns: number;
  readonly rows: number;
  readonly roles: readonly GridRole[];
  /** Lines that tell all there is to say of the routes. */
  readonly routeLines: number;
  /** Whether the header has the line that proves a stop. */
  readonly proven: boolean;
  /** Whether it has the line of tools that ask. */
  readonly asked?: boolean;
  /** There is more to the run than its tasks: workflows, votes, variants. */
  readonly work?: boolean;
  readonly zoom: PaneName | null;
  /** Whether the agents stand in a list, which takes as many rows as it gets. */
  readonly list?: boolean;
}

/** Blank columns between two columns of panes. */
export const columnGap = 2;
const leastLog = 5;
/** Lines of routes that go before what stands below them. */
const mostRouteLines = 8;

/** The run screen for any size. Depends on nothing that changes while a run just runs. */
export function arrange(input: ArrangeInput): Arrangement {
  const { columns, rows } = input;
  const lines = Number(input.proven) + Number(input.asked ?? false);
  if (columns < 40 || rows < 10)
    return { header: 0, footer: 0, columns: [whole(columns, 'one-line', rows)] };
  if (columns < 60 || rows < 15) {
    const body = rows - 3 - lines;
    const slots = stack<BlockName>(body, [
      { block: 'counts', least: 1, want: 1, most: 1 },
      { block: 'log-lines', least: 1, want: body, most: body },
    ]);
    return { header: 2 + lines, footer: 1, columns: [{ width: columns, slots }] };
  }
  const header = (columns < 110 && rows < 30 ? 2 : rows < 26 ? 3 : 4) + lines;
  const footer = rows < 30 ? 1 : 2;
  const body = rows - header - footer;
  const frame = { header, footer };
  if (input.zoom !== null) return { ...frame, columns: [whole(columns, input.zoom, body)] };
  if (columns < 110 || rows < 20) return { ...frame, columns: [narrow(input, body)] };
  if (columns < 170 || rows < 40) return { ...frame, columns: medium(input, body) };
  return { ...frame, columns: wide(input, body) };
}

function whole(width: number, block: BlockName, height: number): ArrangedColumn {
  return { width, slots: [{ block, height, gapAbove: 0 }] };
}

/** Rows from which on a narrow screen has panes where a lower one has lines. */
const leastForPanes = 40;

function narrow(input: ArrangeInput, body: number): ArrangedColumn {
  const { columns } = input;
  if (body >= leastForPanes) return tall(input, body);
  const lines = input.work ? 3 : 2;
  const roomy = body >= 34;
  const chart = roomy ? 9 : 3;
  const below = chart + lines + leastLog - 1;
  const slots = stack<BlockName>(body, [
    agents(input, columns, body - below),
    { block: 'throughput', least: 1, want: chart, most: chart },
    { block: 'routes-line', least: 1, want: 1, most: 1 },
    { block: 'queue-line', least: 1, want: 1, most: 1 },
    ...work(input, { block: 'work-line', least: 1, want: 1, most: 1 }),
    { block: 'log', least: 2, want: leastLog, most: body },
  ]);
  // Lines belong to what stands above them; only a pane has a blank row before its title.
  const closed = slots.map((slot) =>
    slot.block.endsWith('-line') ? { ...slot, gapAbove: 0 as const } : slot,
  );
  return { width: columns, slots: fill(closed, body) };
}

/** All panes below each other. */
function tall(input: ArrangeInput, body: number): ArrangedColumn {
  const { columns } = input;
  const panes: Want<BlockName>[] = [
    { block: 'throughput', least: 1, want: 9, most: 14 },
    routes(input),
    ...work(input, { block: 'work', least: 1, want: 5, most: 10 }),
    { block: 'queue', least: 1, want: 3, most: 5 },
    cost(input),
    { block: 'limits', least: 1, want: 3, most: 7 },
    { block: 'log', least: 2, want: leastLog, most: body },
  ];
  const below = panes.reduce((sum, { want }) => sum + want + 1, 0);
  return {
    width: columns,
    slots: stack<BlockName>(body, [agents(input, columns, body - below), ...panes]),
  };
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
        ...work(input, { block: 'work', least: 1, want: 6, most: 12 }),
        { block: 'queue', least: 1, want: 3, most: 5 },
        cost(input),
        { block: 'limits', least: 1, want: 5, most: body },
      ]),
    },
  ];
}

/** Agents and log at the left, and two columns of panes. */
function wide(input: ArrangeInput, body: number): ArrangedColumn[] {
  const side = Math.max(38, Math.min(52, Math.round(input.columns * 0.21)));
  const width = input.columns - 2 * (side + columnGap);
  return [
    { width, slots: main(input, width, body) },
    {
      width: side,
      slots: stack<BlockName>(body, [
        { block: 'throughput', least: 1, want: 19, most: input.work ? 19 : body },
        routes(input),
        ...work(input, { block: 'work', least: 1, want: 12, most: body }),
      ]),
    },
    {
      width: side,
      slots: stack<BlockName>(body, [
        { block: 'limits', least: 1, want: 11, most: 24 },
        { block: 'queue', least: 1, want: 5, most: 7 },
        { ...cost(input), want: 9, most: body },
      ]),
    },
  ];
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

function routes({ routeLines }: ArrangeInput): Want<BlockName> {
  const most = 1 + Math.max(1, routeLines);
  return { block: 'routes', least: 1, want: Math.min(most, 1 + mostRouteLines), most };
}

/** What there is to see of the work, where there is more to it than its tasks. */
function work(input: ArrangeInput, want: Want<BlockName>): Want<BlockName>[] {
  return input.work ? [want] : [];
}

/** Who took how much, where there are several; else what it comes to. */
function cost({ roles }: ArrangeInput): Want<BlockName> {
  return { block: 'cost', least: 1, want: 1 + Math.max(2, Math.min(3, roles.length)), most: 8 };
}

/** Gives rows that were saved above to the last slot. */
function fill(slots: readonly Slot<BlockName>[], body: number): Slot<BlockName>[] {
  const used = slots.reduce((sum, slot) => sum + slot.height + slot.gapAbove, 0);
  return slots.map((slot, i) =>
    i === slots.length - 1 ? { ...slot, height: slot.height + Math.max(0, body - used) } : slot,
  );
}
