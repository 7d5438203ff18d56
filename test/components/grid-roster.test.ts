import { expect, test } from 'vitest';
import { drawAgents } from '../../components/panes/agents-rows.ts';
import { noRoster, type Roster, rosterOf } from '../../components/panes/grid-roster.ts';
import type { RunEventBody } from '../../src/state/events.ts';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { agentsOf, drawn, sceneOf } from './draw.ts';

/** Two roles of three agents each, and as many tasks as there may be agents. */
class SmallSwarm extends FoldedRun {
  roster: Roster = noRoster;

  constructor() {
    super({
      roles: [
        { name: 'kaoz', agents: 3, routes: [0] },
        { name: 'order', agents: 3, routes: [0] },
      ],
      tasks: [0, 0, 0, 0, 0, 1, 1, 1],
    });
  }

  sized(t: number, role: number, to: number): this {
    const from = this.state.agents.roleSize(role);
    return this.at(t, { type: 'agents.changed', role, from, to, by: 'mo', reason: null });
  }

  look(): string[] {
    const snapshot = takeSnapshot(this.state, 1_000);
    this.roster = rosterOf(snapshot, this.roster);
    return drawn(
      drawAgents,
      sceneOf(snapshot, { agents: agentsOf(snapshot, {}, this.roster) }),
      34,
      8,
    ).slice(1);
  }

  cells(): (readonly [string, number])[] {
    this.look();
    return this.roster.roles.map(({ name, agents }) => [name, agents]);
  }
}

const cancelled = (task: number, agent: number): RunEventBody => ({
  type: 'task.cancelled',
  task,
  agent,
  attempts: 1,
  durationMs: 1,
  reason: 'x',
  uncertain: false,
  outputTokens: 0,
});

test('agents that are added while the run lives stand at the end of their role', () => {
  const run = new SmallSwarm();
  run.look();
  run.sized(10, 0, 5);
  expect([...run.cells()]).toEqual([
    ['kaoz', 5],
    ['order', 3],
  ]);
  expect([...run.roster.order]).toEqual([0, 1, 2, 6, 7, 3, 4, 5]);
  expect(run.look()[1]).toContain('04');
});

test('the roster stays the very same while nobody comes or leaves', () => {
  const run = new SmallSwarm();
  run.look();
  const { roster } = run;
  run.started(10, 0, 0).finished(20, 0, 0);
  run.look();
  expect(run.roster).toBe(roster);
});

test('an agent that is let go stays until its task has ended, and the others keep their places', () => {
  const run = new SmallSwarm();
  run.started(10, 0, 0).started(10, 1, 1).started(10, 2, 2);
  run.look();
  run.sized(20, 0, 1);
  expect(run.cells()[0]).toEqual(['kaoz', 3]);
  expect(run.look()[0]).toBe(' kaoz 1 · 2 leave');
  run.at(30, cancelled(1, 1));
  expect(run.cells()[0]).toEqual(['kaoz', 3]);
  // Number 1 has left, and its place is blank.
  expect(run.look()[1]).toMatch(/^ \S00 {5}\S02$/);
  run.at(40, cancelled(2, 2));
  expect(run.cells()[0]).toEqual(['kaoz', 1]);
  expect(run.look()[0]).toBe(' kaoz 1');
});

test('agents that have left are counted no more', () => {
  const run = new SmallSwarm();
  run.sized(10, 0, 1).sized(10, 1, 2);
  const { agentCounts } = takeSnapshot(run.state, 20);
  expect(agentCounts.reduce((sum, count) => sum + count, 0)).toBe(3);
});

test('an agent that is brought back has its old cell', () => {
  const run = new SmallSwarm();
  run.sized(10, 0, 1).sized(20, 0, 4);
  expect(run.cells()[0]).toEqual(['kaoz', 4]);
  expect([...run.roster.order]).toEqual([0, 1, 2, 6, 3, 4, 5]);
});
