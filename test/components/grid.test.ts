import { expect, test } from 'vitest';
import { drawAgents } from '../../components/panes/agents-rows.ts';
import { cellOffset, planGrid } from '../../components/panes/grid-plan.ts';
import { worstState } from '../../components/panes/worst-state.ts';
import { AgentColumns } from '../../src/state/agent-columns.ts';
import { AgentState } from '../../src/state/agent-state.ts';
import { agentsOf, drawn, sceneOf } from './draw.ts';
import { RunFixture } from './run-fixture.ts';

const one = (agents: number) => [{ name: 'agent', agents }];

test('the richest density that fits is taken', () => {
  expect(planGrid(one(10), 82, 20).density).toBe('cards');
  expect(planGrid(one(500), 116, 40).density).toBe('numbers');
  expect(planGrid(one(500), 82, 20)).toMatchObject({ density: 'glyphs', agentsPerCell: 1 });
  expect(planGrid(one(5_000), 120, 50)).toMatchObject({ density: 'glyphs', agentsPerCell: 1 });
  expect(planGrid(one(10_000), 120, 30)).toMatchObject({ density: 'clusters', agentsPerCell: 5 });
});

test('every agent has a place of its own inside the rectangle', () => {
  for (const agents of [1, 7, 60, 61, 500, 600, 601, 3_000, 10_000])
    for (const [columns, rows] of [
      [200, 50],
      [116, 30],
      [82, 20],
      [60, 8],
      [38, 4],
    ]) {
      const plan = planGrid(
        [
          { name: 'kaoz', agents },
          { name: 'order', agents: 3 },
        ],
        columns,
        rows,
      );
      expect(plan.rows).toBeLessThanOrEqual(rows);
      const places = new Set<string>();
      for (const block of plan.blocks)
        for (let cell = 0; cell < Math.ceil(block.agents / plan.agentsPerCell); cell++) {
          const x = plan.gutter + cellOffset(plan, cell % plan.perRow);
          const y = block.row + Math.floor(cell / plan.perRow);
          expect(x + plan.cell).toBeLessThanOrEqual(columns);
          expect(y).toBeLessThan(rows);
          places.add(`${x} ${y}`);
        }
      const cells = plan.blocks.reduce(
        (sum, block) => sum + Math.ceil(block.agents / plan.agentsPerCell),
        0,
      );
      expect(places.size).toBe(cells);
      expect(plan.blocks.reduce((sum, block) => sum + block.agents, 0)).toBe(agents + 3);
    }
});

test('more roles than rows still have a cell for all their agents', () => {
  const roles = Array.from({ length: 200 }, (_, i) => ({ name: `role${i}`, agents: 5 }));
  const plan = planGrid(roles, 60, 6);
  expect(plan.rows).toBeLessThanOrEqual(6);
  expect(plan.blocks.reduce((sum, block) => sum + block.agents, 0)).toBe(1_000);
});

test('agents that are each all of their role stand together by name, in no rows of their own', () => {
  const roles = Object.fromEntries(
    Array.from({ length: 131 }, (_, i) => [`invoice-matcher-${i}`, 1]),
  );
  const run = new RunFixture({ roles, tasks: 131, concurrency: 60 });
  const rows = drawn(drawAgents, sceneOf(run.snapshot()), 120, 36);
  expect(rows[1]).toMatch(/^ \S invoice-matcher-0 {3,}\S invoice-matcher-1 {3,}\S/);
  expect(rows.join(' ').match(/invoice-matcher-\d+/g)).toHaveLength(131);
  // With less room the names give way, and each still has a cell of its own.
  for (const [columns, height] of [
    [82, 28],
    [78, 12],
    [60, 6],
    [40, 4],
  ]) {
    const plan = planGrid(gridRoles(run), columns, height);
    expect(plan.rows).toBeLessThanOrEqual(height);
    expect(plan.blocks).toHaveLength(1);
  }
  expect(planGrid(gridRoles(run), 78, 12)).toMatchObject({ density: 'glyphs', agentsPerCell: 1 });
});

test('grouped by tier they have their names too, below that of the tier', () => {
  const names = Array.from({ length: 12 }, (_, i) => `role-${i}`);
  const run = new RunFixture({
    roles: Object.fromEntries(names.map((name) => [name, 1])),
    tiers: Object.fromEntries(names.map((name, i) => [name, i < 4 ? 'complex' : 'simple'])),
    tasks: 12,
  });
  const by = { grid: 'tier', list: 'none' } as const;
  const snapshot = run.snapshot();
  const agents = agentsOf(snapshot, { by });
  const rows = drawn(drawAgents, sceneOf(snapshot, { agents }), 40, 8);
  expect(rows[0]).toMatch(/by tier/);
  expect(rows[1]).toBe(' complex 4');
  expect(rows[2]).toMatch(/^ \S role-0 +\S role-1 +\S role-2/);
  expect(rows.indexOf(' simple 8')).toBeGreaterThan(2);
});

const gridRoles = (run: RunFixture) =>
  run.snapshot().info.roles.map(({ name, agents }) => ({ name, agents }));

test('cells keep their place while the run lasts', () => {
  const run = new RunFixture({ roles: { kaoz: 40, order: 30 }, tasks: 3_000, concurrency: 60 });
  const numbers = () =>
    drawn(drawAgents, sceneOf(run.snapshot()), 82, 12)
      .slice(1)
      .map((row) => row.replace(/[^\d ]/g, '.'));
  const before = numbers();
  run.advance(5_000);
  expect(numbers()).toEqual(before);
});

test('numbered cells show state and number, under the name of their role', () => {
  const run = new RunFixture({
    roles: { kaoz: 65, order: 3 },
    tasks: 400,
    concurrency: 68,
  }).advance(400);
  const rows = drawn(drawAgents, sceneOf(run.snapshot()), 60, 12);
  expect(rows[0]).toMatch(/^─ 1 agents ─+ .*waiting.* ─$/);
  expect(rows[1]).toBe(' kaoz 65');
  expect(rows[2]).toMatch(/^ \S00 \S01 \S02 /);
  expect(rows).toContain(' order 3');
});

test('a card says what the agent does, its tokens and its cost', () => {
  const run = new RunFixture({ roles: { kaoz: 2 }, tasks: 40, concurrency: 2, faults: 0 }).advance(
    12_000,
  );
  const rows = drawn(drawAgents, sceneOf(run.snapshot()), 60, 4);
  expect(rows[1]).toMatch(/^ kaoz_0 +● \d\d t\/s +\d+t +\$0\.\d+$/);
});

test('a cluster shows the worst of its agents, with the scale in the headline', () => {
  const agents = new AgentColumns([{ name: 'kaoz', agents: 4, routes: [0] }]);
  agents.shown.set([AgentState.streaming, AgentState.done, AgentState.failed, AgentState.idle]);
  const order = Int32Array.of(0, 1, 2, 3);
  expect(worstState(agents, order, 0, 2)).toBe(AgentState.streaming);
  expect(worstState(agents, order, 0, 4)).toBe(AgentState.failed);
  agents.retired[2] = 1;
  expect(worstState(agents, order, 0, 4)).toBe(AgentState.streaming);
  expect(worstState(agents, order, 2, 3)).toBe(-1);
  const run = new RunFixture({ roles: { kaoz: 9_000 }, tasks: 9_000, concurrency: 9_000 }).advance(
    100,
  );
  const rows = drawn(drawAgents, sceneOf(run.snapshot()), 100, 20);
  expect(rows[0]).toContain('1 cell = 10 agents, the worst');
});

test('the name of the only role stands in no gutter that has no room for it', () => {
  const run = new RunFixture({ roles: { agent: 500 }, tasks: 900, concurrency: 10 });
  expect(drawn(drawAgents, sceneOf(run.snapshot()), 80, 14)[1]).toMatch(/^ {3}0 \S{10} /);
});
