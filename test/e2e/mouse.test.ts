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

async function open(size = { columns: 120, rows: 40 }): Promise<void> {
  writeFileSync(join(directory.path, 'prompts.txt'), 'Name a harbour.\n'.repeat(1_000));
  const flags = ['--prompts', 'prompts.txt', '--agents', '10', '--name', 'cathedral'];
  terminal = new PseudoTerminal(
    directory,
    ['run', ...flags, '--base-url', `${simulator.url}/v1`, '--out', 'out'],
    size,
  );
  await terminal.shows(/● RUNNING[\s\S]*q leave/);
  await expect.poll(() => terminal.takesMouse).toBe(true);
}

test('a click on a pane gives it the focus, which z then zooms', async () => {
  await open();
  const before = terminal.colourOf('3 routes');
  terminal.clickOn('3 routes');
  await expect.poll(() => terminal.colourOf('3 routes')).not.toBe(before);
  expect(terminal.colourOf('4 queue')).toBe(before);
  terminal.press('z');
  await terminal.hides('1 agents');
  await terminal.shows('3 routes');
});

test('a click on a key of the footer presses it, one on a choice of a question chooses it', async () => {
  await open();
  terminal.clickOn('x stop');
  await terminal.shows(/1 agents[\s\S]*Stop cathedral\?/);
  // What lies below the question is not at hand.
  terminal.clickOn('1 agents');
  terminal.clickOn('go on');
  await terminal.hides('Stop cathedral?');
  terminal.clickOn('stop  /');
  await terminal.shows('Stop cathedral?');
  terminal.clickOn('drain');
  await terminal.shows('STOPPED');
  terminal.clickOn('leave');
  expect(await terminal.ended).toBe(130);
  expect([terminal.takesMouse, terminal.alternate]).toEqual([false, false]);
});

test('each of two keys of the footer is pressed by itself', async () => {
  await open();
  const { x, y } = terminal.find('+ - concurrency') ?? { x: 0, y: 0 };
  terminal.click(x + 2, y);
  await terminal.shows(/concurrency 10 → 9/);
  terminal.click(x, y);
  await terminal.shows(/concurrency 9 → 10/);
});

test('the wheel turns what it is over: the help, and the cursor over the agents', async () => {
  await open({ columns: 100, rows: 24 });
  terminal.press('?');
  const help = await terminal.shows(/swarmdeck help[\s\S]*agents of a role[\s\S]*scroll/);
  const line = help.split('\n').findIndex((row) => row.includes('agents of a role'));
  const place = (): number =>
    terminal
      .text()
      .split('\n')
      .findIndex((row) => row.includes('agents of a role'));
  terminal.wheel('down', 10, 10);
  await expect.poll(place).toBeLessThan(line);
  terminal.wheel('up', 10, 10);
  await expect.poll(place).toBe(line);
  terminal.press('Esc');
  await terminal.hides('swarmdeck help');
  const pane = terminal.find('1 agents') ?? { x: 0, y: 0 };
  const before = terminal.colourOf('1 agents');
  terminal.wheel('down', pane.x, pane.y + 2);
  await expect.poll(() => terminal.colourOf('1 agents')).not.toBe(before);
});

test('a click on an agent puts the cursor there, a second one opens it', async () => {
  await open();
  terminal.clickOn('agent_3');
  await terminal.shows(/1 agents ─+ agent_3 /);
  const { x, y } = terminal.find('agent_7') ?? { x: 0, y: 0 };
  terminal.click(x, y);
  await terminal.shows(/1 agents ─+ agent_7 /);
  expect(terminal.text()).toContain('2 throughput');
  terminal.click(x, y);
  await terminal.hides('2 throughput');
  await terminal.shows(/agent_7/);
  terminal.press('Esc');
  await terminal.shows('2 throughput');
});

test('a click on a line of the log puts the cursor there, in the list of agents too', async () => {
  await open();
  terminal.press('-');
  await terminal.shows(/concurrency 10 → 9/);
  const { x, y } = terminal.find('concurrency 10 → 9') ?? { x: 0, y: 0 };
  terminal.click(x, y);
  await expect.poll(() => terminal.cellAt(x, y).background).not.toBe(-1);
  terminal.press('1v');
  await terminal.shows(/status +task[\s\S]*agent_5/);
  terminal.clickOn('agent_5');
  await expect.poll(() => terminal.cellOf('agent_5').inverse).toBe(true);
});

test('a click at the launch selects a preset, a setting, and presses its keys', async () => {
  terminal = new PseudoTerminal(directory, []);
  await terminal.shows('› light');
  await expect.poll(() => terminal.takesMouse).toBe(true);
  terminal.clickOn('medium');
  await terminal.shows('› medium');
  terminal.clickOn('e edit');
  await terminal.shows('settings · medium');
  terminal.clickOn('batch');
  await terminal.shows(/› {3}batch/);
  terminal.press('Esc');
  await terminal.shows('› medium');
  terminal.clickOn('w workload');
  await terminal.shows('one prompt, as often as you say');
  // What is asked has the hand.
  terminal.clickOn('light');
  terminal.clickOn('keep');
  await terminal.hides('one prompt, as often as you say');
  await terminal.shows('› medium');
  terminal.clickOn('h history');
  await terminal.shows('─ history ─');
});

test('answers and runs of before are clicked like agents', async () => {
  await open();
  await terminal.shows(/ [1-9]\d* calls {2}100 %/);
  terminal.press('X');
  await terminal.shows('STOPPED');
  terminal.clickOn('A answers');
  await terminal.shows('─ answers ─');
  const { x, y } = terminal.find('task-0004') ?? { x: 0, y: 0 };
  terminal.click(x, y);
  await terminal.shows(/^› . task-0004/m);
  terminal.click(x, y);
  await terminal.shows(/task-0004[\s\S]*Name a harbour/);
  terminal.press('Esc', 'Esc', 'q');
  await terminal.ended;
  terminal.close();
  terminal = new PseudoTerminal(directory, []);
  await terminal.shows('h history');
  terminal.press('h');
  await terminal.shows('› cathedral');
  const run = terminal.find('cathedral') ?? { x: 0, y: 0 };
  terminal.click(run.x, run.y);
  terminal.click(run.x, run.y);
  await terminal.shows(/cathedral[\s\S]*STOPPED[\s\S]*1 agents/);
});

test('M gives the mouse back to the terminal, for the next console too', async () => {
  await open();
  terminal.press('M');
  await terminal.shows('mouse off: text can be selected');
  expect(terminal.takesMouse).toBe(false);
  await expect
    .poll(() => directory.json('home/settings.json').console, { timeout: 5_000 })
    .toEqual({ mouse: false });
  terminal.press('X');
  await terminal.shows('STOPPED');
  terminal.press('q');
  await terminal.ended;
  terminal.close();
  terminal = new PseudoTerminal(directory, []);
  await terminal.shows('presets');
  expect(terminal.takesMouse).toBe(false);
  terminal.press('M');
  await expect.poll(() => terminal.takesMouse).toBe(true);
});
