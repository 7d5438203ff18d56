import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TuningWish } from '../../../src/engine/commands/command.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/start-simulator.ts';
import { promptPlan, Swarm } from '../swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 20, outputTokens: 2_000, tokensPerSecond: 100 });
});
afterEach(() => simulator.stop());

async function running(): Promise<Swarm> {
  const swarm = new Swarm({
    urls: [`${simulator.url}/v1`, `${simulator.url}/v1`],
    plan: promptPlan(20),
    agents: 8,
    concurrency: 4,
  }).start();
  await swarm.until('call.streaming');
  return swarm;
}

const effectOf = (swarm: Swarm, command: Parameters<Swarm['ask']>[0]) => {
  const answer = swarm.ask(command);
  return answer.ok ? answer.effect : answer.reason;
};

test.each<[string, TuningWish]>([
  ['concurrency 4 → 2', { concurrency: 2 }],
  ['concurrency 4 → 1-4', { concurrency: 'auto' }],
  ['concurrency 4 → 2-30', { concurrency: { min: 2, max: 30 } }],
  ['agents.agent 8 → 12', { agents: 12 }],
  ['pool 100 → 7, maxConnections none → 3, batch 1 → 4', { pool: 7, maxConnections: 3, batch: 4 }],
  ['limits.tokensPerMinute none → 60,000', { limits: { tokensPerMinute: 60_000, burst: null } }],
  [
    'openai/m1: limits.requestsPerMinute none → 60',
    { route: 'openai/m1', limits: { requestsPerMinute: 60 } },
  ],
  [
    'retry.retries 5 → 8, retry.perClass {} → {"timeout":1}, breaker.failures 3 → 9, timeouts.idleSeconds 20 → 30',
    {
      retry: { retries: 8, perClass: { timeout: 1 } },
      breaker: { failures: 9 },
      timeouts: { idleSeconds: 30 },
    },
  ],
  ['nothing changes', { concurrency: 4, pool: 100 }],
])('what is said before a change is what is said after it: %s', async (words, wish) => {
  const swarm = await running();
  expect(swarm.engine.preview({ type: 'tune', wish })).toEqual({ ok: true, words });
  expect(effectOf(swarm, { type: 'tune', wish })).toBe(words);
  expect(swarm.engine.preview({ type: 'tune', wish }).words).toBe('nothing changes');
  swarm.ask({ type: 'stop', mode: 'now' });
  await swarm.ended;
});

test('agents of several roles are set at once, and split by weights', async () => {
  const swarm = new Swarm({
    ...{ urls: [`${simulator.url}/v1`], plan: promptPlan(20), concurrency: 4 },
    roles: { kaoz: 6, order: 2, judge: 3 },
  }).start();
  await swarm.until('call.streaming');
  const says = (wish: TuningWish, words: string) => {
    expect(swarm.engine.preview({ type: 'tune', wish })).toEqual({ ok: true, words });
    expect(effectOf(swarm, { type: 'tune', wish })).toBe(words);
  };
  says({ agents: { kaoz: 5, order: 5 } }, 'agents.kaoz 6 → 5, agents.order 2 → 5');
  says({ shares: { kaoz: 4, order: 1 } }, 'agents.kaoz 5 → 8, agents.order 5 → 2');
  // Every role keeps one.
  says({ shares: { kaoz: 1000, order: 1 } }, 'agents.kaoz 8 → 9, agents.order 2 → 1');
  expect(effectOf(swarm, { type: 'tune', wish: { shares: { kaoz: 1, oder: 1 } } })).toBe(
    'there is no role oder; there are kaoz, order, judge',
  );
  swarm.ask({ type: 'stop', mode: 'now' });
  await swarm.ended;
});

test('a preset says before it is switched to what changes and what cannot', async () => {
  const swarm = await running();
  const command = {
    type: 'preset',
    name: 'light',
    wish: { concurrency: 2 },
    notLive: ['provider'],
  } as const;
  const words = 'concurrency 4 → 2 · not before the next run: provider';
  expect(swarm.engine.preview(command)).toEqual({ ok: true, words });
  expect(effectOf(swarm, command)).toBe(words);
  expect(swarm.engine.state.info.preset).toBe('light');
  swarm.ask({ type: 'stop', mode: 'now' });
  await swarm.ended;
});

test('what was previewed is what is touched, and the log says what it was selected by', async () => {
  const swarm = await running();
  const preview = swarm.engine.preview({ type: 'cancel', selection: { query: 'status:queued' } });
  if (!preview.ok || preview.tasks === undefined) throw new Error(preview.words);
  expect(preview.words).toBe('16 tasks, all queued · nothing spent on them');
  expect(preview.tasks).toHaveLength(16);
  const selection = { tasks: preview.tasks.slice(0, 3), as: 'status:queued' };
  expect(effectOf(swarm, { type: 'cancel', selection })).toBe('3 tasks cancelled');
  await swarm.until('command.accepted', ({ command }) => command === 'cancel status:queued');
  swarm.ask({ type: 'stop', mode: 'now' });
  await swarm.ended;
});

test('waits that do not fit what stays are refused, before and after Enter', async () => {
  const swarm = await running();
  const command = { type: 'tune', wish: { retry: { baseMs: 900 } } } as const;
  const words = 'retry.baseMs is at most retry.maxMs, which is 200, not 900';
  expect(swarm.engine.preview(command)).toEqual({ ok: false, words });
  expect(effectOf(swarm, command)).toBe(words);
  const unknown = { type: 'tune', wish: { agents: { agnet: 3 } } } as const;
  expect(effectOf(swarm, unknown)).toBe('there is no role agnet; there are agent');
  swarm.ask({ type: 'stop', mode: 'now' });
  await swarm.ended;
});

test('a single task that does not fit says what it is instead', async () => {
  const swarm = await running();
  const selection = { query: 'task:task-19' };
  expect(swarm.engine.preview({ type: 'requeue', selection }).words).toBe(
    'the task is queued, there is no call to cut',
  );
  swarm.ask({ type: 'cancel', selection });
  expect(effectOf(swarm, { type: 'route', selection, route: 'openai/m1' })).toBe(
    'the task is cancelled, it makes no further call',
  );
  swarm.ask({ type: 'stop', mode: 'now' });
  await swarm.ended;
});
