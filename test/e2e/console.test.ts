import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';

let directory: WorkingDirectory;
let simulator: Simulator;
let terminal: PseudoTerminal;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ firstTokenMs: 50, outputTokens: 60, tokensPerSecond: 100 });
});
afterEach(async () => {
  terminal.close();
  await directory.clear();
  await simulator.stop();
});

function open(
  agents: number,
  prompts: number,
  size?: { columns: number; rows: number },
  more: readonly string[] = [],
): PseudoTerminal {
  const file = join(directory.path, 'prompts.txt');
  writeFileSync(file, Array.from({ length: prompts }, (_, i) => `Prompt ${i}?`).join('\n'));
  const args = ['run', '--prompts', file, '--agents', String(agents), '--name', 'cathedral'];
  terminal = new PseudoTerminal(
    directory,
    [...args, '--base-url', `${simulator.url}/v1`, '--out', 'out', ...more],
    size,
  );
  return terminal;
}

const restored = () => {
  expect(terminal.alternate).toBe(false);
  // Cursor shown, mouse and bracketed paste off, in what was written last.
  expect(terminal.written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(
    terminal.written.lastIndexOf('\u001b[?25l'),
  );
  expect(terminal.written.lastIndexOf('\u001b[?1049l')).toBeGreaterThan(
    terminal.written.lastIndexOf('\u001b[?1049h'),
  );
};

test('a run is watched to its end, and the terminal is left as it was found, with the summary in it', async () => {
  open(10, 30);
  expect(await terminal.shows('RUNNING')).toContain('cathedral');
  expect(terminal.alternate).toBe(true);
  const screen = await terminal.shows(/DONE/);
  expect(screen).toContain('100 % ok');
  terminal.press('q');
  expect(await terminal.ended).toBe(0);
  restored();
  expect(terminal.text()).toMatch(/tasks +30 done/);
});

test('the launch screen lists the presets, and Enter launches the selected one', async () => {
  terminal = new PseudoTerminal(directory, []);
  const screen = await terminal.shows('simulator');
  for (const preset of ['light', 'medium', 'heavy', 'azure-premium', 'ollama', 'orchestrator'])
    expect(screen).toContain(preset);
  terminal.press('j');
  await terminal.shows('› medium');
  terminal.press('k');
  await terminal.shows('› light');
  terminal.press('\r');
  await terminal.shows('RUNNING');
  terminal.press('X');
  await terminal.shows('STOPPED');
  terminal.press('q');
  expect(await terminal.ended).toBe(130);
  restored();
});

test('p pauses and goes on', async () => {
  open(10, 500);
  await terminal.shows(/ [1-9]\d* streaming/);
  terminal.press('p');
  await terminal.shows('PAUSED');
  expect(simulator.record().totals.inFlight).toBe(0);
  terminal.press('p');
  await terminal.shows('RUNNING');
  await expect.poll(() => simulator.record().totals.inFlight).toBe(10);
});

test('+ and - change the concurrency of the live run, several in one burst', async () => {
  open(40, 2_000);
  await terminal.shows('RUNNING');
  terminal.press('---');
  await terminal.shows(/concurrency 40 → 36/);
  await terminal.shows(/concurrency 33 → 30|concurrency 32 → 29/);
  terminal.press('+');
  await terminal.shows(/concurrency (30 → 33|29 → 3\d)/);
});

test('x asks before it stops; Esc goes on, d drains', async () => {
  open(8, 500);
  await terminal.shows(/ [1-9]\d* streaming/);
  terminal.press('x');
  expect(await terminal.shows('Stop cathedral?')).toMatch(/d +drain/);
  terminal.press('\u001b');
  await terminal.hides('Stop cathedral?');
  await terminal.shows('RUNNING');
  terminal.press('x');
  await terminal.shows('Stop cathedral?');
  terminal.press('d');
  await terminal.shows('STOPPED');
  expect(simulator.record().totals.aborted).toBe(0);
  terminal.press('q');
  expect(await terminal.ended).toBe(130);
});

test('X stops now: sockets closed, said with its times, the directory complete, the terminal restored', async () => {
  simulator.configure({ outputTokens: 5_000 });
  open(50, 200);
  await terminal.shows('50 streaming');
  terminal.press('X');
  const screen = await terminal.shows(/sockets closed/);
  expect(screen).toMatch(/asked 0 ms · acknowledged \d+ ms/);
  await expect.poll(() => simulator.record().totals.aborted).toBe(50);
  expect(simulator.record().totals.inFlight).toBe(0);
  terminal.press('q');
  expect(await terminal.ended).toBe(130);
  restored();
  expect(directory.lines('out/results.jsonl')).toHaveLength(200);
});

test('Ctrl-C asks, a second Ctrl-C stops now', async () => {
  simulator.configure({ outputTokens: 5_000 });
  open(10, 100);
  await terminal.shows('10 streaming');
  terminal.press('\u0003');
  await terminal.shows('Stop cathedral?');
  terminal.press('\u0003');
  await terminal.shows('STOPPED');
  terminal.press('q');
  expect(await terminal.ended).toBe(130);
  restored();
});

test('every size shows something true, and a resize keeps the screen whole', async () => {
  simulator.configure({ outputTokens: 300 });
  open(100, 5_000, { columns: 120, rows: 40 });
  await terminal.shows('RUNNING');
  await terminal.shows(/─ 1 agents ─/);
  terminal.resize(80, 24);
  const small = await terminal.shows(/─ 1 agents [^\n]{60,}\n/);
  expect(small).toContain('RUNNING');
  for (const [columns, rows] of [
    [60, 15],
    [40, 10],
    [200, 60],
    [33, 8],
    [120, 40],
  ]) {
    terminal.resize(columns, rows);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await terminal.shows(/─ 1 agents ─.*─ 2 throughput ─/);
  // Two lines that hold a title of the same pane would be a ghost of another size.
  await expect
    .poll(() => terminal.rows().filter((row) => row.includes('─ 1 agents')).length)
    .toBe(1);
  await terminal.shows('RUNNING');
  terminal.resize(38, 9);
  await terminal.shows('enlarge the terminal to see more');
});

test('states have their colours', async () => {
  simulator.configure({ outputTokens: 2_000 });
  open(10, 100);
  await terminal.shows('10 streaming');
  expect(terminal.colourOf('RUNNING')).not.toBe(-1);
});

test('SIGTERM drains and restores the terminal', async () => {
  open(5, 500);
  await terminal.shows(/ [1-9]\d* streaming/);
  terminal.kill('SIGTERM');
  await terminal.shows(/STOPPED|go on/);
  terminal.press('q');
  expect(await terminal.ended).toBe(143);
  restored();
});

test('a signal that finds the run ended closes the console', async () => {
  open(5, 500);
  await terminal.shows(/ [1-9]\d* streaming/);
  terminal.kill('SIGTERM');
  await terminal.shows('STOPPED');
  terminal.kill('SIGTERM');
  expect(await terminal.ended).toBe(143);
  restored();
});

test('? shows the keys and Esc leads back', async () => {
  open(5, 500);
  await terminal.shows('RUNNING');
  terminal.press('?');
  await terminal.shows('concurrency up by a tenth');
  terminal.press('\u001b');
  await terminal.hides('concurrency up by a tenth');
});

test('a budget that is used up pauses the run and says so; a stop then ends it with its own code', async () => {
  const cents = ['--set', 'price={ input: 0, output: 200 }', '--set', 'maxOutputTokens=60'];
  // An answer of 60 tokens costs 1.2 cents.
  open(4, 40, { columns: 160, rows: 40 }, [...cents, '--budget', '0.1']);
  const screen = await terminal.shows('PAUSED');
  expect(screen).toMatch(/held by {2}the budget of \$0\.10 is used up: \$0\.096 spent/);
  expect(screen).toMatch(/spend {4}\$0\.10 of \$0\.10 {2}▓+░ {2}reserved \$0\.00 · free \$0\.0040/);
  terminal.press('x');
  await terminal.shows('Stop cathedral?');
  terminal.press('d');
  await terminal.shows('STOPPED');
  terminal.press('q');
  expect(await terminal.ended).toBe(3);
  restored();
});
