import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { AgentState } from '../../../src/state/agent-state.ts';
import { closeConsole, environment, hundred, open } from '../open-console.ts';
import type { RunFixture } from '../run-fixture.ts';

afterEach(closeConsole);

/** The first agent that streams, by the order of the grid. */
function streaming(run: RunFixture): number {
  return run.state.agents.state.indexOf(AgentState.streaming);
}

/** The console with the agent screen open on the first agent that streams. */
async function opened(
  columns = 120,
  rows = 40,
  prepare: (run: RunFixture, task: number) => void = () => {},
) {
  const run = hundred();
  const agent = streaming(run);
  const task = run.state.agents.task[agent];
  run.tasks.partial.set(task, 'The harbour of');
  prepare(run, task);
  const console = open(columns, rows, run);
  await console.terminal.shows(/RUNNING/);
  console.terminal.press('1');
  console.terminal.press('\x1b[C'.repeat(agent));
  console.terminal.press('\r');
  await console.terminal.shows(/─ conversation ─/);
  return { ...console, agent, task };
}

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`).join('\n');

test('Enter opens the agent under the cursor, and Esc leads back to the grid with the cursor on it', async () => {
  const { terminal, task, agent } = await opened();
  const screen = await terminal.shows(/The harbour of/);
  expect(screen).toContain(`Question ${task}?`);
  expect(screen).toMatch(new RegExp(`^ kaoz_${agent} {2}● `));
  expect(screen).toMatch(/task {5}p-\d+/);
  expect(screen).toContain('attempt 1 of ');
  terminal.press('\x1b');
  const back = await terminal.shows(/─ 1 agents ─/);
  expect(back).toContain(`kaoz_${agent} `);
});

test('the answer is shown as it arrives', async () => {
  const { terminal, run, task } = await opened();
  await terminal.shows(/The harbour of/);
  run.tasks.partial.set(task, 'The harbour of Bergen is deep.');
  await terminal.shows(/The harbour of Bergen is deep\./);
});

test('a long message comes folded, and Enter and Space unfold and fold it', async () => {
  const { terminal } = await opened(120, 40, (run, task) =>
    run.tasks.messages.set(task, [{ role: 'user', content: lines(18) }]),
  );
  await terminal.shows(/… 14 more lines/);
  terminal.press('\r');
  await terminal.shows(/line 17/);
  terminal.press(' ');
  await terminal.shows(/… 14 more lines/);
});

test('who reads on is not interrupted when the agent goes on, and G goes there', async () => {
  const { terminal, run, task, agent } = await opened(120, 20, (of, its) =>
    of.tasks.partial.set(its, lines(60)),
  );
  await terminal.shows(/line 59/);
  terminal.press('k');
  await terminal.hides(/line 59/);
  run.tasks.partial.delete(task);
  run.advance(20_000);
  expect(run.state.agents.task[agent]).not.toBe(task);
  await terminal.shows(/the agent has gone on since: G goes there/);
  expect(await terminal.text()).toContain(`Question ${task}?`);
  terminal.press('G');
  await terminal.shows(new RegExp(`Question ${run.state.agents.task[agent]}\\?`));
});

test('without a hand that scrolls the screen goes on with its agent', async () => {
  const { terminal, run, task, agent } = await opened();
  run.tasks.partial.delete(task);
  run.advance(20_000);
  await terminal.shows(new RegExp(`Question ${run.state.agents.task[agent]}\\?`));
});

test('keys scroll by rows and pages and to the ends', async () => {
  const { terminal } = await opened(100, 20, (run, task) =>
    run.tasks.partial.set(task, lines(200)),
  );
  await terminal.shows(/line 199\b/);
  terminal.press('g');
  await terminal.shows(/You are brief\./);
  terminal.press('\x1b[6~');
  await terminal.hides(/You are brief\./);
  const paged = await terminal.shows(/line 24\b/);
  expect(paged).not.toMatch(/line 25\b/);
  terminal.press('jj');
  await terminal.shows(/line 26\b/);
  terminal.press('G');
  await terminal.shows(/line 199\b/);
});

test('[ and ] go to the agents before and after in the order of the grid', async () => {
  const { terminal, agent } = await opened();
  terminal.press(']');
  await terminal.shows(new RegExp(`^ kaoz_${agent + 1} `));
  terminal.press('[[');
  await terminal.shows(agent > 0 ? new RegExp(`^ kaoz_${agent - 1} `) : /this is the first agent/);
});

test('among marked agents [ and ] stay with these', async () => {
  const run = hundred();
  const { terminal } = open(120, 40, run);
  await terminal.shows(/RUNNING/);
  terminal.press('1 ');
  terminal.press('\x1b[C\x1b[C\x1b[C\x1b[C');
  terminal.press(' \x1b[D\r');
  await terminal.shows(/^ kaoz_5 /);
  terminal.press('[');
  await terminal.shows(/^ kaoz_0 /);
  terminal.press('[');
  await terminal.shows(/this is the first agent/);
});

test('cancel, retry and re-route are asked of the task on the screen, whatever is marked', async () => {
  const { terminal, run, agent } = await opened();
  terminal.press('c');
  await terminal.shows(new RegExp(`Cancel the task of kaoz_${agent}\\?`));
  terminal.press('\r');
  await expect.poll(() => run.commands).toEqual([`cancel kaoz_${agent}`]);
  terminal.press('w');
  await terminal.shows(new RegExp(`:route kaoz_${agent}\\b`));
});

test('y sends the answer to the clipboard of the terminal, as far as it has come', async () => {
  const { terminal } = await opened();
  terminal.press('y');
  await terminal.shows(/sent to the terminal's clipboard: what has come, 14 B/);
  const sequence = /\x1b\]52;c;([^\x07]*)\x07/.exec(terminal.transcript)?.[1] ?? '';
  expect(Buffer.from(sequence, 'base64').toString()).toBe('The harbour of');
});

test('i shows the call as a curl command with the reply, y copies it, and leaving lets it go', async () => {
  const { terminal, run } = await opened(120, 40, (of, task) =>
    of.tasks.raw.set(task, {
      attempt: 1,
      live: true,
      request: {
        method: 'POST',
        url: 'https://api.example/v1/chat/completions',
        headers: { authorization: 'Bearer $OPENAI_API_KEY' },
        body: '{"model":"small"}',
      },
      asSent: true,
      head: { status: 200, headers: { 'x-request-id': 'r7' } },
      body: { text: 'data: {"a":1}\n\n', fromStart: false, cut: false },
    }),
  );
  terminal.press('i');
  const screen = await terminal.shows(/data: \{"a":1\}/);
  expect(screen).toContain('-H "Authorization: Bearer $OPENAI_API_KEY"');
  expect(screen).toMatch(/reply {2}arriving\n.*HTTP 200/);
  expect(screen).toContain('x-request-id: r7');
  expect(screen).toContain('The harbour of');
  expect(screen).toContain('from where you looked on');
  terminal.press('y');
  await terminal.shows(/clipboard: the curl command/);
  const closed = run.tasks.rawClosed;
  terminal.press('\x1b');
  await terminal.shows(/─ 1 agents ─/);
  await expect.poll(() => run.tasks.rawClosed).toBeGreaterThan(closed);
});

test('of a call that nobody looked at it is said that its reply was not kept', async () => {
  const { terminal } = await opened(120, 40, (of, task) =>
    of.tasks.raw.set(task, {
      attempt: 1,
      live: false,
      request: { method: 'POST', url: 'https://api.example', headers: {}, body: '{}' },
      asSent: false,
      head: null,
      body: null,
    }),
  );
  terminal.press('i');
  const screen = await terminal.shows(/reply {2}not kept/);
  expect(screen).toContain('made anew from the record');
});

test('o gives the terminal to the pager with the whole conversation, and takes it back', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-pager-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const pager = join(directory, 'pager');
  writeFileSync(
    pager,
    `#!/bin/sh\ncat "$1" > '${directory}/seen'\nls -l "$1" > '${directory}/mode'\n`,
    {
      mode: 0o755,
    },
  );
  const run = hundred();
  const agent = streaming(run);
  run.tasks.partial.set(run.state.agents.task[agent], 'The \x1b[31mharbour\x1b[0m of');
  const { terminal } = open(120, 40, run, {
    env: { ...environment, ...process.env, PAGER: pager },
  });
  await terminal.shows(/RUNNING/);
  terminal.press('1\r');
  terminal.press(']'.repeat(agent));
  await terminal.shows(/The harbour of/);
  const before = terminal.transcript.length;
  const listeners = process.rawListeners('SIGINT');
  terminal.press('o');
  await expect.poll(() => terminal.transcript.slice(before)).toContain('\x1b[?1049h');
  const written = terminal.transcript.slice(before);
  expect(written.indexOf('\x1b[?1049l')).toBeLessThan(written.indexOf('\x1b[?1049h'));
  const seen = readFileSync(join(directory, 'seen'), 'utf8');
  expect(seen).toMatch(/^── system\n\nYou are brief\.\n/);
  expect(seen).toContain('The harbour of');
  expect(readFileSync(join(directory, 'mode'), 'utf8')).toMatch(/^-rw-------/);
  await terminal.shows(/─ conversation ─/);
  expect(process.rawListeners('SIGINT')).toEqual(listeners);
});

test('a program that is not there is told of, and the screen is whole', async () => {
  const { terminal } = await opened();
  await closeConsole();
  const run = hundred();
  const again = open(120, 40, run, {
    env: { ...environment, PATH: process.env.PATH, EDITOR: 'no-such-editor' },
  });
  await again.terminal.shows(/RUNNING/);
  again.terminal.press('1\r');
  await again.terminal.shows(/─ conversation ─/);
  again.terminal.press('O');
  await again.terminal.shows(/no-such-editor is not there: set EDITOR/);
  expect(terminal.alternate).toBe(false);
});

test.each([
  [200, 60],
  [120, 40],
  [99, 30],
  [80, 24],
  [60, 15],
  [40, 10],
  [33, 8],
  [20, 3],
])('%d×%d shows something true of it', async (columns, rows) => {
  const { terminal } = await opened(120, 40);
  terminal.resize(columns, rows);
  await terminal.shows(/conversation ─|harbour/);
  const text = await terminal.text();
  expect(text).not.toContain('cannot be drawn');
  expect(text.split('\n')).toHaveLength(rows);
});
