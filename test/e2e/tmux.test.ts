import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';

const program = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));
const missing = spawnSync('tmux', ['-V']).error !== undefined;
/** A server of its own, so that nobody's sessions are touched. */
const socket = `swarmdeck-test-${process.pid}`;
const tmux = (...args: readonly string[]) =>
  execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });

let directory: WorkingDirectory;
let simulator: Simulator;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ firstTokenMs: 50, outputTokens: 60, tokensPerSecond: 50 });
});
afterEach(async () => {
  if (!missing) spawnSync('tmux', ['-L', socket, 'kill-server']);
  await directory.clear();
  await simulator.stop();
});

const screen = () => tmux('capture-pane', '-p');
const shows = (wanted: RegExp) => expect.poll(screen, { timeout: 15_000 }).toMatch(wanted);

test('in tmux a run is shown, answers to keys, follows a resize, and leaves the shell as it was', async (context) => {
  if (missing) context.skip('tmux is not installed: apt-get install tmux, as .ci/run does');
  tmux('new-session', '-d', '-x', '120', '-y', '40', '-c', directory.path, 'sh');
  const environment = `HOME=${directory.path} SWARMDECK_HOME=${directory.path}/home LANG=C.UTF-8`;
  const run = `--prompt "Name a harbour." --repeat 200 --agents 8 --name cathedral --base-url ${simulator.url}/v1 --out out`;
  tmux(
    'send-keys',
    `PS1='shell> '; clear; ${environment} "${process.execPath}" ${program} run ${run}`,
    'Enter',
  );
  await shows(/cathedral.*RUNNING/);
  await shows(/─ 1 agents ─.*─ 2 throughput ─/);
  await shows(/8 streaming/);

  tmux('send-keys', 'p');
  await shows(/PAUSED/);
  tmux('send-keys', 'p');
  await shows(/RUNNING/);
  tmux('send-keys', '?');
  await shows(/concurrency up by a tenth/);
  tmux('send-keys', 'Escape');
  await shows(/─ 1 agents ─/);

  tmux('resize-window', '-x', '80', '-y', '24');
  await shows(/─ 1 agents [^\n]{60,}\n/);
  expect(screen().match(/─ 1 agents/g)).toHaveLength(1);

  tmux('send-keys', 'X');
  await shows(/STOPPED/);
  tmux('send-keys', 'q');
  await shows(/ended +STOPPED/);
  await shows(/shell>\s*$/);
  expect(tmux('display-message', '-p', '#{alternate_on} #{cursor_flag}').trim()).toBe('0 1');
});
