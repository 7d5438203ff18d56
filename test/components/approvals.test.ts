import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { askedLine } from '../../components/approvals/asked-line.ts';
import { drawHeader } from '../../components/panes/header-rows.ts';
import { drawn, sceneOf } from './draw.ts';
import { FixtureTools } from './fixture-tools.ts';
import { closeConsole, type Opened, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

afterEach(closeConsole);

/** What has just come up is not answered by a key: so long it has to be there. */
const readMs = 320;

/** A run of three agents with nothing asked. */
const quiet = () => new RunFixture({ roles: { kaoz: 3 }, faults: 0, tasks: 60 }).advance(1_000);

/** Lets an agent's task ask for one call of a tool. */
function asks(run: RunFixture, agent: number, tool: string, args: unknown, id = 'c0') {
  return new FixtureTools(run, agent, [{ id, tool, arguments: args }]).asks(id, tool, args);
}

const line = /^ \d+ tools? asks? .*$/m;
const allowed = (run: RunFixture) =>
  run
    .snapshot()
    .notable.newest(50)
    .flatMap(({ event }) =>
      event.type === 'tool.answered' ? [`${event.tool} ${event.allowed}`] : [],
    );

test('a line says which tool asks, with all that it would be given where that fits', () => {
  const run = quiet();
  asks(run, 1, 'http_get', { url: 'https://a.example' });
  const wide = drawn(drawHeader, sceneOf(run.snapshot()), 100, 5)[1];
  expect(wide).toBe(
    ' 1 tool asks  kaoz_1 http_get {"url":"https://a.example"}                 Y allow  N refuse  y look',
  );
  const narrow = drawn(drawHeader, sceneOf(run.snapshot()), 80, 3)[1];
  expect(narrow).toBe(
    ' 1 tool asks  kaoz_1 http_get {"url":"https://a.example"}      Y look  N refuse',
  );
  asks(run, 0, 'shell', { command: 'ls' });
  const both = drawn(drawHeader, sceneOf(run.snapshot()), 100, 5)[1];
  expect(both).toMatch(/^ 2 tools ask {2}kaoz_1 http_get /);
  // In a run of the past there is nothing to be said to it.
  expect(askedLine(run.snapshot(), null, 100, true)?.right).toEqual([]);
});

test('what an argument hides is spelled out, and what is cut off is not whole', () => {
  const run = quiet();
  asks(run, 0, 'shell', { command: 'ls \u202e\x1b[2Jx' });
  const shown = askedLine(run.snapshot(), null, 120, false);
  expect(shown?.left.map(([text]) => text).join('')).toContain('"ls \\u202e\\u001b[2Jx"');
  expect(shown?.whole).toBe(true);
  expect(askedLine(run.snapshot(), null, 60, false)?.whole).toBe(false);
});

/** A console of 110 columns over a run in which the tools of an agent ask. */
async function asked(...calls: readonly (readonly [agent: number, args: unknown])[]) {
  const run = quiet();
  for (const [agent, args] of calls) asks(run, agent, 'shell', args, `c${agent}`);
  const opened = open(110, 30, run);
  await opened.terminal.shows(line);
  await pause(readMs);
  return opened;
}

const press = ({ terminal }: Opened, keys: string) => terminal.press(keys);

test('Y allows the call that is shown, N refuses the next, and the line goes on to what is left', async () => {
  const opened = await asked([0, { command: 'ls' }], [1, { command: 'pwd' }]);
  const { terminal, run } = opened;
  expect(await terminal.text()).toMatch(/2 tools ask {2}kaoz_0 shell \{"command":"ls"\} .*Y allow/);
  press(opened, 'Y');
  await terminal.shows(/1 tool asks {2}kaoz_1 shell \{"command":"pwd"\}/);
  expect(run.commands).toEqual(['allow kaoz_0']);
  expect(allowed(run)).toEqual(['shell true']);
  // The next has only just come up: a key that is held down must not answer it.
  press(opened, 'Y');
  await terminal.shows(/has only just come up: read it, then Y once more/);
  await pause(readMs);
  press(opened, 'N');
  await terminal.shows(/no tool asks/);
  expect(allowed(run)).toEqual(['shell false', 'shell true']);
  press(opened, 'Y');
  await terminal.shows(/no tool asks\n[\s\S]*no tool asks/);
  expect(run.commands).toHaveLength(2);
});

test('a call that took the place of the one that was shown is not answered by its key', async () => {
  const opened = await asked([0, { command: 'ls' }]);
  const { terminal, run } = opened;
  // Between two frames: what stood there is gone, and another one asks under the same id.
  const { task } = run.snapshot().asked[0];
  const of = { task, agent: 0, call: 'c0', tool: 'shell' };
  run.emit({ type: 'tool.answered', ...of, allowed: true, by: 'somebody' });
  run.emit({ type: 'tool.asked', ...of, arguments: '{"command":"rm -rf ~"}' });
  press(opened, 'Y');
  await terminal.shows(/rm -rf ~[\s\S]*has only just come up/);
  expect(run.commands).toEqual([]);
});

const long = { command: 'ls', files: Array.from({ length: 40 }, (_, i) => `file-${i}`) };

test('a call that the line cannot hold is shown whole, and allowed once its end was to be seen', async () => {
  const opened = await asked([0, long], [1, { command: 'pwd' }]);
  const { terminal, run } = opened;
  press(opened, 'Y');
  const box = await terminal.shows(/─ Let kaoz_0 call shell\? ─/);
  expect(box).toMatch(/p-\d+ · 1 other call asks too/);
  expect(box).toMatch(/… \d+ more lines {2}↑ ↓ 45 lines/);
  expect(box).toMatch(/y +allow +it runs\n +n +refuse +the model is told\n +o +open/);
  await pause(readMs);
  press(opened, 'y');
  await terminal.shows(/lines of it are still to be seen: ↓ or PgDn/);
  expect(run.commands).toEqual([]);
  press(opened, '\x1b[6~');
  press(opened, '\x1b[6~');
  await terminal.shows(/"file-39"\n[\s\S]*all of it/);
  press(opened, 'y');
  // On to the next that asks.
  await terminal.shows(/─ Let kaoz_1 call shell\? ─/);
  expect(run.commands).toEqual(['allow kaoz_0']);
  press(opened, '\x1b');
  await terminal.hides(/Let kaoz_1/);
  expect(allowed(run)).toEqual(['shell true']);
});

test('a call that is answered elsewhere while it is looked at is not asked about any more', async () => {
  const opened = await asked([0, { command: 'ls' }]);
  const { terminal, run } = opened;
  press(opened, 'y');
  await terminal.shows(/Let kaoz_0 call shell\?/);
  const { task } = run.snapshot().asked[0];
  const of = { task, agent: 0, call: 'c0', tool: 'shell' };
  run.emit({
    type: 'tool.finished',
    ...of,
    failure: 'cancelled',
    durationMs: 0,
    bytes: 0,
    text: '',
  });
  await terminal.shows(/kaoz_0 asks for shell no more/);
  expect(await terminal.text()).not.toContain('Let kaoz_0');
});

test('on the screen of an agent its own call is answered, and of others it is said that they ask', async () => {
  const opened = await asked([1, { command: 'pwd' }], [0, { command: 'ls' }]);
  const { terminal, run } = opened;
  press(opened, '1');
  press(opened, '\r');
  await terminal.shows(/─ conversation ─[\s\S]*\? shell \{"command":"ls"\} .*asks /);
  await terminal.shows(/2 tools ask {2}kaoz_0 shell \{"command":"ls"\} +Y allow {2}N refuse$/m);
  press(opened, ']');
  await terminal.shows(/2 tools ask {2}kaoz_1 shell/);
  press(opened, ']');
  await terminal.shows(/^ 2 tools ask of other agents$/m);
  press(opened, 'Y');
  await terminal.shows(/this agent asks for nothing; Esc leads to those that do/);
  press(opened, '[');
  await terminal.shows(/2 tools ask {2}kaoz_1 shell/);
  await pause(readMs);
  press(opened, 'Y');
  await terminal.shows(/1 tool asks of other agents/);
  expect(run.commands).toEqual(['allow kaoz_1']);
});

test('a command that allows many says which calls these are', async () => {
  const opened = await asked([0, { command: 'ls' }], [1, { command: 'pwd' }]);
  const { terminal, run } = opened;
  press(opened, ':allow all');
  await terminal.shows(
    /2 calls ask: kaoz_0 shell \{"command":"ls"\}, kaoz_1 shell \{"command":"pwd"\}/,
  );
  // What asks after it was shown is not allowed with it.
  asks(run, 2, 'http_get', { url: 'https://a.example' }, 'late');
  press(opened, '\r');
  await terminal.shows(/1 tool asks {2}kaoz_2 http_get/);
  expect(allowed(run).sort()).toEqual(['shell true', 'shell true']);
});

test('in the smallest terminal it is said that tools ask', async () => {
  const run = quiet();
  asks(run, 0, 'shell', { command: 'ls' });
  const { terminal } = open(38, 6, run);
  expect(await terminal.shows(/1 tool asks/)).toMatch(/1 tool asks +Y look {2}N refuse/);
});
