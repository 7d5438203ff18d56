import type { GridBlock, GridPlan } from './grid-plan.ts';

/** Ways in which the cursor moves over the grid. */
export type CursorMove =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'first'
  | 'last'
  | 'page-up'
  | 'page-down';

const pageRows = 8;

/**
 * The place in the grid's order that the cursor goes to from another. Left and right go on over the
 * ends of rows and roles, up and down keep the column as far as the row is long enough.
 */
export function moveCursor(plan: GridPlan, from: number, move: CursorMove): number {
  const { blocks, perRow, agentsPerCell } = plan;
  const at = cellAt(plan, from);
  if (at === null) return from;
  const { block, cell } = at;
  const place = (to: GridBlock, index: number) => to.first + index * agentsPerCell;
  switch (move) {
    case 'first':
      return place(blocks[0], 0);
    case 'last': {
      const last = blocks[blocks.length - 1];
      return place(last, cellsOf(plan, last) - 1);
    }
    case 'left':
      if (cell > 0) return place(blocks[block], cell - 1);
      return block === 0 ? from : place(blocks[block - 1], cellsOf(plan, blocks[block - 1]) - 1);
    case 'right':
      if (cell + 1 < cellsOf(plan, blocks[block])) return place(blocks[block], cell + 1);
      return block + 1 === blocks.length ? from : place(blocks[block + 1], 0);
    case 'up':
    case 'down': {
      const column = cell % perRow;
      const row = Math.floor(cell / perRow) + (move === 'up' ? -1 : 1);
      const other = row < 0 ? block - 1 : row >= rowsOf(plan, blocks[block]) ? block + 1 : block;
      if (other < 0 || other >= blocks.length) return from;
      const to = blocks[other];
      const toRow = other === block ? row : other < block ? rowsOf(plan, to) - 1 : 0;
      return place(to, Math.min(toRow * perRow + column, cellsOf(plan, to) - 1));
    }
    case 'page-up':
    case 'page-down': {
      let to = from;
      for (let row = 0; row < pageRows; row++)
        to = moveCursor(plan, to, move === 'page-up' ? 'up' : 'down');
      return to;
    }
  }
}

/** The place in a list that the cursor goes to from another. @param rows of the window */
export function moveInList(move: CursorMove, from: number, agents: number, rows: number): number {
  const page = Math.max(1, rows - 1);
  const to = {
    left: from,
    right: from,
    up: from - 1,
    down: from + 1,
    first: 0,
    last: agents - 1,
    'page-up': from - page,
    'page-down': from + page,
  }[move];
  return Math.max(0, Math.min(to, agents - 1));
}

/** The places in the grid's order that the cell at one of them stands for, `end` not included. */
export function cellSpan(
  plan: GridPlan,
  at: number,
): { readonly first: number; readonly end: number } {
  const found = cellAt(plan, at);
  if (found === null) return { first: at, end: at };
  const block = plan.blocks[found.block];
  const first = block.first + found.cell * plan.agentsPerCell;
  return { first, end: Math.min(first + plan.agentsPerCell, block.first + block.agents) };
}

function cellAt(plan: GridPlan, at: number): { block: number; cell: number } | null {
  const block = plan.blocks.findIndex(({ first, agents }) => first <= at && at < first + agents);
  if (block < 0) return null;
  return { block, cell: Math.floor((at - plan.blocks[block].first) / plan.agentsPerCell) };
}

function cellsOf({ agentsPerCell }: GridPlan, block: GridBlock): number {
  return Math.ceil(block.agents / agentsPerCell);
}

function rowsOf(plan: GridPlan, block: GridBlock): number {
  return Math.ceil(cellsOf(plan, block) / Math.max(1, plan.perRow));
}
