/** How much of an agent a cell shows, the richest first. */
export type Density = 'cards' | 'names' | 'numbers' | 'glyphs' | 'clusters';

/** The agents of one group, or of all where groups have no room of their own. */
export interface GridBlock {
  readonly name: string;
  /** Index of the group; -1 where the block is that of all of them. */
  readonly group: number;
  /** Place of its first agent in the grid's order (`Roster.order`). */
  readonly first: number;
  readonly agents: number;
  /** First row of the block, its label not counted. */
  readonly row: number;
}

/** Where every agent stands. Depends on roles and size alone, so cells keep their place. */
export interface GridPlan {
  readonly density: Density;
  /** Columns from one cell to the next. */
  readonly pitch: number;
  /** Columns of a cell without its gap. */
  readonly cell: number;
  readonly perRow: number;
  /** A blank column after every so many cells; 0 for none. */
  readonly gapEvery: number;
  /** Columns at the left for the role and the number of the row's first agent. */
  readonly gutter: number;
  /** Whether each block has its name on a row above it. */
  readonly labelRows: boolean;
  readonly agentsPerCell: number;
  readonly blocks: readonly GridBlock[];
  readonly rows: number;
}

export interface GridRole {
  readonly name: string;
  readonly agents: number;
}

const cardLimit = 60;
const numberLimit = 600;
const glyphLimit = 5_000;
const longestName = 12;
/** Columns of a name where each agent has one of its own, as many as fit. */
const nameWidths = [24, 20, 16, 12];
/** Columns of a card besides the agent's name. */
const cardFigures = 34;
const clusterSizes = [2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** Agents that are grouped by something else than their roles. */
interface Grouped {
  /** Digits of an agent's number; 0 where a number alone names nobody. */
  readonly digits: number;
  /** The longest name of an agent. */
  readonly longest: number;
  /** There are about as many roles as agents. */
  readonly scattered: boolean;
}

/** Roles from which on those of an agent or so each stand together: a row for each would be a list. */
const leastScattered = 8;

/** Whether agents are of so many roles that a role tells no more than a name. */
export function isScattered(roles: number, agents: number): boolean {
  return roles >= leastScattered && agents < 2 * roles;
}

/**
 * The richest grid that fits; where nothing does, as much of the last one as there is room for.
 *
 * @param grouped the groups are not roles: each has its name above it as long as there is room
 */
export function planGrid(
  roles: readonly GridRole[],
  columns: number,
  rows: number,
  grouped: Grouped | null = null,
): GridPlan {
  let last: GridPlan | undefined;
  const plans = grouped === null ? candidates(roles, columns) : groupPlans(roles, columns, grouped);
  for (const plan of plans) {
    last = plan;
    if (plan.perRow > 0 && plan.rows <= rows) return plan;
  }
  return last as GridPlan;
}

function* candidates(roles: readonly GridRole[], columns: number): Generator<GridPlan> {
  const { total, digits, name, several, longest } = figuresOf(roles);
  if (isScattered(roles.length, total)) {
    const all = [{ name: '', agents: total }];
    yield* namePlans(all, columns, { gapEvery: 0, gutter: 1, labelRows: false }, longest);
    yield* onePlans(all, columns);
    return;
  }
  if (total <= cardLimit)
    yield shape(roles, columns, {
      density: 'cards',
      cell: name + 1 + digits + cardFigures,
      gap: 2,
      gapEvery: 0,
      gutter: 1,
      labelRows: false,
      agentsPerCell: 1,
    });
  if (total <= numberLimit)
    yield shape(roles, columns, {
      density: 'numbers',
      cell: digits + 1,
      gap: 1,
      gapEvery: 0,
      gutter: 1,
      labelRows: several,
      agentsPerCell: 1,
    });
  yield* glyphPlans(roles, columns);
}

/** Cards and names, for agents whose names are all that tells them apart. */
function* namePlans(
  groups: readonly GridRole[],
  columns: number,
  layout: Pick<Shape, 'gapEvery' | 'gutter' | 'labelRows'>,
  longest: number,
): Generator<GridPlan> {
  const total = groups.reduce((sum, group) => sum + group.agents, 0);
  const one = { ...layout, agentsPerCell: 1, gap: 2 };
  if (total <= cardLimit)
    yield shape(groups, columns, {
      ...one,
      density: 'cards',
      cell: Math.min(longest, nameWidths[0]) + cardFigures,
    });
  if (total > numberLimit) return;
  for (const width of new Set(nameWidths.map((most) => Math.min(most, longest))))
    yield shape(groups, columns, { ...one, density: 'names', cell: 2 + width });
}

/** One block for all of them, without names. */
function* onePlans(all: readonly GridRole[], columns: number): Generator<GridPlan> {
  const one = { gutter: 1, labelRows: false };
  const glyphs = { ...one, density: 'glyphs', cell: 1, agentsPerCell: 1 } as const;
  yield shape(all, columns, { ...glyphs, gap: 1, gapEvery: 10 });
  yield shape(all, columns, { ...glyphs, gap: 0, gapEvery: 0 });
  const clusters = { ...one, density: 'clusters', cell: 1, gap: 0, gapEvery: 0 } as const;
  for (const agentsPerCell of clusterSizes)
    yield shape(all, columns, { ...clusters, agentsPerCell });
}

/** Those with names in a gutter, and at last without. */
function* glyphPlans(roles: readonly GridRole[], columns: number): Generator<GridPlan> {
  const { total, digits, name, several } = figuresOf(roles);
  const gutter = (several ? name + 1 : 0) + digits + 2;
  if (total <= glyphLimit) {
    const glyphs = { density: 'glyphs', cell: 1, agentsPerCell: 1, labelRows: false } as const;
    if (total <= numberLimit)
      yield shape(roles, columns, { ...glyphs, gap: 1, gapEvery: 10, gutter });
    yield shape(roles, columns, { ...glyphs, gap: 0, gapEvery: 10, gutter });
    yield shape(roles, columns, { ...glyphs, gap: 0, gapEvery: 0, gutter: 1 });
  }
  const clusters = { density: 'clusters', cell: 1, gap: 0, labelRows: false } as const;
  for (const agentsPerCell of clusterSizes)
    yield shape(roles, columns, { ...clusters, gapEvery: 10, gutter, agentsPerCell });
  // So many roles that not even a row for each is there: one block for all of them.
  yield* onePlans([{ name: '', agents: total }], columns);
}

function figuresOf(roles: readonly GridRole[]) {
  const largest = roles.reduce((most, role) => Math.max(most, role.agents), 1);
  return {
    total: roles.reduce((sum, role) => sum + role.agents, 0),
    digits: Math.max(2, String(largest - 1).length),
    several: roles.length > 1,
    /** Of the names that agents of so many roles are shown by: the role's where it has one alone. */
    longest: roles.reduce(
      (most, { name, agents }) =>
        Math.max(most, name.length + (agents > 1 ? 1 + String(agents - 1).length : 0)),
      0,
    ),
    name: Math.min(
      longestName,
      roles.reduce((most, role) => Math.max(most, role.name.length), 0),
    ),
  };
}

/** With names in rows of their own, which are longer than a gutter is wide; without where they do not fit. */
function* groupPlans(
  groups: readonly GridRole[],
  columns: number,
  { digits, longest, scattered }: Grouped,
): Generator<GridPlan> {
  const total = groups.reduce((sum, group) => sum + group.agents, 0);
  const one = { gapEvery: 0, gutter: 1, agentsPerCell: 1, labelRows: true };
  if (scattered) yield* namePlans(groups, columns, one, longest);
  if (total <= cardLimit)
    yield shape(groups, columns, { ...one, density: 'cards', cell: longest + cardFigures, gap: 2 });
  if (total <= numberLimit && digits > 0)
    yield shape(groups, columns, { ...one, density: 'numbers', cell: digits + 1, gap: 1 });
  const glyphs = { ...one, density: 'glyphs', cell: 1, gapEvery: 10 } as const;
  if (total <= numberLimit) yield shape(groups, columns, { ...glyphs, gap: 1 });
  if (total <= glyphLimit) yield shape(groups, columns, { ...glyphs, gap: 0 });
  for (const agentsPerCell of clusterSizes)
    yield shape(groups, columns, { ...glyphs, density: 'clusters', gap: 0, agentsPerCell });
  yield* glyphPlans(groups, columns);
}

interface Shape {
  readonly density: Density;
  readonly cell: number;
  readonly gap: number;
  readonly gapEvery: number;
  readonly gutter: number;
  readonly labelRows: boolean;
  readonly agentsPerCell: number;
}

function shape(roles: readonly GridRole[], columns: number, of: Shape): GridPlan {
  const pitch = of.cell + of.gap;
  const perRow = cellsPerRow(columns - of.gutter, pitch, of);
  const blocks: GridBlock[] = [];
  let row = 0;
  let first = 0;
  for (const [index, role] of roles.entries()) {
    if (role.agents > 0) {
      if (of.labelRows) row++;
      const ofAll = role.name === '';
      blocks.push({
        name: role.name,
        group: ofAll ? -1 : index,
        first,
        agents: role.agents,
        row,
      });
      const cells = Math.ceil(role.agents / of.agentsPerCell);
      row += Math.ceil(cells / Math.max(1, perRow));
    }
    first += role.agents;
  }
  const { density, cell, gapEvery, gutter, labelRows, agentsPerCell } = of;
  return {
    density,
    pitch,
    cell,
    perRow,
    gapEvery,
    gutter,
    labelRows,
    agentsPerCell,
    blocks,
    rows: row,
  };
}

function cellsPerRow(
  columns: number,
  pitch: number,
  { gap, gapEvery, cell, density }: Shape,
): number {
  if (columns < cell) return 0;
  if (gapEvery === 0) {
    const fits = Math.floor((columns + gap) / pitch);
    // Rows of ten, twenty or fifty make a number easy to find.
    if (density === 'numbers' && fits >= 10) return fits - (fits % (fits >= 20 ? 10 : 5));
    return fits;
  }
  const group = gapEvery * pitch + 1;
  const groups = Math.floor((columns + 1 + gap) / group);
  if (groups === 0) return Math.floor((columns + gap) / pitch);
  return groups * gapEvery;
}

/** Columns from the first cell of a row to the cell `index` of it. */
export function cellOffset(plan: GridPlan, index: number): number {
  const gaps = plan.gapEvery === 0 ? 0 : Math.floor(index / plan.gapEvery);
  return index * plan.pitch + gaps;
}
