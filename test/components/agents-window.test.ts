import { expect, test } from 'vitest';
import { factsOf, noFacts } from '../../components/console-state.ts';
import { initialState } from '../../components/initial-state.ts';
import { agentAt } from '../../components/panes/agent-at.ts';
import { drawAgents } from '../../components/panes/agents-rows.ts';
import type { AgentsView } from '../../components/panes/agents-view.ts';
import { lineAt, lineCount, lineOfPlace, windowTop } from '../../components/panes/agents-window.ts';
import { nextFailure } from '../../components/panes/next-failure.ts';
import { agentsRoom } from '../../components/screens/agents-plan.ts';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { agentsOf, drawn, sceneOf } from './draw.ts';
import { environment, hundred } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

const snapshot = hundred().snapshot();
const inGroups = agentsOf(snapshot, { look: 'list', by: { grid: 'role', list: 'status' } });

test('every line is a heading or an agent, and every agent has its line', () => {
  const { lineup } = inGroups;
  const seen = new Set<number>();
  for (let line = 0; line < lineCount(lineup); line++) {
    const at = lineAt(lineup, line);
    if (at?.place === null || at === null) continue;
    expect(lineOfPlace(lineup, at.place)).toBe(line);
    seen.add(at.place);
  }
  expect(seen.size).toBe(100);
  expect(lineAt(lineup, 0)).toEqual({ group: 0, place: null });
  expect(lineAt(lineup, lineCount(lineup))).toBeNull();
});

test('the window moves no further than it must, and shows the heading above its first agent', () => {
  const { lineup } = inGroups;
  expect(windowTop(lineup, 0, 5, 10)).toBe(0);
  const line = lineOfPlace(lineup, 50);
  expect(windowTop(lineup, 50, line - 3, 10)).toBe(line - 3);
  expect(windowTop(lineup, 50, 0, 10)).toBe(line - 9);
  expect(windowTop(lineup, 99, 500, 10)).toBe(lineCount(lineup) - 10);
  expect(windowTop(lineup, -1, 7, 10)).toBe(7);
});

/** The console's state over a run, at a size. */
const stateOf = (run: RunFixture, view: Partial<AgentsView>, columns: number, rows: number) => {
  const { stdin, stdout } = process;
  const options = { run, stdin, stdout, env: environment };
  const shot = run.snapshot();
  return {
    ...initialState(options, columns, rows),
    facts: factsOf(run, noFacts, false),
    agentsView: agentsOf(shot, view),
  };
};

test.each<[string, Partial<AgentsView>, number, number]>([
  ['numbered cells', {}, 120, 40],
  ['glyphs', {}, 80, 24],
  ['groups', { by: { grid: 'status', list: 'none' } }, 120, 40],
  ['a list', { look: 'list', sort: 'cost', cursor: 60 }, 120, 40],
  ['a list in groups', { look: 'list', by: { grid: 'role', list: 'status' } }, 80, 24],
])('the agent under a cell of %s is the one that is drawn there', (_, view, columns, rows) => {
  const run = hundred();
  const state = stateOf(run, view, columns, rows);
  const room = agentsRoom(state);
  if (room === null) throw new Error('no room for agents');
  const scene = sceneOf(run.snapshot(), { agents: state.agentsView, focus: 'agents' });
  const found = new Set<number>();
  for (let y = 0; y <= room.rows; y++)
    for (let x = 0; x < room.columns; x++) {
      const agent = agentAt(state, x, y);
      if (agent !== null) found.add(agent);
    }
  if (view.look === 'list') {
    const list = drawn(drawAgents, scene, room.columns, room.rows + 1).slice(2);
    for (const [y, row] of list.entries()) {
      const agent = agentAt(state, 4, y + 2);
      const name = /^ (kaoz|order)_(\d+) /.exec(row);
      if (name === null) expect(agent).toBeNull();
      else expect(agent).toBe(Number(name[2]) + (name[1] === 'order' ? 80 : 0));
    }
  } else expect(found.size).toBe(100);
  expect(agentAt(state, 0, 0)).toBeNull();
  expect(agentAt(state, 4, room.rows + 5)).toBeNull();
});

test('a cell of several agents is that of its first', () => {
  const run = new RunFixture({ roles: { kaoz: 9_000 }, tasks: 10, concurrency: 9_000 });
  const state = stateOf(run, {}, 80, 24);
  const first = agentAt(state, 8, 1);
  expect(first).not.toBeNull();
  expect(agentAt(state, 9, 1)).toBeGreaterThan((first ?? 0) + 1);
});

const failing = () =>
  new FoldedRun({ tasks: [0, 0, 0, 0, 0] })
    .started(0, 0, 2)
    .failed(1, 0, 'auth')
    .started(0, 1, 7)
    .failed(1, 1, 'auth')
    .started(0, 2, 5)
    .retrying(1, 2, 'server');

test('f goes to those that failed, then to those that retry, then to the first again', () => {
  const shot = takeSnapshot(failing().state, 10);
  const next = (cursor: number | null) => nextFailure(agentsOf(shot, { cursor }), shot);
  expect(next(null)).toBe(2);
  expect(next(2)).toBe(7);
  expect(next(7)).toBe(5);
  expect(next(5)).toBe(2);
  // From elsewhere to the next that failed, though one that retries is nearer.
  expect(next(4)).toBe(7);
  expect(next(9)).toBe(2);
});

test('f finds nothing where nothing failed, and itself where it alone did', () => {
  const quiet = takeSnapshot(new FoldedRun({ tasks: [0] }).state, 10);
  expect(nextFailure(agentsOf(quiet, { cursor: 3 }), quiet)).toBeNull();
  const one = takeSnapshot(
    new FoldedRun({ tasks: [0] }).started(0, 0, 4).failed(1, 0, 'auth').state,
    10,
  );
  expect(nextFailure(agentsOf(one, { cursor: 4 }), one)).toBe(4);
});
