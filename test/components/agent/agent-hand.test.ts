import { expect, test } from 'vitest';
import { AgentHand } from '../../../components/agent/agent-hand.ts';
import { factsOf, noFacts } from '../../../components/console-state.ts';
import { ConsoleStore } from '../../../components/console-store.ts';
import { initialState } from '../../../components/initial-state.ts';
import { TaskStatus } from '../../../src/state/agent-state.ts';
import { parseSelection } from '../../../src/state/selection/parse-selection.ts';
import { environment } from '../open-console.ts';
import { RunFixture } from '../run-fixture.ts';

function hand(run = new RunFixture({ roles: { kaoz: 4 }, tasks: 40 }).advance(3_000)) {
  const { stdin, stdout } = process;
  const store = new ConsoleStore({
    ...initialState({ run, stdin, stdout, env: environment }, 120, 40),
    facts: factsOf(run, noFacts, true),
  });
  const told: string[] = [];
  const copied: string[] = [];
  const shown: (readonly [string, string])[] = [];
  const agent = new AgentHand({
    run,
    store,
    commander: { tell: (text) => told.push(text) },
    terminal: {
      copy: (text) => {
        copied.push(text);
        return { bytes: text.length, cut: false };
      },
      show: async (text, program) => {
        shown.push([program, text]);
        return null;
      },
    },
    repaint: () => {},
    marked: () => [],
  });
  return { run, store, agent, told, copied, shown };
}

test('a task that is opened stays, whatever its agent goes on to', () => {
  const { run, store, agent } = hand();
  const task = run.state.agents.task[0];
  agent.openTask(task);
  expect(store.get()).toMatchObject({ screen: 'agent', under: ['run'] });
  run.advance(30_000);
  agent.scroll('last');
  const scene = agent.scene(run.snapshot());
  expect(scene?.record).toMatchObject({ task, status: 'done' });
  expect(scene).toMatchObject({ agent: run.state.tasks.agent[task], movedOn: true });
});

test('a task that nobody has is shown without an agent', () => {
  const { run, agent, told } = hand();
  const task = run.state.tasks.status.lastIndexOf(TaskStatus.queued);
  agent.openTask(task);
  expect(agent.scene(run.snapshot())).toMatchObject({
    agent: null,
    record: { task, status: 'queued' },
    movedOn: false,
  });
  agent.actions['agent-copy']('y');
  expect(told).toEqual(['there is no answer yet that could be copied']);
});

test('to open another one from the screen is no further level to come back from', () => {
  const { store, agent } = hand();
  agent.openAgent(0);
  agent.openAgent(1);
  agent.openTask(0);
  expect(store.get().under).toEqual(['run']);
});

test('a command calls the agent by its name while the task is its own, and else the task', () => {
  const { run, agent } = hand();
  const task = run.state.agents.task[2];
  agent.openTask(task);
  expect(agent.openedTask()).toMatchObject({ task, role: 0, route: 0, name: 'kaoz_2' });
  run.advance(30_000);
  expect(agent.openedTask()).toMatchObject({ task, name: `task:p-${task}` });
});

test('an id that a selection would take apart stands in quotes', () => {
  const { run, agent } = hand();
  const task = run.state.tasks.status.lastIndexOf(TaskStatus.queued);
  const { record } = run.tasks;
  run.tasks.record = (of) => {
    const found = record.call(run.tasks, of);
    return found && { ...found, id: 'a "b", c:d' };
  };
  agent.openTask(task);
  const name = agent.openedTask()?.name ?? '';
  expect(name).toBe('task:"a \\"b\\", c:d"');
  expect(parseSelection(name)).toMatchObject({ ok: true });
});

test('the answer is copied once there is one, and the whole is shown with its headings', async () => {
  const { run, agent, copied, shown, told } = hand();
  run.advance(30_000);
  const task = run.state.tasks.status.indexOf(TaskStatus.done);
  agent.openTask(task);
  agent.actions['agent-copy']('y');
  expect(copied).toEqual(['an answer']);
  expect(told).toEqual(["sent to the terminal's clipboard: the answer, 9 B"]);
  agent.actions['agent-editor']('O');
  expect(shown).toEqual([
    [
      'editor',
      `── system\n\nYou are brief.\n\n── user\n\nQuestion ${task}?\n\n── answer\n\nan answer\n`,
    ],
  ]);
});

test('when another screen is open nothing is looked at, and what was kept for it is gone', () => {
  const { run, store, agent } = hand();
  agent.openAgent(0);
  expect(agent.scene(run.snapshot())).not.toBeNull();
  const closed = run.tasks.rawClosed;
  store.update({ screen: 'run' });
  expect(agent.scene(run.snapshot())).toBeNull();
  agent.scene(run.snapshot());
  expect(run.tasks.rawClosed).toBe(closed + 1);
  expect(agent.openedTask()).toBeNull();
});

test('tokens a second are those since somebody looks, and of another agent begin anew', () => {
  const { run, agent } = hand();
  agent.openAgent(0);
  const rates = () => [...(agent.scene(run.snapshot())?.rates ?? [])];
  const state = () => run.state.agents.state[0];
  while (state() !== 5) run.advance(50);
  expect(rates()).toEqual([]);
  for (let i = 0; i < 4 && state() === 5; i++) {
    run.advance(500);
    rates();
  }
  expect(rates().length).toBeGreaterThan(0);
  for (const rate of rates()) expect(rate).toBeGreaterThan(5);
  agent.openAgent(1);
  expect(rates()).toEqual([]);
});
