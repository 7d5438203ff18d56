import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { promptPlan, Swarm } from './swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 4 });
});
afterEach(() => simulator.stop());

const run = (tasks: number) =>
  new Swarm({ urls: [`${simulator.url}/v1`], plan: promptPlan(tasks) }).start();

test.each([1, 2, 10])(
  '%i tasks in flight at once that are all refused: nothing could run',
  async (tasks) => {
    simulator.configure({ faults: { shares: { unauthorized: 1 } } });
    expect(await run(tasks).ended).toMatchObject({
      phase: 'FAILED',
      exitCode: 4,
      reason: expect.stringMatching(/^every route refuses: ./),
    });
  },
);

test('tasks that fail for another reason are failed tasks', async () => {
  simulator.configure({ faults: { shares: { 'bad-request': 1 } } });
  expect(await run(2).ended).toMatchObject({ phase: 'DONE', exitCode: 1, reason: null });
});
