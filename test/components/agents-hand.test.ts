import { afterEach, expect, test } from 'vitest';
import { AgentState, TaskStatus } from '../../src/state/agent-state.ts';
import { closeConsole, hundred, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

const statuses = (run: RunFixture, status: number): number[] =>
  [...run.state.tasks.status].flatMap((each, task) => (each === status ? [task] : []));

/** The task of an agent in this state, which is put under the cursor by its number. */
const oneThat = (run: RunFixture, state: number): number =>
  [...run.state.agents.state].indexOf(state);

test('an arrow puts the cursor on an agent, and the title says which and what it does', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('\x1b[B');
  await terminal.shows(/─ 1 agents ─+ kaoz_0 \S \S+/);
  await terminal.shows(
    /^ Enter open {2}Space mark {2}v view {2}c cancel {2}r retry {2}w re-route {2}! priority/m,
  );
  terminal.press('lj');
  await terminal.shows(/─ 1 agents ─+ kaoz_21 /);
  terminal.press('G');
  await terminal.shows(/─ 1 agents ─+ order_19 /);
  terminal.press('g\x1b');
  await terminal.shows(/p pause/);
  expect(await terminal.text()).not.toMatch(/1 agents ─+ kaoz_0/);
});

test('c asks before it cancels what the agent works on, and Esc leaves it', async () => {
  const { terminal, run } = open(120, 40);
  const agent = oneThat(run, AgentState.streaming);
  const task = run.state.agents.task[agent];
  await terminal.shows(/RUNNING/);
  terminal.press(`1g${'l'.repeat(agent)}c`);
  const asked = await terminal.shows(/─ Cancel the task of kaoz_\d+\? ─/);
  expect(asked).toContain('1 task, running');
  terminal.press('\x1b');
  await terminal.hides(/Cancel the task/);
  expect(run.commands).toEqual([]);
  terminal.press('c\r');
  await terminal.shows(/1 task told to cancel/);
  expect(run.state.tasks.status[task]).toBe(TaskStatus.cancelled);
  expect(statuses(run, TaskStatus.cancelled)).toEqual([task]);
  expect(run.commands).toEqual([`cancel kaoz_${agent}`]);
});

test('C does not ask', async () => {
  const { terminal, run } = open(120, 40);
  const agent = oneThat(run, AgentState.streaming);
  await terminal.shows(/RUNNING/);
  terminal.press(`1g${'l'.repeat(agent)}C`);
  await terminal.shows(/1 task told to cancel/);
  expect(run.commands).toHaveLength(1);
});

test('the marked agents are what is acted on, wherever the cursor is', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  // The cursor goes on after a mark, so that a row is marked with one key.
  terminal.press('1g   G');
  await terminal.shows(/─ 1 agents ─+ 3 marked {2}order_19/);
  terminal.press('c');
  await terminal.shows(/Cancel (?:\d of )?3 tasks of 3 agents\?/);
  terminal.press('\r');
  await terminal.shows(/told to cancel/);
  expect(run.commands).toEqual(['cancel 3 agents']);
  terminal.press('u');
  await terminal.hides(/3 marked/);
});

test('the very tasks that the question named are cancelled, though the agents have others by then', async () => {
  const { terminal, run } = open(120, 40);
  const agent = oneThat(run, AgentState.streaming);
  const { agents } = run.state;
  const task = agents.task[agent];
  await terminal.shows(/RUNNING/);
  terminal.press(`1g${'l'.repeat(agent)}c`);
  await terminal.shows(/Cancel the task of/);
  while (agents.task[agent] === task) run.advance(50);
  terminal.press('\r');
  await terminal.shows(/RUNNING/);
  await expect.poll(() => run.commands).toHaveLength(1);
  expect(statuses(run, TaskStatus.cancelled)).not.toContain(agents.task[agent]);
});

test('* marks by a query, and marked stands for them in a command', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('1*');
  await terminal.shows(/^:mark/m);
  terminal.press('status:waiting');
  const shown = await terminal.shows(/^ \d+ agents\n:mark status:waiting/m);
  const many = Number(/^ (\d+) agents\n:mark/m.exec(shown)?.[1]);
  terminal.press('\r');
  await terminal.shows(new RegExp(`─ 1 agents ─+ ${many} marked`));
  terminal.press('!');
  await terminal.shows(/^ critical {2}high {2}normal {2}low.*\n:priority marked/m);
  terminal.press('high');
  await terminal.shows(new RegExp(`^ ${many} tasks, all running`, 'm'));
  terminal.press('\r');
  await terminal.shows(new RegExp(`${many} tasks → priority high`));
  expect(run.commands).toEqual([`priority ${many} agents 200`]);
});

test('the agents that were shown are marked, though their tasks have gone on since', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':mark status:retrying');
  await terminal.shows(/^ 1 agent\n:mark/m);
  const agent = oneThat(run, AgentState.retrying);
  run.emit({
    type: 'task.requeued',
    task: run.state.agents.task[agent],
    agent,
    cut: false,
    uncertain: false,
    outputTokens: 0,
  });
  terminal.press('\r');
  await terminal.shows(/─ 1 agents ─+ 1 marked/);
});

test('marked without a mark says how to mark', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press(':cancel marked\r');
  await terminal.shows(/no agent is marked; Space marks the one under the cursor/);
});

test('r tries once more what failed, w asks for the route, W takes the next one', async () => {
  const run = new RunFixture({
    roles: { kaoz: 80, order: 20 },
    tasks: 2_000,
    concurrency: 90,
    faults: 0.3,
    routes: ['azure/gpt', 'ollama/llama'],
  }).advance(8_000);
  while (oneThat(run, AgentState.failed) < 0) run.advance(50);
  const failed = oneThat(run, AgentState.failed);
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press(`1g${'l'.repeat(failed)}r`);
  await terminal.shows(/Retry the task of \w+\?[\s\S]*1 task, failed/);
  terminal.press('y');
  await terminal.shows(/1 task told to retry/);
  const streaming = oneThat(run, AgentState.streaming);
  terminal.press(`g${'l'.repeat(streaming)}w`);
  await terminal.shows(new RegExp(`^ azure/gpt {2}ollama/llama.*\\n:route kaoz_${streaming}`, 'm'));
  terminal.press('\x1b');
  await terminal.hides(/^:route/m);
  terminal.press('W');
  await terminal.shows(/1 task told to route/);
  const [name] = run.state.info.routes.map((route) => route.name);
  expect([`route kaoz_${streaming} ollama/llama`, `route kaoz_${streaming} ${name}`]).toContain(
    run.commands.at(-1),
  );
});

test('n asks for the agents of the role under the cursor', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('1Gn');
  await terminal.shows(/^ 20 *\n:agents order/m);
  terminal.press('25\r');
  await terminal.shows(/order 25/);
  await terminal.shows(/you +order 20 → 25 agents/);
  expect(run.commands).toEqual(['agents order 25']);
});

test('where one cell stands for several agents a mark is on all of them', async () => {
  const run = new RunFixture({ roles: { kaoz: 9_000 }, tasks: 9_000, concurrency: 9_000 });
  const { terminal } = open(80, 24, run.advance(100));
  await terminal.shows(/RUNNING/);
  terminal.press('1 ');
  await terminal.shows(/\d+ marked/);
  const [, marked] = /(\d+) marked/.exec(await terminal.text()) ?? [];
  expect(Number(marked)).toBeGreaterThan(1);
});

test('after the end of a run the cursor still goes about, and there is nothing to cancel', async () => {
  const run = hundred();
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press('1');
  await terminal.shows(/1 agents ─+ kaoz_0/);
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 0, reason: null });
  await terminal.shows(/■ DONE/);
  terminal.press('C');
  terminal.press('l');
  // Enter opens the agent here, so it is not what leaves.
  expect(await terminal.shows(/1 agents ─+ kaoz_1 /)).toMatch(/Enter open.*q leave/);
  expect(run.commands).toEqual([]);
});
