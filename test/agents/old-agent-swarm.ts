import { expect } from 'vitest';
import { type OldAgent, type WrapOptions, wrapAgent } from '../../src/agents/wrap-agent.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { promptPlan, Swarm, type SwarmOptions } from '../engine/swarm.ts';

/** A swarm of ten agents whose code is an old agent, with a prompt for each. */
export function beginOn(
  simulator: Simulator,
  agent: OldAgent,
  options: WrapOptions = {},
  tasks = 10,
  swarm: Partial<SwarmOptions> = {},
) {
  const code = wrapAgent(agent, options);
  const urls = [`${simulator.url}/v1`];
  const run = new Swarm({ urls, plan: promptPlan(tasks), code, ...swarm }).start();
  const answers = () => run.all('task.finished').map(({ text }) => text);
  const failures = () => run.all('task.failed').sort((a, b) => a.task - b.task);
  return { code, run, answers, failures };
}

export const allAnswered = Array.from({ length: 10 }, (_, task) => `re: Question ${task}`);

/** Every task is answered, once. */
export async function expectAllAnswered({ run, answers, code }: ReturnType<typeof beginOn>) {
  expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 0 });
  expect(answers().toSorted()).toEqual(allAnswered);
  expect(code.health()).toMatchObject({ healthy: true, tasksProcessed: 10, failed: 0, running: 0 });
  await code.shutdown();
}
