import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PseudoTerminal, type PseudoTerminalOptions } from '../helpers/pseudo-terminal.ts';
import { directory, eachTestOnSimulator, onSimulator, prompts, simulator } from './on-simulator.ts';

eachTestOnSimulator();

const bench = (...more: string[]) => [
  ...['bench', '--base-url', simulator.url, '--model', 'm', '--questions', '4', '--levels', '2'],
  ...more,
];

function terminal(args: readonly string[], options: PseudoTerminalOptions = {}): PseudoTerminal {
  const opened = new PseudoTerminal(directory, args, options);
  onTestFinished(() => opened.close());
  return opened;
}

test('on a terminal it asks before it makes calls, and offers the knee as a preset', async () => {
  simulator.configure({ latencyMs: 200, queueAbove: 2 });
  const opened = terminal(bench(), { columns: 100, rows: 60 });
  await opened.shows('This makes 13 calls at a price that is unknown. Go on? [y/N]');
  expect(simulator.record().totals.calls).toBe(0);
  opened.type('y\r');
  await opened.shows('Keep 2 calls at once as a preset? Its name, or Enter for no:');
  opened.type('pair\r');
  expect(await opened.ended).toBe(0);
  await opened.shows('Use it with: swarmdeck run --preset pair');
  // What was drawn while it ran is gone from the screen.
  expect(opened.text()).not.toContain('in flight');
  const { stdout } = await directory.run(['presets', 'show', 'pair']);
  expect(stdout).toMatch(/^concurrency +2 /m);
});

test('an answer that is not yes calls nothing, and neither does Ctrl-C', async () => {
  const refused = terminal(bench());
  await refused.shows('Go on?');
  refused.type('\r');
  expect(await refused.ended).toBe(130);
  const cut = terminal(bench());
  await cut.shows('Go on?');
  cut.press('Ctrl+C');
  expect(await cut.ended).toBe(130);
  expect(simulator.record().totals.calls).toBe(0);
});

test('Ctrl-C ends the run under way, tells what was measured and leaves nothing behind', async () => {
  mkdirSync(join(directory.path, 'tmp'));
  simulator.configure({ latencyMs: 50, firstTokenMs: 20 });
  const args = bench('--yes', '--questions', '40', '--levels', '2', '--concurrency', '40');
  const command = directory.start(args, { TMPDIR: join(directory.path, 'tmp') });
  await command.says('2/3  40 at once', 'stderr');
  command.child.kill('SIGINT');
  const { code, stdout, stderr } = await command.ended;
  expect(code).toBe(130);
  expect(stderr).toMatch(/3\/3 {2}2 at once: \d+\/40 done .* not ended: stopped by SIGINT/);
  expect(stdout).toMatch(/^ {2}40 at once: \d+\.\d times as fast/m);
  expect(stdout).toContain('The knee is not known: not every level was measured.');
  expect(stdout).toContain('ended  2 at once: stopped by SIGINT');
  expect(readdirSync(join(directory.path, 'tmp'))).toEqual([]);
  expect(existsSync(join(directory.path, 'swarm-runs'))).toBe(false);
});

test('a run too can write a profile of what it spends its CPU on', async () => {
  const { code, stderr } = await directory.run([
    ...['run', '--prompts', prompts(4), '--cpu-prof', ...onSimulator()],
  ]);
  expect(code).toBe(0);
  const file = join(directory.path, 'out', 'run.cpuprofile');
  expect(stderr).toContain('run.cpuprofile (open it in');
  expect(JSON.parse(readFileSync(file, 'utf8')).nodes.length).toBeGreaterThan(0);
});
