import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';
import { PseudoTerminal, type PseudoTerminalOptions } from '../helpers/pseudo-terminal.ts';

const key = 'sk-secret-of-the-test';
let directory: WorkingDirectory;
let simulator: Simulator;
let terminal: PseudoTerminal;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ firstTokenMs: 50, outputTokens: 3_000, tokensPerSecond: 40 });
});
afterEach(async () => {
  terminal.close();
  await directory.clear();
  await simulator.stop();
});

/** Three agents, whose answers take longer than any test, with the screen of the first one open. */
async function open(options: PseudoTerminalOptions = {}): Promise<void> {
  const rules = Array.from({ length: 30 }, (_, i) => `Rule ${i}: keep to it.`).join('\n');
  const prompts = Array.from({ length: 9 }, (_, i) => ({
    id: `q${i}`,
    system: rules,
    prompt: `It's question ${i}: "why"? \u001b[31m今日\u001b[0m`,
  }));
  const file = join(directory.path, 'prompts.jsonl');
  writeFileSync(file, prompts.map((prompt) => JSON.stringify(prompt)).join('\n'));
  const route = ['--provider', 'openai', '--model', 'small', '--base-url', `${simulator.url}/v1`];
  terminal = new PseudoTerminal(
    directory,
    ['run', '--prompts', file, '--agents', '3', '--name', 'cathedral', '--out', 'out', ...route],
    { ...options, env: { OPENAI_API_KEY: key, ...options.env } },
  );
  await terminal.shows('3 streaming');
  terminal.press('1', 'Enter');
  await terminal.shows(/─ conversation ─.*─ call ─/);
}

test('an agent is opened with its conversation and its call, and its answer arrives', async () => {
  await open();
  const screen = await terminal.shows(/answer {2}● streaming/);
  expect(screen).toMatch(/^ agent_0 {2}● (streaming|\d)/);
  expect(screen).toContain(`It's question 0: "why"? 今日`);
  expect(screen).toMatch(/attempt 1 of \d/);
  expect(screen).toMatch(/connect \S+ · wait \S+ · stream \S+/);
  const tokens = () => Number(/ – in +(\d+) out/.exec(terminal.text())?.[1]);
  const before = tokens();
  await expect.poll(tokens).toBeGreaterThan(before + 20);
  await terminal.shows(/speed +\d+ t\/s +[⠀-⣿]/);
  terminal.press('Esc');
  await terminal.shows('─ 1 agents ─');
});

test('a long message is folded with a count, Enter unfolds it, and the neighbours are at [ and ]', async () => {
  await open();
  await terminal.shows('… 26 more lines');
  // The end is followed: the message is in view from the top.
  terminal.press('g');
  await terminal.shows('Enter unfolds');
  terminal.press('Enter');
  await terminal.shows('Rule 29');
  terminal.press(']');
  await terminal.shows(/^ agent_1 /);
  await terminal.shows("It's question 1");
  terminal.press('[');
  await terminal.shows(/^ agent_0 /);
  await terminal.shows("It's question 0");
});

test('the answer is copied into the clipboard of the terminal', async () => {
  await open();
  await terminal.shows(/answer {2}● streaming\s+\S/);
  terminal.press('y');
  await terminal.shows("sent to the terminal's clipboard");
  await expect.poll(() => terminal.clipboard?.length ?? 0).toBeGreaterThan(10);
  const words = terminal.clipboard?.split(/\s+/).slice(0, 4).join(' ') ?? '';
  expect(terminal.text().replace(/\s+/g, ' ')).toContain(words);
});

test('the raw call is a curl command without its key, and the reply as it comes', async () => {
  await open();
  terminal.press('i');
  const screen = await terminal.shows('-H "Authorization: Bearer $OPENAI_API_KEY"');
  expect(screen).toContain(`${simulator.url}/v1/chat/`);
  expect(screen).toContain('as it was sent');
  terminal.press('y');
  await expect.poll(() => terminal.clipboard).toContain('--data-raw');
  expect(terminal.clipboard).toContain(`It'\\''s question 0`);
  terminal.press('G');
  await terminal.shows(/data: \{"id"/);
  expect(terminal.written).not.toContain(key);
  terminal.press('i');
  await terminal.shows(/─ conversation ─/);
});

test('the pager has the terminal for its time, the run goes on, and everything is drawn anew', async () => {
  const pager = join(directory.path, 'pager.sh');
  const seen = join(directory.path, 'seen');
  writeFileSync(
    pager,
    `cp "$1" "${seen}"; stty -a > "${seen}.tty"; echo "THE PAGER"; read line; echo "read $line"`,
  );
  await open({ env: { PAGER: `sh ${pager}` } });
  terminal.press('o');
  const shown = await terminal.shows('THE PAGER');
  expect(shown).not.toContain('conversation');
  expect(terminal.alternate).toBe(false);
  // Its terminal is as any program expects it: lines, and an echo of what is typed.
  expect(readFileSync(`${seen}.tty`, 'utf8')).toMatch(/ icanon[\s\S]* echo /);
  const sent = simulator.record().totals.tokensSent;
  await expect.poll(() => simulator.record().totals.tokensSent).toBeGreaterThan(sent + 50);
  expect(simulator.record().totals.inFlight).toBe(3);
  // A Ctrl+C is the pager's; it stops no run.
  terminal.resize(100, 30);
  terminal.type('hello\r');
  const back = await terminal.shows(/─ conversation ─.*─ call ─/);
  expect(terminal.alternate).toBe(true);
  expect(back.split('\n')).toHaveLength(30);
  expect(back).not.toContain('THE PAGER');
  expect(readFileSync(seen, 'utf8')).toMatch(/^── system\n\nRule 0: keep to it\./);
  // Keys are the console's again.
  terminal.press(']');
  await terminal.shows(/^ agent_1 /);
});

test('Ctrl+C in the pager ends the pager and stops no run', async () => {
  const pager = join(directory.path, 'pager.sh');
  writeFileSync(pager, 'echo "THE PAGER"; read line');
  await open({ env: { PAGER: `sh ${pager}` } });
  terminal.press('o');
  await terminal.shows('THE PAGER');
  terminal.press('Ctrl+C');
  const back = await terminal.shows(/─ conversation ─/);
  expect(back).toContain('RUNNING');
  expect(simulator.record().totals.inFlight).toBe(3);
});

test('once the run is over its agents can still be read', async () => {
  simulator.configure({ outputTokens: 20 });
  await open();
  await terminal.shows('DONE');
  const screen = await terminal.shows(/answer +20 tokens/);
  expect(screen).toMatch(/cost +\S/);
  terminal.press(']');
  await terminal.shows(/^ agent_1 /);
  await terminal.shows(/answer +20 tokens/);
  terminal.press('i');
  await terminal.shows(/reply {2}not kept/);
});
