import { existsSync, writeFileSync } from 'node:fs';
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
  simulator = await startSimulator({ firstTokenMs: 20, outputTokens: 10, tokensPerSecond: 200 });
});
afterEach(async () => {
  terminal.close();
  await directory.clear();
  await simulator.stop();
});

function open(env: Record<string, string> = {}): PseudoTerminal {
  terminal = new PseudoTerminal(directory, [], {
    columns: 100,
    rows: 30,
    env: { OLLAMA_HOST: '127.0.0.1:9', ...env },
  });
  return terminal;
}

const prompts = (count: number) =>
  writeFileSync(
    join(directory.path, 'prompts.jsonl'),
    Array.from({ length: count }, (_, i) => `{"prompt":"Prompt number ${i}?"}`).join('\n'),
  );

/** Calls of a model: a look at the list of models is none. */
const calls = () => simulator.record().calls.filter(({ path }) => path.includes('completions'));

test('a setting is edited, the estimate follows, and what was made is saved, found and launched', async () => {
  open();
  await terminal.shows('› light');
  await terminal.shows('200 tasks');
  terminal.press('e');
  await terminal.shows('settings · light');
  terminal.press('\r\x1530\r');
  await terminal.shows(/• agents +30 {3}10 → 30/);
  // Twenty prompts an agent.
  await terminal.shows('600 tasks');
  terminal.press('\x1b');
  await terminal.shows('› custom of light');
  terminal.press('s');
  await terminal.shows('save as preset');
  terminal.press('night\r');
  await terminal.shows('› night');
  const list = await directory.run(['presets', 'list']);
  expect(list.stdout).toMatch(/^night +30 +30 +you +light with agents$/m);
  terminal.press('\r');
  await terminal.shows('RUNNING');
  await terminal.shows(/light|night/);
  terminal.press('X');
  await terminal.shows('STOPPED');
  terminal.press('q');
  expect(await terminal.ended).toBe(130);
  const [run] = JSON.parse((await directory.run(['runs', '--json'])).stdout);
  expect(run).toMatchObject({ preset: 'night', tasks: { total: 600 } });
});

test('work from a file goes to a server of OpenAI’s kind, to its end', async () => {
  prompts(40);
  open({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${simulator.url}/v1` });
  await terminal.shows(/openai +key found · \d+ ms · gpt-5-mini there/);
  terminal.press('o');
  await terminal.shows('there is no work for openai/gpt-5-mini yet');
  terminal.press('w');
  await terminal.shows('prompts as text');
  terminal.press('f');
  await terminal.shows('prompts.jsonl');
  terminal.press('pr\t\r');
  await terminal.shows(/file {2}prompts\.jsonl +40/);
  await terminal.shows(/likely ~\$0\.03/);
  terminal.press('\r');
  await terminal.shows('DONE');
  expect(calls()).toHaveLength(40);
  terminal.press('q');
  expect(await terminal.ended).toBe(0);
  expect(terminal.written).not.toContain('sk-test');
});

test('a launch of many tasks on a real service asks first, and Esc launches nothing', async () => {
  prompts(1_200);
  open({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${simulator.url}/v1` });
  await terminal.shows('key found');
  terminal.press('owf');
  await terminal.shows('prompts or spec');
  terminal.press('prompts.jsonl\r');
  await terminal.shows(/prompts\.jsonl +1,200/);
  terminal.press('\r');
  await terminal.shows('Launch 1,200 tasks on openai/gpt-5-mini?');
  await terminal.shows('no budget stops it');
  terminal.press('\x1b');
  await terminal.hides('Launch 1,200 tasks');
  expect(calls()).toHaveLength(0);
  expect(existsSync(join(directory.path, 'swarm-runs'))).toBe(false);
  terminal.press('q');
  expect(await terminal.ended).toBe(0);
});

test('an Ollama is found, taken only when asked, and a model is fetched for it', async () => {
  prompts(3);
  open({ OLLAMA_HOST: simulator.url });
  await terminal.shows(/ollama +found here, 3 models/);
  await terminal.shows(/› simulator/);
  terminal.press('P');
  await terminal.shows('model to fetch for Ollama');
  terminal.press('gemma3\r');
  await terminal.shows('gemma3 is there');
  await terminal.shows(/ollama +found here, 4 models/);
  terminal.press('o');
  await terminal.shows(/› ollama +found here, 4 models/);
  terminal.press('wf');
  await terminal.shows('prompts or spec');
  terminal.press('prompts.jsonl\r');
  await terminal.shows('costs nothing');
  terminal.press('\r');
  await terminal.shows('DONE');
  terminal.press('q');
  expect(await terminal.ended).toBe(0);
});

test('the work of the last run is launched again', async () => {
  const told = await directory.run(['run', '--prompt', 'Name a harbour.', '--repeat', '10']);
  expect(told.code).toBe(0);
  open();
  await terminal.shows('› light');
  terminal.press('w');
  await terminal.shows(/last run +swarm, 10 tasks/);
  terminal.press('l');
  await terminal.shows(/as in run {2}swarm +10/);
  terminal.press('\r');
  await terminal.shows('DONE');
  terminal.press('q');
  expect(await terminal.ended).toBe(0);
});
