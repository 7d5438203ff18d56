import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatProfiles } from '../../src/providers/openai/chat-profiles.ts';
import { OpenAiChat } from '../../src/providers/openai/openai-chat.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { BudgetCaps, RunEvent } from '../../src/state/events.ts';
import { RunState } from '../../src/state/run-state.ts';
import { reply, scriptedServer } from '../helpers/scripted-server.ts';
import { usualRetry } from '../helpers/tuning.ts';
import { promptPlan, Swarm, type SwarmOptions } from './swarm.ts';

// A token of an answer costs a micro-dollar; an answer of four has five thousand set aside for it.
const answer = 4_000;
const bound = 5_000;

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 4, tokensPerSecond: 400 });
});
afterEach(() => simulator.stop());

function swarm(options: Omit<SwarmOptions, 'urls'>): Swarm {
  return new Swarm({ urls: [`${simulator.url}/v1`], maxOutputTokens: 5, ...options });
}

/** What is taken from the run's cap after each event; the most of it. */
function mostTaken(run: Swarm): { nanoUsd: number } {
  const most = { nanoUsd: 0 };
  run.engine.onEvent(() => {
    const { costNanoUsd, reservedNanoUsd, uncertainNanoUsd } = run.engine.state.totals;
    most.nanoUsd = Math.max(most.nanoUsd, costNanoUsd + reservedNanoUsd + uncertainNanoUsd);
  });
  return most;
}

/** The same events folded anew: what a resume starts from. */
function folded(events: readonly RunEvent[]): RunState {
  const state = new RunState();
  for (const event of events) state.apply(event);
  return state;
}

/** A whole answer that reports so many tokens. */
function said(completion_tokens: number) {
  const choices = [{ finish_reason: 'stop', message: { content: 'x' } }];
  const usage = { prompt_tokens: 1, completion_tokens };
  return reply(200, { 'content-type': 'application/json' }, JSON.stringify({ choices, usage }));
}

describe('the budget of a run', () => {
  it('is used up and never passed, and what was set aside comes back', async () => {
    const run = swarm({
      plan: promptPlan(300),
      agents: 100,
      budget: { runNanoUsd: 50 * answer + bound - 1 },
    });
    const most = mostTaken(run.start());
    expect(await run.ended).toEqual({
      phase: 'STOPPED',
      exitCode: 3,
      reason:
        'the budget of $0.000205 is used up: $0.0002 spent, and the $0.000005 left is less than a call may cost ($0.000005); 250 tasks wait; resume with a larger --budget',
    });
    expect(run.engine.state.totals).toMatchObject({
      costNanoUsd: 50 * answer,
      reservedNanoUsd: 0,
      excessNanoUsd: 0,
    });
    expect(most.nanoUsd).toBeLessThanOrEqual(50 * answer + bound - 1);
    expect(simulator.record().totals.calls).toBe(50);
    expect(run.all('gate.held')[0]).toMatchObject({ gate: 'budget', untilT: null });
    expect(run.all('gate.held')[0].detail).toBe('budget $0.000205');
    // However much is spent meanwhile, it is one hold.
    expect(run.all('gate.held').length).toBeLessThan(5);
  });

  it('lets more calls run at once only as more fits', async () => {
    const run = swarm({ plan: promptPlan(40), agents: 40, budget: { runNanoUsd: 3 * bound } });
    await run.start().ended;
    expect(simulator.record().totals.peakInFlight).toBe(3);
  });

  it('that no call fits into sends nothing', async () => {
    const run = swarm({ plan: promptPlan(2), budget: { runNanoUsd: bound - 1 } });
    expect(await run.start().ended).toMatchObject({ exitCode: 3 });
    expect(simulator.record().totals.calls).toBe(0);
  });

  it('is enough for a run that fits, and sets a longest answer where none is set', async () => {
    simulator.configure({ outputTokens: 2_000, tokensPerSecond: 1e6 });
    const cap = { runNanoUsd: 10_000_000 };
    const run = swarm({ plan: promptPlan(4), maxOutputTokens: null, budget: cap });
    expect(await run.start().ended).toMatchObject({ exitCode: 0 });
    // The route's model has 1,000 as its most.
    expect(run.all('task.finished').map(({ finishReason }) => finishReason)).toEqual(
      Array(4).fill('length'),
    );
    const free = swarm({ plan: promptPlan(1), maxOutputTokens: null });
    await free.start().ended;
    expect(free.all('task.finished')[0]).toMatchObject({ finishReason: 'stop' });
  });

  it('gives an error back, and keeps what may have been billed', async () => {
    simulator.configure({ faults: { shares: { 'server-error': 1 }, firstCalls: 6 } });
    const retry = { ...usualRetry, retries: 100, baseMs: 1, maxMs: 2 };
    const breaker = { failures: 1_000, share: 1, window: 1_000, recoverySeconds: 1 };
    const refused = swarm({
      plan: promptPlan(6),
      agents: 2,
      budget: { runNanoUsd: 7 * bound },
      change: { retry, breaker },
    });
    expect(await refused.start().ended).toMatchObject({ exitCode: 0 });
    expect(refused.engine.state.totals).toMatchObject({ retries: 6, uncertainNanoUsd: 0 });

    simulator.configure({ faults: { shares: { 'reset-body': 1 } } });
    const broken = swarm({
      plan: promptPlan(6),
      agents: 2,
      budget: { runNanoUsd: 7 * bound },
      change: { retry, breaker },
    });
    const outcome = await broken.start().ended;
    expect(outcome.exitCode).toBe(3);
    expect(outcome.reason).toContain('$0 spent, $0.000035 uncertain, and the $0 left');
    expect(broken.engine.state.totals).toMatchObject({
      calls: 7,
      uncertainCalls: 7,
      uncertainNanoUsd: 7 * bound,
    });
  });

  it('shows what a call cost beyond its bound', async () => {
    const lying = await scriptedServer(said(12));
    const run = new Swarm({
      urls: [lying.url],
      plan: promptPlan(4),
      agents: 1,
      maxOutputTokens: 5,
      budget: { runNanoUsd: 2 * bound },
    });
    expect(await run.start().ended).toMatchObject({ exitCode: 3 });
    expect(run.engine.state.totals).toMatchObject({ costNanoUsd: 12_000, excessNanoUsd: 7_000 });
    await lying.close();
  });

  it('goes by what the service says that a call cost, and by the price where it says nothing', async () => {
    const told = (cost?: number) => {
      const choices = [{ finish_reason: 'stop', message: { content: 'x' } }];
      const usage = { prompt_tokens: 1, completion_tokens: 4, cost };
      return reply(200, {}, JSON.stringify({ choices, usage }));
    };
    const server = await scriptedServer(told(0.000_001), told(), told(0.000_001));
    const { url: baseUrl } = server;
    const run = new Swarm({
      urls: [baseUrl],
      plan: promptPlan(5),
      agents: 1,
      maxOutputTokens: 5,
      budget: { runNanoUsd: 2 * bound },
      protocol: new OpenAiChat({ baseUrl, key: 'k', profile: chatProfiles.openrouter }),
    });
    await run.start().ended;
    // At their price, 4,000 each, the third would not have fitted.
    expect(run.all('task.finished').map(({ costNanoUsd }) => costNanoUsd)).toEqual([
      1_000, 4_000, 1_000,
    ]);
    expect(run.engine.state.totals).toMatchObject({ costNanoUsd: 6_000, unpricedCalls: 0 });
    await server.close();
  });

  it('counts what earlier sessions spent, and the calls that one of them died in', async () => {
    const first = swarm({ plan: promptPlan(20), agents: 4, budget: { runNanoUsd: 10 * bound } });
    await first.start().ended;
    const spent = first.engine.state.totals.costNanoUsd;
    const died = first.events.slice(
      0,
      first.events.findLastIndex(({ type }) => type === 'task.started') + 1,
    );
    const state = folded(died);
    const { costNanoUsd, reservedNanoUsd } = state.totals;
    expect(reservedNanoUsd).toBeGreaterThanOrEqual(bound);
    const room = costNanoUsd + reservedNanoUsd + 3 * bound;
    const run = swarm({
      plan: promptPlan(20),
      agents: 4,
      budget: { runNanoUsd: room },
      change: { state, elapsedMs: state.t },
    });
    const most = mostTaken(run.start());
    expect(await run.ended).toMatchObject({ exitCode: 3 });
    expect(run.engine.state.totals.uncertainNanoUsd).toBe(reservedNanoUsd);
    expect(run.engine.state.totals.costNanoUsd).toBeGreaterThan(costNanoUsd);
    expect(spent).toBeGreaterThan(0);
    expect(most.nanoUsd).toBeLessThanOrEqual(room);
  });
});

describe('a budget that somebody can raise', () => {
  const poor = (budget: Partial<BudgetCaps> = { runNanoUsd: 4 * bound }) =>
    swarm({ plan: promptPlan(10), agents: 2, budget, change: { waitForBudget: true } }).start();
  const isPaused = (run: Swarm) => run.until('run.phase', ({ phase }) => phase === 'PAUSED');

  it('pauses the run, which goes on when it is raised', async () => {
    const run = poor();
    expect((await isPaused(run)).reason).toMatch(/^the budget of \$0\.00002 is used up: .*6 tasks/);
    expect(run.ask({ type: 'tune', wish: { budget: { usd: 0.001 } } })).toMatchObject({
      ok: true,
      effect: 'budget.usd 0.00002 → 0.001',
    });
    expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 0 });
  });

  it('pauses it again where the operator goes on without raising it', async () => {
    const run = poor();
    const { seq } = await isPaused(run);
    run.ask({ type: 'resume' });
    const again = await run.until(
      'run.phase',
      (event) => event.phase === 'PAUSED' && event.seq > seq,
    );
    expect(again.reason).toContain('is used up');
    run.ask({ type: 'stop', mode: 'drain' });
    expect(await run.ended).toMatchObject({
      phase: 'STOPPED',
      exitCode: 3,
      reason: expect.stringContaining('is used up'),
    });
  });

  it('may be taken away, and lowered below what was spent', async () => {
    const run = poor({ runNanoUsd: 1_000 * bound });
    await run.until('task.finished');
    run.ask({ type: 'tune', wish: { budget: { usd: 1e-9 } } });
    const started = run.all('task.started').length;
    await isPaused(run);
    expect(run.all('task.started')).toHaveLength(started);
    run.ask({ type: 'tune', wish: { budget: { usd: null } } });
    expect(await run.ended).toMatchObject({ exitCode: 0 });
  });

  it('is refused where it is no amount', async () => {
    const run = poor();
    expect(run.ask({ type: 'tune', wish: { budget: { usd: -1 } } })).toMatchObject({
      ok: false,
      reason: 'a budget is an amount above 0, at most 9,000,000 dollars',
    });
    await isPaused(run);
    run.ask({ type: 'stop', mode: 'now' });
    await run.ended;
  });
});

describe('the budget of a role', () => {
  it('holds that role, and the others go on', async () => {
    const role = Uint16Array.from({ length: 20 }, (_, task) => task % 2);
    const run = swarm({
      plan: promptPlan(20, { role }),
      roles: { kaoz: 3, order: 3 },
      budget: { roleNanoUsd: [null, 4 * bound] },
    });
    const outcome = await run.start().ended;
    expect(outcome.exitCode).toBe(3);
    expect(outcome.reason).toMatch(
      /^the budget of order, \$0\.00002, is used up: .*; 6 tasks wait; resume with a larger --set roles\.order\.budget\.usd$/,
    );
    const done = run.all('task.finished').map(({ task }) => task % 2);
    expect(done.filter((role) => role === 0)).toHaveLength(10);
    expect(done.filter((role) => role === 1)).toHaveLength(4);
  });
});

describe('the budget of an agent', () => {
  const agentNanoUsd = 2 * answer + bound - 1;

  it('takes the agent out of the work, and others do the rest of its batch', async () => {
    const run = swarm({
      plan: promptPlan(8, { batch: new Uint32Array(8) }),
      agents: 5,
      budget: { agentNanoUsd },
    });
    expect(await run.start().ended).toMatchObject({ exitCode: 0 });
    const agents = run.all('task.finished').map(({ agent }) => agent);
    expect(agents).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  it('ends the run when every agent is at it, and a larger one goes on', async () => {
    const change = { waitForBudget: true };
    const run = swarm({
      plan: promptPlan(30),
      agents: 4,
      budget: { agentNanoUsd },
      change,
    }).start();
    const { reason } = await run.until('run.phase', ({ phase }) => phase === 'PAUSED');
    expect(reason).toBe(
      'every agent of agent has used up its $0.000013: 22 tasks wait; resume with a larger --set budget.perAgentUsd',
    );
    const { costNanoUsd } = run.engine.state.agents;
    expect([...costNanoUsd.subarray(0, 4)]).toEqual(Array(4).fill(2 * answer));
    run.ask({ type: 'tune', wish: { budget: { perAgentUsd: 1 } } });
    expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 0 });
  });

  it('hands a task that is to be tried again to another agent, with the tries that it had', async () => {
    simulator.configure({ faults: { shares: { 'reset-body': 1 } } });
    const retry = { ...usualRetry, retries: 5, baseMs: 1, maxMs: 2 };
    const breaker = { failures: 1_000, share: 1, window: 1_000, recoverySeconds: 1 };
    const run = swarm({
      plan: promptPlan(1),
      agents: 10,
      budget: { agentNanoUsd: 2 * bound },
      change: { retry, breaker },
    });
    expect(await run.start().ended).toMatchObject({ phase: 'DONE', exitCode: 1 });
    expect(run.all('task.started').map(({ agent, attempt }) => [agent, attempt])).toEqual([
      [0, 1],
      [0, 2],
      [1, 3],
      [1, 4],
      [2, 5],
      [2, 6],
    ]);
  });
});

it('the gates and the fold agree on what everyone has spent', async () => {
  simulator.configure({ faults: { rate: 0.3 } });
  const retry = { ...usualRetry, retries: 3, baseMs: 1, maxMs: 2 };
  const run = swarm({
    plan: promptPlan(120),
    agents: 20,
    budget: { runNanoUsd: 300_000 },
    change: { retry, waitForBudget: true },
  });
  const most = mostTaken(run.start());
  await run.until('run.phase', ({ phase }) => phase === 'PAUSED');
  expect(most.nanoUsd).toBeLessThanOrEqual(300_000);
  const replayed = folded(run.events).totals;
  expect(replayed).toMatchObject({
    costNanoUsd: run.engine.state.totals.costNanoUsd,
    uncertainNanoUsd: run.engine.state.totals.uncertainNanoUsd,
    reservedNanoUsd: 0,
  });
  // The gate has left what the fold has left: too little for another call, and never less than nothing.
  const left = 300_000 - replayed.costNanoUsd - replayed.uncertainNanoUsd;
  expect(left).toBeLessThan(bound);
  expect(left).toBeGreaterThanOrEqual(0);
  run.ask({ type: 'stop', mode: 'now' });
  await run.ended;
});
