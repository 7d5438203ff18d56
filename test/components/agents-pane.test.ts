import { afterEach, expect, test } from 'vitest';
import { AgentState } from '../../src/state/agent-state.ts';
import { closeConsole, hundred, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

/** Names of agents in the list, from the top. */
const listed = (screen: string) =>
  [...screen.matchAll(/^ ((?:kaoz|order)_\d+) +\S /gm)].map(([, name]) => name);

test('v shows a list with the cursor in it, and the grid again', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('1v');
  const screen = await terminal.shows(/^ agent▲ +status +task +try +tokens +t\/s +cost +age/m);
  expect(listed(screen).slice(0, 3)).toEqual(['kaoz_0', 'kaoz_1', 'kaoz_2']);
  terminal.press('v');
  await terminal.shows(/^ kaoz 80 /m);
});

test('s sorts by the next column and S the other way round; the cursor stays with its agent', async () => {
  const { terminal, run } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('1vGssss');
  const screen = await terminal.shows(/^ agent +status +task +try +tokens▼/m);
  const { tokens } = run.state.agents;
  const most = Math.max(...tokens.slice(0, 100));
  // The window is where the cursor is, which went to the last agent before.
  expect(listed(screen)).toContain('order_19');
  terminal.press('g');
  const [first] = listed(await terminal.shows(new RegExp(`^ \\S+ +.* ${short(most)} `, 'm')));
  const at = Number(/\d+/.exec(first)?.[0]) + (first.startsWith('order') ? 80 : 0);
  expect(tokens[at]).toBe(most);
  terminal.press('S');
  await terminal.shows(/tokens▲/);
  expect(listed(await terminal.text()).at(-1)).toBe(first);
});

const short = (value: number) => value.toLocaleString('en-GB');

test('pages and ends move through the list, and a mark goes down', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('1vG');
  expect(listed(await terminal.shows(/order_19 /)).at(-1)).toBe('order_19');
  terminal.press('\x1b[5~');
  await terminal.shows(/^ kaoz_7\d/m);
  terminal.press('g  ');
  await terminal.shows(/─ 1 agents ─+ 2 marked /);
  terminal.press('c');
  await terminal.shows(/Cancel \S+ tasks? of (?:2 agents|kaoz_\d)\?/);
});

test('o groups: in the grid by status with the count of each, in the list with headings', async () => {
  const run = hundred();
  const streaming = run.snapshot().agentCounts[AgentState.streaming];
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press('1zo');
  await terminal.shows(new RegExp(`^ ● streaming ${streaming}$`, 'm'));
  await terminal.shows(/─ 1 agents ─+ by status/);
  terminal.press('oo');
  await terminal.shows(/^ no error \d+$/m);
  terminal.press('vo');
  await terminal.shows(/^ kaoz 80$/m);
  terminal.press('o');
  await terminal.shows(/^ ↻ retrying \d+$/m);
});

test('f goes to what failed, and says where nothing has', async () => {
  const run = hundred();
  while (![...run.state.agents.state].includes(AgentState.failed)) run.advance(50);
  const failed = [...run.state.agents.state].indexOf(AgentState.failed);
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press('1f');
  const name = failed < 80 ? `kaoz_${failed}` : `order_${failed - 80}`;
  await terminal.shows(new RegExp(`─ 1 agents ─+ ${name} \\S .*content-filter`));
  await closeConsole();
  const well = open(120, 40, new RunFixture({ faults: 0 }).advance(500));
  await well.terminal.shows(/RUNNING/);
  well.terminal.press('1f');
  await well.terminal.shows(/no agent stands at a failure now/);
});

test('a filter dims the others in the grid and leaves them out of the list, with the count in the title', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('/order');
  await terminal.shows(/─ 1 agents ─+ \/order 20 of 100 /);
  const rows = await terminal.lines();
  const row = rows.findIndex((line) => /^ [^ ]00 /.test(line));
  const out = await terminal.cell(1, row);
  const last = rows.findLastIndex((line) => /^ [^ ]00 /.test(line));
  expect(rows[last - 1]).toContain('order 20');
  expect(out.colour).toBe((await terminal.cell(2, row)).colour);
  terminal.press('\r1v');
  const list = listed(await terminal.shows(/^ agent▲[\s\S]*^ order_19 /m));
  expect(list).toHaveLength(20);
  expect(list[0]).toBe('order_0');
  terminal.press('\x1b');
  await terminal.hides(/\/order/);
});

test('a selection filters agents, and goes on doing so as they change', async () => {
  const run = hundred();
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press('1v/status:retrying\r');
  const before = await terminal.shows(/\/status:retrying \d+ of 100/);
  const [, shown] = /retrying (\d+) of/.exec(before) ?? [];
  expect(Number(shown)).toBe(run.snapshot().agentCounts[AgentState.retrying]);
  const streaming = [...run.state.agents.state].indexOf(AgentState.streaming);
  const { agents } = run.state;
  run.emit({
    type: 'task.retrying',
    task: agents.task[streaming],
    agent: streaming,
    route: 0,
    attempt: 1,
    class: 'server',
    status: 503,
    message: 'away',
    waitMs: 90_000,
    uncertain: false,
    outputTokens: 0,
  });
  await terminal.shows(new RegExp(`/status:retrying ${Number(shown) + 1} of 100`));
  terminal.press('/\x1b');
  await terminal.hides(/status:retrying/);
});

test('a filter that no agent matches says so', async () => {
  const { terminal } = open(120, 40);
  await terminal.shows(/RUNNING/);
  terminal.press('1v/nobody\r');
  await terminal.shows(/\/nobody 0 of 100[\s\S]*^ no agent matches/m);
  // There is nothing to be on, and no key breaks that.
  terminal.press('jkG fc');
  await terminal.shows(/^ no agent matches/m);
});

test('an agent that leaves the list under the cursor is not acted on; the next key finds the cursor where it was', async () => {
  const run = hundred();
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press('1v/status:streaming\r');
  await terminal.shows(/\/status:streaming \d+ of 100/);
  terminal.press('jj');
  const third = listed(await terminal.text())[2];
  const agent = Number(/\d+/.exec(third)?.[0]) + (third.startsWith('order') ? 80 : 0);
  const fourth = listed(await terminal.text())[3];
  const { agents } = run.state;
  run.emit({
    type: 'task.requeued',
    task: agents.task[agent],
    agent,
    cut: true,
    uncertain: false,
    outputTokens: 0,
  });
  await terminal.hides(new RegExp(`^ ${third} `, 'm'));
  terminal.press('C\r');
  expect(run.commands).toEqual([]);
  terminal.press('k');
  terminal.press('C');
  await terminal.shows(/told to cancel/);
  expect(run.commands).toEqual([`cancel ${fourth}`]);
});

test('after the end the list still goes about and marks, and asks nothing', async () => {
  const run = hundred();
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  run.emit({ type: 'run.finished', phase: 'DONE', exitCode: 0, reason: null });
  await terminal.shows(/■ DONE/);
  terminal.press('1vj cC');
  await terminal.shows(/1 marked/);
  expect(await terminal.text()).not.toMatch(/c cancel/);
  expect(run.commands).toEqual([]);
});

test('at 80×24 a list of 500 fits, and a group of the grid too', async () => {
  const run = new RunFixture({ roles: { kaoz: 400, order: 100 }, tasks: 5_000, concurrency: 450 });
  const { terminal } = open(80, 24, run.advance(3_000));
  await terminal.shows(/RUNNING/);
  terminal.press('1v');
  const rows = (await terminal.shows(/^ agent▲ +status/m)).split('\n');
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(80);
  expect(listed(rows.join('\n')).length).toBeGreaterThan(5);
  terminal.press('vo');
  // Where the names of the groups have no room, each still begins a row of its own.
  expect(await terminal.shows(/by status/)).toMatch(/^ ●{60,}$/m);
});
