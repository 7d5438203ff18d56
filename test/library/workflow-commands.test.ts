import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSwarm, type Swarm } from '../../src/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { RunEvent } from '../../src/state/events.ts';
import { folder } from '../helpers/spec.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ latencyMs: 60, outputTokens: 3 });
});
afterEach(async () => {
  await simulator.stop();
});

const tasks = {
  a: { prompt: 'First' },
  b: { prompt: 'Second, from {{tasks.a.text}}' },
  c: { prompt: 'Third, from {{tasks.b.text}}' },
};

/** Two workflows, `hr` and `finance`, of three tasks in a row. */
async function twoWorkflows(more: object = {}): Promise<{ swarm: Swarm; events: RunEvent[] }> {
  const swarm = await createSwarm(
    {
      provider: 'openai',
      model: 'm',
      baseUrl: `${simulator.url}/v1`,
      agents: 4,
      workload: { workflows: ['hr', 'finance'].map((name) => ({ name, tasks, ...more })) },
    },
    { out: `${folder()}/run`, environment: { OPENAI_API_KEY: 'k' } },
  );
  const events: RunEvent[] = [];
  swarm.onEvent((event) => events.push(event));
  return { swarm, events };
}

/** When the first task is in a call. */
async function begun(swarm: Swarm): Promise<void> {
  const sent = new Promise<void>((resolve) => {
    const off = swarm.onEvent(({ type }) => {
      if (type !== 'call.sent') return;
      off();
      resolve();
    });
  });
  swarm.start();
  await sent;
}

const ids = ['hr.a', 'hr.b', 'hr.c', 'finance.a', 'finance.b', 'finance.c'];
const finished = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'task.finished' ? [ids[event.task]] : []));

test('one workflow is cancelled, and the other is done', async () => {
  const { swarm, events } = await twoWorkflows();
  await begun(swarm);
  expect(swarm.command('cancel workflow:hr')).toMatchObject({ ok: true });
  expect((await swarm.run()).outcome).toMatchObject({ phase: 'DONE', exitCode: 1 });
  expect(finished(events)).toEqual(['finance.a', 'finance.b', 'finance.c']);
});

test('a workflow that was cancelled is done again from its beginning, in its order', async () => {
  const { swarm, events } = await twoWorkflows();
  await begun(swarm);
  swarm.command('cancel workflow:hr');
  await new Promise<void>((resolve) => {
    swarm.onEvent(({ type }) => type === 'task.finished' && resolve());
  });
  expect(swarm.command('retry workflow:hr')).toMatchObject({
    ok: true,
    effect: '3 tasks queued once more',
  });
  const { outcome, metrics } = await swarm.run();
  expect(outcome.exitCode).toBe(0);
  expect(finished(events).filter((id) => id.startsWith('hr'))).toEqual(['hr.a', 'hr.b', 'hr.c']);
  expect(metrics.workflows).toEqual({ started: 2, completed: 2, failed: 0 });
  // The first call of hr.a was cut.
  expect(simulator.record().totals.calls).toBe(7);
});

test('one workflow is kept back, and goes on when it is let go', async () => {
  const { swarm, events } = await twoWorkflows();
  await begun(swarm);
  expect(swarm.command('pause workflow:hr')).toMatchObject({ ok: true });
  await new Promise<void>((resolve) => {
    swarm.onEvent((event) => event.type === 'task.finished' && event.task === 5 && resolve());
  });
  expect(finished(events)).toEqual(expect.not.arrayContaining(['hr.b', 'hr.c']));
  expect(swarm.command('resume workflow:hr')).toMatchObject({ ok: true });
  expect((await swarm.run()).outcome.exitCode).toBe(0);
  expect(finished(events)).toHaveLength(6);
});
