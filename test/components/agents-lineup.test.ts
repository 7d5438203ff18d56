import { expect, test } from 'vitest';
import { parseFilter } from '../../components/filter/filter.ts';
import { AgentsLineup } from '../../components/panes/agents-lineup.ts';
import { AgentsSort, type SortColumn, sortColumns } from '../../components/panes/agents-sort.ts';
import {
  type AgentsView,
  newAgentsView,
  nextGrouping,
} from '../../components/panes/agents-view.ts';
import { noRoster, rosterOf } from '../../components/panes/grid-roster.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { hundred } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

const sorted = (snapshot: RunSnapshot, column: SortColumn, reversed = false) => {
  const order = rosterOf(snapshot, noRoster).order.slice();
  new AgentsSort().sort(order, snapshot, column, reversed);
  return order;
};

const lineUp = (
  snapshot: RunSnapshot,
  view: Partial<AgentsView>,
  typed = '',
  agents: readonly number[] = [],
) => {
  const parsed = parseFilter(typed, 'agents');
  const filter = (parsed.ok ? parsed.filter : null) ?? undefined;
  const wish = {
    view: { ...newAgentsView, ...view },
    filter,
    roster: rosterOf(snapshot, noRoster),
  };
  return new AgentsLineup({ agentsOf: () => ({ ok: true, agents }) }).of(wish, snapshot);
};

test('every column sorts all agents, and the other way round all but those that have no value', () => {
  const snapshot = hundred().snapshot();
  for (const column of sortColumns) {
    const order = sorted(snapshot, column);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  }
  const costs = [...sorted(snapshot, 'cost')].map((agent) => snapshot.agents.costNanoUsd[agent]);
  expect(costs).toEqual([...costs].sort((a, b) => b - a));
  const rising = [...sorted(snapshot, 'cost', true)];
  expect(snapshot.agents.costNanoUsd[rising[99]]).toBe(costs[0]);
  expect([...sorted(snapshot, 'name', true)]).toEqual([...sorted(snapshot, 'name')].reverse());
});

test('agents that are equal keep their order', () => {
  const snapshot = new RunFixture({ roles: { kaoz: 300 }, concurrency: 1 }).snapshot();
  const natural = Array.from({ length: 300 }, (_, i) => i);
  for (const column of sortColumns) expect([...sorted(snapshot, column)]).toEqual(natural);
});

test('what has had no task stands last whichever way its column runs', () => {
  const run = new FoldedRun({ tasks: [0, 0] }).started(0, 1, 4).started(0, 0, 6);
  const snapshot = takeSnapshot(run.state, 100);
  expect([...sorted(snapshot, 'task')].slice(0, 3)).toEqual([6, 4, 0]);
  expect([...sorted(snapshot, 'task', true)].slice(0, 3)).toEqual([4, 6, 0]);
});

test('the oldest in its state comes first, and the worst state', () => {
  const run = new FoldedRun({ tasks: [0, 0, 0] })
    .started(10, 0, 3)
    .started(20, 1, 1)
    .failed(30, 1, 'auth');
  const snapshot = takeSnapshot(run.state, 100);
  expect([...sorted(snapshot, 'age')].slice(-2)).toEqual([3, 1]);
  expect(sorted(snapshot, 'status')[0]).toBe(1);
});

test('agents that have left are in no list, and in the grid of roles alone they keep their place', () => {
  const run = new FoldedRun({ tasks: [0] }).started(0, 0, 9);
  run.at(10, { type: 'agents.changed', role: 0, from: 10, to: 8, by: 'mo', reason: null });
  const snapshot = takeSnapshot(run.state, 20);
  expect([...lineUp(snapshot, { look: 'list' }).order]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 9]);
  expect(lineUp(snapshot, { look: 'grid' }).order).toHaveLength(10);
  const grouped = lineUp(snapshot, { look: 'grid', by: { grid: 'status', list: 'none' } });
  expect(grouped.order).toHaveLength(9);
});

test('a group holds its agents together, sorted within', () => {
  const snapshot = hundred().snapshot();
  const by = { grid: 'role', list: 'status' } as const;
  const { groups, order } = lineUp(snapshot, { look: 'list', by, sort: 'tokens' });
  let first = 0;
  for (const { agents, state } of groups) {
    const members = [...order.subarray(first, first + agents)];
    first += agents;
    for (const agent of members) expect(snapshot.agents.shown[agent]).toBe(state);
    const tokens = members.map((agent) => snapshot.agents.tokens[agent]);
    expect(tokens).toEqual([...tokens].sort((a, b) => b - a));
  }
  expect(first).toBe(100);
});

test('by tier complex stands first, and what has none last', () => {
  const run = new FoldedRun({
    roles: [
      { name: 'a', agents: 2, routes: [0], tier: 'simple' },
      { name: 'b', agents: 1, routes: [0] },
      { name: 'c', agents: 2, routes: [0], tier: 'complex' },
      { name: 'd', agents: 1, routes: [0], tier: 'simple' },
    ],
    tasks: [0],
  });
  const by = { grid: 'tier', list: 'tier' } as const;
  const { groups, order } = lineUp(takeSnapshot(run.state, 10), { look: 'grid', by });
  expect(groups.map(({ name, agents }) => [name, agents])).toEqual([
    ['complex', 2],
    ['simple', 3],
    ['no tier', 1],
  ]);
  expect([...order]).toEqual([3, 4, 0, 1, 5, 2]);
});

test('there is no grouping by tier where no role has one', () => {
  const round = (look: 'grid' | 'list', tiered: boolean) => {
    const seen: string[] = [];
    let view: AgentsView = { ...newAgentsView, look };
    for (let i = 0; i < 6; i++) {
      seen.push(view.by[look]);
      view = { ...view, by: { ...view.by, [look]: nextGrouping(view, tiered) } };
    }
    return seen.join(' ');
  };
  expect(round('grid', true)).toBe('role tier status route error role');
  expect(round('grid', false)).toBe('role status route error role status');
  expect(round('list', true)).toBe('none role tier status route error');
  expect(round('list', false)).toBe('none role status route error none');
});

test('a text is looked for in name, state, route and error, each by itself', () => {
  const run = new FoldedRun({
    roles: [{ name: 'kaoz', agents: 12, routes: [0] }],
    routes: ['azure/gpt-5-mini'],
    tasks: [0, 0],
  })
    .started(0, 0, 3)
    .retrying(10, 0, 'rate-limited')
    .started(0, 1, 4);
  const snapshot = takeSnapshot(run.state, 100);
  const found = (typed: string) => [...lineUp(snapshot, { look: 'list' }, typed).order];
  expect(found('kaoz_1')).toEqual([1, 10, 11]);
  expect(found('/^kaoz_1$/')).toEqual([1]);
  expect(found('retry')).toEqual([3]);
  expect(found('went wrong')).toEqual([3]);
  expect(found('AZURE')).toEqual([3, 4]);
  expect(found('!idle')).toEqual([3, 4]);
  expect(found('nowhere')).toEqual([]);
});

test('a selection keeps the agents that the run finds; the grid keeps the place of the others', () => {
  const snapshot = hundred().snapshot();
  const list = lineUp(snapshot, { look: 'list' }, 'status:retrying', [7, 42]);
  expect([...list.order]).toEqual([7, 42]);
  expect(list).toMatchObject({ shown: 2, all: 100 });
  const grid = lineUp(snapshot, { look: 'grid' }, 'status:retrying', [7, 42]);
  expect(grid.order).toHaveLength(100);
  expect(grid.kept?.[42]).toBe(1);
  expect(grid.kept?.[41]).toBe(0);
});
