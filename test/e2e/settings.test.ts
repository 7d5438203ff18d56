import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';
import { PseudoTerminal, type PseudoTerminalOptions } from '../helpers/pseudo-terminal.ts';

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

function settings(console: Record<string, unknown>): void {
  mkdirSync(join(directory.path, 'home'), { recursive: true });
  writeFileSync(join(directory.path, 'home/settings.json'), JSON.stringify({ console }));
}

function open(options: PseudoTerminalOptions = {}): void {
  writeFileSync(join(directory.path, 'prompts.txt'), 'Name a harbour.\n'.repeat(1_000));
  const flags = ['--prompts', 'prompts.txt', '--agents', '10', '--name', 'cathedral'];
  const args = ['run', ...flags, '--base-url', `${simulator.url}/v1`, '--out', 'out'];
  terminal = new PseudoTerminal(directory, args, options);
}

test.each([
  [{ theme: 'drak' }, 'console.theme: expected auto, dark, light, mono or contrast, got "drak"'],
  [{ keys: { p: 'auto' } }, 'console.keys.p: p is the only key of `pause`'],
  [{ keys: { s: 'stopp' } }, 'console.keys.s: there is no action `stopp`'],
])('%j is bad input: one sentence, and nothing is run', async (given, sentence) => {
  settings(given);
  open({ columns: 400 });
  expect(await terminal.ended).toBe(2);
  const screen = await terminal.shows(sentence);
  expect(screen).toMatch(/^swarmdeck: .*\/home\/settings\.json: console\./);
  expect(existsSync(join(directory.path, 'out'))).toBe(false);
  expect(terminal.written).not.toContain('\x1b[?1049h');
});

test('a key that was given does it, and is shown in the footer, the help and the question', async () => {
  settings({ keys: { 'ctrl+s': 'ask-stop', w: 'choose-now', n: 'none' } });
  open({ rows: 60 });
  await terminal.shows(/RUNNING[\s\S]*Ctrl\+S stop/);
  terminal.press('?');
  await terminal.shows(/Ctrl\+S x +stop: asks how/);
  terminal.press('Esc');
  await terminal.hides('swarmdeck help');
  terminal.press('Ctrl+S');
  await terminal.shows(/^ {2}w +now/m);
  terminal.press('n');
  terminal.press('w');
  await terminal.shows('STOPPED');
});

test('a theme that T found is kept for the next console', async () => {
  open({ colorTerm: 'truecolor' });
  await terminal.shows('RUNNING');
  const dark = terminal.colourOf('RUNNING');
  terminal.press('T');
  await terminal.shows('theme light');
  await expect.poll(() => terminal.colourOf('RUNNING')).not.toBe(dark);
  const light = terminal.colourOf('RUNNING');
  terminal.press('X');
  await terminal.shows('STOPPED');
  terminal.press('q');
  await terminal.ended;
  expect(directory.json('home/settings.json').console).toEqual({ theme: 'light' });
  terminal.close();
  terminal = new PseudoTerminal(directory, ['resume', 'out'], { colorTerm: 'truecolor' });
  await terminal.shows('RUNNING');
  expect(terminal.colourOf('RUNNING')).toBe(light);
});

test('screenReader opens the console of sentences', async () => {
  settings({ screenReader: true });
  open();
  await terminal.shows(/cathedral/);
  expect(terminal.alternate).toBe(false);
  expect(terminal.written).not.toContain('\x1b[?1049h');
});

test('ascii draws nothing else', async () => {
  settings({ glyphs: 'ascii' });
  open();
  const screen = await terminal.shows('RUNNING');
  expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
});
