import { expect, test } from 'vitest';
import { CellBuffer } from '../../components/painter/cell-buffer.ts';
import { CellView } from '../../components/painter/cell-view.ts';
import { Attribute } from '../../components/painter/style.ts';
import { drawAgents } from '../../components/panes/agents-rows.ts';
import { type CursorMove, cellSpan, moveCursor } from '../../components/panes/grid-cursor.ts';
import { planGrid } from '../../components/panes/grid-plan.ts';
import { noRoster, rosterOf } from '../../components/panes/grid-roster.ts';
import { sgrTable, themeNames } from '../../components/theme.ts';
import { agentsOf, sceneOf } from './draw.ts';
import { RunFixture } from './run-fixture.ts';

// Rows of five numbered cells: kaoz 00–04 05–09 10 11, order 00–02.
const plan = planGrid(
  [
    { name: 'kaoz', agents: 62 },
    { name: 'order', agents: 3 },
  ],
  45,
  40,
);

test('the cursor goes over the ends of rows and roles', () => {
  expect(plan).toMatchObject({ density: 'numbers', perRow: 10 });
  const from = (at: number, ...moves: CursorMove[]) =>
    moves.reduce((to, move) => moveCursor(plan, to, move), at);
  expect(from(0, 'right')).toBe(1);
  expect(from(9, 'right')).toBe(10);
  expect(from(61, 'right')).toBe(62);
  expect(from(62, 'left')).toBe(61);
  expect(from(0, 'left')).toBe(0);
  expect(from(64, 'right')).toBe(64);
  expect(from(3, 'down')).toBe(13);
  expect(from(55, 'down')).toBe(61);
  expect(from(61, 'down')).toBe(63);
  expect(from(64, 'up')).toBe(61);
  expect(from(64, 'down')).toBe(64);
  expect(from(3, 'up')).toBe(3);
  expect(from(30, 'first')).toBe(0);
  expect(from(30, 'last')).toBe(64);
  expect(from(3, 'page-down')).toBe(63);
  expect(from(64, 'page-up')).toBe(1);
});

test('every cell can be reached, and from each there is a way back', () => {
  for (const columns of [30, 60, 120])
    for (const agents of [1, 7, 65, 700, 9_000]) {
      const any = planGrid([{ name: 'agent', agents }], columns, 12);
      let at = 0;
      const seen = new Set([0]);
      for (;;) {
        const to = moveCursor(any, at, 'right');
        if (to === at) break;
        at = to;
        seen.add(at);
      }
      expect(seen.size).toBe(Math.ceil(agents / any.agentsPerCell));
      expect(moveCursor(any, at, 'first')).toBe(0);
    }
});

test('a cell of a cluster stands for all its agents', () => {
  const clusters = planGrid([{ name: 'agent', agents: 9_001 }], 60, 8);
  const { agentsPerCell } = clusters;
  expect(agentsPerCell).toBeGreaterThan(1);
  expect(cellSpan(clusters, agentsPerCell)).toEqual({
    first: agentsPerCell,
    end: 2 * agentsPerCell,
  });
  expect(cellSpan(clusters, moveCursor(clusters, 0, 'last')).end).toBe(9_001);
});

test.each([
  ['cards', 8, 100, 20],
  ['numbers', 100, 60, 20],
  ['glyphs', 500, 80, 14],
  ['clusters', 9_000, 80, 12],
])(
  'at the density of %s the cursor and a mark are seen, each in its own way, in every theme',
  (density, agents, columns, rows) => {
    const run = new RunFixture({ roles: { kaoz: agents }, tasks: agents, concurrency: agents });
    const snapshot = run.advance(100).snapshot();
    const cursor = 0;
    const marked = agents / 2;
    const styles = (cursorAt: number | null, marks: number[]) => {
      const buffer = new CellBuffer(columns, rows);
      const scene = sceneOf(snapshot, {
        focus: cursorAt === null ? null : 'agents',
        agents: agentsOf(snapshot, { cursor: cursorAt, marks: new Set(marks) }),
      });
      drawAgents(new CellView(buffer), scene);
      return buffer.styles.slice(columns);
    };
    expect(planGrid(rosterOf(snapshot, noRoster).roles, columns, rows - 1).density).toBe(density);
    const plain = styles(null, []);
    const differing = (other: Uint16Array) =>
      [...other].filter((style, cell) => style !== plain[cell]);
    const ofCursor = differing(styles(cursor, []));
    const ofMark = differing(styles(null, [marked]));
    expect(ofCursor.length).toBeGreaterThan(0);
    expect(ofMark.length).toBeGreaterThan(0);
    expect(ofCursor.every((style) => style & Attribute.inverse)).toBe(true);
    for (const theme of themeNames)
      for (const depth of [0, 4, 8, 24] as const) {
        const table = sgrTable(theme, depth);
        // Inverse and underlined: no colour is needed to tell either.
        expect(table[ofCursor[0]]).toContain('7');
        expect(table[ofMark[0]]).toContain('4');
      }
  },
);
