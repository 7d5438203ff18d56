import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';

let directory: WorkingDirectory;
let simulator: Simulator;
let terminal: PseudoTerminal | null = null;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ firstTokenMs: 50, outputTokens: 5_000, tokensPerSecond: 100 });
});
afterEach(async () => {
  terminal?.close();
  terminal = null;
  await directory.clear();
  await simulator.stop();
});

function open(prompts: number, more: string, size?: { columns: number; rows: number }) {
  writeFileSync(
    join(directory.path, 'swarm.yaml'),
    `name: cathedral
baseUrl: ${simulator.url}/v1
out: out
agents: 16
roles: { kaoz: { share: 3 }, order: { share: 1 } }
workload: { prompts: [ { id: greeting, prompt: Hello? }, { id: farewell, prompt: Bye? } ], repeat: ${prompts} }
${more}
`,
  );
  terminal = new PseudoTerminal(directory, ['run', 'swarm.yaml'], size);
  return terminal;
}

/** Names of agents in the list, from the top. */
const listed = (screen: string) =>
  [...screen.matchAll(/^ ((?:kaoz|order)_\d+) +\S /gm)].map(([, name]) => name);

test('agents in a list: their tasks by name, sorted, grouped, filtered by a selection', async () => {
  const screen = open(20, '');
  await screen.shows('16 streaming');
  screen.press('1v');
  await screen.shows(/^ agent▲ +status +task .*\n kaoz_0 +● streaming +greeting/m);
  await expect.poll(() => listed(screen.text()).length).toBe(16);
  screen.press('S');
  await screen.shows(/^ agent▼/m);
  await expect.poll(() => listed(screen.text())[0]).toBe('order_3');
  screen.press('oo');
  await screen.shows(/^ ● streaming 16 /m);
  screen.press('/role:order age>0s\r');
  await screen.shows(/─ 1 agents ─+ \/role:order age>0s 4 of 16 /);
  await expect.poll(() => listed(screen.text()).length).toBe(4);
  screen.press('\u001b');
  await expect.poll(() => listed(screen.text()).length).toBe(16);
});

test('what is marked by hand in the list is what is cancelled', async () => {
  const screen = open(20, '');
  await screen.shows('16 streaming');
  screen.press('1vj  c');
  await screen.shows(/Cancel 2 tasks of 2 agents\?/);
  screen.press('\r');
  await screen.shows(/2 tasks +cancelled/);
  await expect.poll(() => simulator.record().totals.aborted).toBe(2);
});

test('the limit that holds an agent is named in its line', async () => {
  simulator.configure({ outputTokens: 20 });
  const screen = open(40, 'limits: { requestsPerMinute: 60, burst: 1 }');
  await screen.shows(/[1-9]\d* held/);
  screen.press('1v');
  await screen.shows(/‖ held rate/);
});

test('f goes to an agent that backs off, the list groups by its error, and the log leads to it', async () => {
  simulator.configure({ faults: { shares: { 'server-error': 0.3 } }, outputTokens: 60 });
  const screen = open(400, 'retry: { retries: 5, baseMs: 25000, maxMs: 30000, jitter: none }');
  await screen.shows(/[1-9]\d* retrying/);
  screen.press('1f');
  await screen.shows(/─ 1 agents ─+ (?:kaoz|order)_\d+ ↻ retrying \d .*server 50\d/);
  screen.press('v', 'oooo');
  await screen.shows(/^ server 50\d: .* \d+ /m);
  await screen.shows(/^ no error \d+ /m);
  screen.press('7e');
  await screen.shows(/─ 7 log ─+ errors only/);
  screen.press('f');
  await screen.shows(/─ 7 log ─+ frozen/);
  screen.press('Enter');
  await screen.shows(/^ (?:kaoz|order)_\d+ .*retrying/m);
  screen.press('Esc');
  await screen.shows(/─ 7 log ─+ frozen/);
});

test('at 80×24 list, filter and help stay whole', async () => {
  const screen = open(20, '', { columns: 80, rows: 24 });
  await screen.shows('16 streaming');
  screen.press('1v/kaoz_1\r');
  await screen.shows(/─ 1 agents ─+ \/kaoz_1 3 of 16/);
  expect(listed(screen.text())).toEqual(['kaoz_1', 'kaoz_10', 'kaoz_11']);
  screen.press('?/failed');
  await screen.shows(/the next one that failed/);
  screen.press('Esc');
  await screen.shows(/cancel, unasked/);
  screen.press('Esc');
  await screen.shows(/\/kaoz_1 3 of 16/);
});
