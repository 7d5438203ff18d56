import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';
import { directory, eachTestOnSimulator, onSimulator, simulator } from './on-simulator.ts';

eachTestOnSimulator();

let terminal: PseudoTerminal | null = null;
afterEach(() => {
  terminal?.close();
  terminal = null;
});

/** A diamond with a task for each of three people. */
const tasks = {
  parse: { prompt: 'Parse' },
  screen: { needs: ['parse'], forEach: ['ada', 'bob', 'cleo'], prompt: 'Screen {{item}}' },
  policy: { needs: ['parse'], critical: false, prompt: 'Policy' },
  rank: { needs: ['screen', 'policy'], prompt: 'Rank {{tasks.screen.texts}}' },
};

test('a run of workflows is seen and steered by level, and seen so again when it is of the past', async () => {
  const workflows = ['hr', 'finance'].map((name) => ({ name, tasks }));
  writeFileSync(
    join(directory.path, 'swarm.json'),
    JSON.stringify({ name: 'modules', agents: 6, workload: { workflows } }),
  );
  simulator.configure({ firstTokenMs: 100, outputTokens: 40, tokensPerSecond: 30 });
  terminal = new PseudoTerminal(directory, ['run', 'swarm.json', ...onSimulator()]);
  await terminal.shows('RUNNING');
  await terminal.shows(/the order of the work: \d tasks run, \d+ wait for them/);
  terminal.press('D');
  await terminal.shows(/› ● hr .*\n.*● finance /);
  await terminal.shows(/2 {2}┃ ● screen +running +0\/3 .*← parse/);
  // What is kept back is not done before it is let go on.
  terminal.press('p');
  await terminal.shows(/› ‖ hr .* paused/);
  await terminal.shows(/■ finance .* 6\/6/);
  expect(terminal.text()).toMatch(/┃ □ rank +blocked/);
  simulator.configure({ tokensPerSecond: 2_000 });
  terminal.press('p');
  const text = await terminal.shows(/■ DONE +12 of 12 done/);
  expect(text).toMatch(/› ■ hr .* 6\/6/);

  terminal.press(':history');
  terminal.press('Enter');
  await terminal.shows(/› modules +■ finished/);
  terminal.press('Enter');
  await terminal.shows(/read-only {2}■ DONE/);
  terminal.press('D');
  await terminal.shows(/┃ ■ rank +done/);
  terminal.press('{');
  await terminal.shows('there are no tasks yet');
  terminal.press(...Array.from({ length: 12 }, () => '>'));
  await terminal.shows(/┃ □ rank +blocked .*← screen, policy/);
}, 60_000);
