import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noBudget } from '../../src/state/budget-caps.ts';
import type { Bound } from '../../src/state/events.ts';
import { RunState } from '../../src/state/run-state.ts';
import { openRun } from '../../src/store/open-run.ts';
import { writeRunFiles } from '../../src/store/write-run-files.ts';
import { sampleOf } from '../helpers/sample-event.ts';
import { beginRun, createRun, eachTestHasARun, out } from './fresh-run.ts';
import { EventLog } from './sample-run.ts';
import { figures, metrics, mixedRun, results, write } from './written-run.ts';

eachTestHasARun();

describe('metrics.json', () => {
  test('agrees with results.jsonl and lies in both places', async () => {
    await write(mixedRun());
    const figure = metrics();
    const lines = results();
    const done = lines.filter(({ status }) => status === 'done');
    const sum = (values: (number | null | undefined)[]): number =>
      values.reduce<number>((total, value) => total + (value ?? 0), 0);

    expect(readFileSync(join(out, 'agent_responses', 'metrics.json'), 'utf8')).toBe(
      readFileSync(join(out, 'metrics.json'), 'utf8'),
    );
    expect(sum(figure.per_agent.map(({ processed }) => processed))).toBe(done.length);
    expect(sum(figure.per_agent.map(({ failed }) => failed))).toBe(1);
    expect(figure.cost_usd).toBeCloseTo(sum(done.map(({ cost_usd }) => cost_usd)), 9);
    expect(figure.usage.output_tokens).toBe(sum(done.map(({ usage }) => usage?.output_tokens)));
    expect(figure.average_duration).toBeCloseTo(
      sum(done.map(({ duration_ms }) => duration_ms)) / done.length / 1000,
      9,
    );
  });

  test('time in which a task waits for other tasks is no time in the queue', async () => {
    const { store, log, spec, plan } = createRun();
    log.begin(spec, plan, 'r', true);
    log.add(10, { type: 'tasks.released', tasks: [0] });
    log.start(30, 0, 0);
    log.finish(1_000, 0, 0);
    log.add(1_000, { type: 'tasks.released', tasks: [1] });
    log.start(1_050, 1, 0);
    log.finish(1_500, 1, 0);
    await write(store);
    expect(metrics().seconds_by_phase.queue).toBeCloseTo(0.02 + 0.05, 6);
  });

  test('counts agents, tries, phases and errors', async () => {
    await write(mixedRun());
    expect(metrics()).toMatchObject({
      total_agents: 5,
      successful_agents: 1,
      failed_agents: 1,
      success_rate: 2 / 3,
      failure_rate: 1 / 3,
      total_messages_sent: 2 + 2 + 1 + 1 + 2,
      total_messages_received: 2,
      total_duration: 2,
      min_duration: 1,
      max_duration: 1.3,
      throughput: '1 agents/second',
      throughput_per_second: 1,
      calls: 5,
      latency_ms: { p50: 900, p90: 995.5, p95: 995.5, p99: 995.5 },
      first_token_ms: { p50: 195, p99: 200 },
      retries: { count: 1, by_class: { 'rate-limited': 1 }, wait_seconds: 0.3 },
      errors: { 'rate-limited': 1, server: 1 },
      limit_waits: { count: 0, seconds: 0, by_limit: {} },
      limited_by: [],
      alerts: [],
      throttled: 1,
      seconds_by_phase: {
        queue: 0.1 + 0.1 + 1.2,
        gate: 0,
        connect: 0.015,
        wait: 0.985,
        stream: 0.7 + 0.8,
        tool: 0,
      },
      peak_concurrency: 2,
      process: { cpu_seconds: 1.5, peak_rss_bytes: 100_000_000, bytes_in: 5000, bytes_out: 700 },
    });
    const agents = metrics().per_agent;
    expect(agents.map(({ agent, healthy }) => [agent, healthy])).toEqual([
      ['kaoz_0', true],
      ['kaoz_1', true],
      ['kaoz_2', true],
      ['order_0', false],
      ['order_1', true],
    ]);
    expect(agents[3]).toEqual({
      agent: 'order_0',
      role: 'order',
      tier: null,
      processed: 1,
      failed: 1,
      api_time_seconds: 1.5,
      average_duration: 1,
      tokens: 35,
      cost_usd: 1.000000001,
      healthy: false,
    });
    expect(metrics().per_route).toEqual([
      {
        route: 'openai/small',
        requests: 3,
        success_rate: 0.5,
        warm_hit_rate: 0.5,
        tokens_per_second: 10,
        model_warm_rate: null,
        model_tokens_per_second: null,
        breaker: { state: 'closed', trips: 0, success_rate: 0.5 },
      },
      {
        route: 'openai/large',
        requests: 2,
        success_rate: 0.5,
        warm_hit_rate: 0.5,
        tokens_per_second: 10,
        model_warm_rate: null,
        model_tokens_per_second: null,
        breaker: { state: 'closed', trips: 0, success_rate: 0.5 },
      },
    ]);
  });

  test('tells what gates and breakers did', async () => {
    const { store, log } = beginRun();
    const held = { type: 'gate.held', route: 0, detail: '', untilT: null } as const;
    log.add(100, { ...held, gate: 'rate' });
    log.add(150, { ...held, gate: 'rate' });
    log.add(200, { ...held, gate: 'concurrency' });
    log.add(300, { type: 'gate.released', route: 0, gate: 'rate' });
    log.add(400, { type: 'gate.released', route: 0, gate: 'concurrency' });
    log.start(450, 0, 0);
    log.finish(500, 0, 0);
    log.add(600, {
      type: 'breaker.changed',
      route: 0,
      to: 'open',
      trips: 1,
      probeT: 700,
      reason: '',
    });
    log.add(700, {
      type: 'breaker.changed',
      route: 0,
      to: 'half-open',
      trips: 1,
      probeT: null,
      reason: '',
    });
    log.add(800, { ...held, gate: 'breaker' });
    log.add(1000, { type: 'run.phase', phase: 'STOPPED', reason: null });
    await write(store);
    const figure = metrics();
    expect(figure.seconds_by_phase).toMatchObject({ gate: 0.3, queue: 0.15 });
    expect(figure.per_route[0].breaker).toMatchObject({ state: 'half-open', trips: 1 });
  });

  test('tells what limited the run, one limit at a time', async () => {
    const { store, log } = beginRun();
    const tokens = { by: 'rate', route: 1, detail: 'tokens/min 90,000' } as const;
    const full = { by: 'concurrency', route: -1, detail: 'concurrency 5' } as const;
    const idle = { by: 'work', route: -1, detail: '', share: 1 } as const;
    const sample = (t: number, bounds: Bound[], openSockets = 3) =>
      log.add(t, sampleOf({ bounds, openSockets }));
    sample(1000, [{ ...tokens, share: 1 }], 40);
    sample(2000, [
      { ...tokens, share: 0.75 },
      { ...full, share: 0.25 },
    ]);
    sample(4000, [{ ...full, share: 0.5 }]);
    sample(5000, [{ ...tokens, share: 0.25 }, idle]);
    await write(store);
    const figure = metrics();
    expect(figure.limited_by).toEqual([
      { limit: 'tokens/min 90,000 on openai/large', by: 'rate', count: 2, seconds: 2 },
      { limit: 'concurrency 5', by: 'concurrency', count: 1, seconds: 1.25 },
    ]);
    expect(figure.limit_waits).toEqual({
      count: 3,
      seconds: 3.25,
      by_limit: {
        rate: { count: 2, seconds: 2 },
        concurrency: { count: 1, seconds: 1.25 },
      },
    });
    expect(figure.process.peak_open_sockets).toBe(40);
  });

  test('tells of alerts, and which of them still stood at the end', async () => {
    const { store, log } = beginRun();
    log.add(1000, { type: 'alert.raised', alert: 'stall', message: 'nothing has moved' });
    log.add(2000, { type: 'alert.raised', alert: 'budget', message: 'most is spent' });
    log.add(3500, { type: 'alert.cleared', alert: 'stall' });
    log.add(4000, { type: 'alert.raised', alert: 'stall', message: 'nothing moves again' });
    await write(store);
    expect(metrics().alerts).toEqual([
      { alert: 'stall', message: 'nothing has moved', raised_seconds: 1, cleared_seconds: 3.5 },
      { alert: 'budget', message: 'most is spent', raised_seconds: 2, cleared_seconds: null },
      {
        alert: 'stall',
        message: 'nothing moves again',
        raised_seconds: 4,
        cleared_seconds: null,
      },
    ]);
  });

  test('a breaker that was open when its process died is closed in the next session', async () => {
    const { store, log } = beginRun();
    const change = { type: 'breaker.changed', route: 0, trips: 2, reason: '' } as const;
    log.add(600, { ...change, to: 'open', probeT: 700 });
    log.add(700, {
      type: 'run.resumed',
      at: '2026-11-21T10:00:00.000Z',
      session: 2,
      requeued: [],
      concurrency: 5,
      budget: noBudget,
    });
    await write(store);
    expect(metrics().per_route[0].breaker).toMatchObject({ state: 'closed', trips: 2 });
  });

  test('never adds up a cost that is partly unknown', async () => {
    const { store, log } = beginRun();
    log.start(1, 0, 0);
    log.finish(2, 0, 0);
    log.start(1, 2, 1);
    log.finish(2, 2, 1, { costNanoUsd: null });
    await write(store);
    expect(metrics().cost_usd).toBeNull();
    expect(metrics().per_agent.map(({ cost_usd }) => cost_usd)).toEqual([
      0.000012345,
      null,
      0,
      0,
      0,
    ]);
  });

  test('tells what may have been billed besides, and what went beyond its bound, as the fold does', async () => {
    const { store, log } = beginRun();
    const usage = {
      inputTokens: 1,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 1,
      estimated: true,
    };
    log.start(1, 0, 0, 1, 20_000);
    log.finish(2, 0, 0, { costNanoUsd: 23_000 });
    log.start(1, 1, 3, 1, 20_000);
    log.finish(2, 1, 3, { costNanoUsd: 5_000, usage });
    log.start(1, 2, 1, 1, 20_000);
    log.finish(2, 2, 1, { costNanoUsd: null });
    log.start(3, 4, 0, 1, 20_000);
    log.retry(4, 4, 0, 1, 10);
    log.start(5, 4, 0, 2, 20_000);
    log.send(5, 4, 0);
    const cut = { cut: true, uncertain: true, outputTokens: 0 };
    log.add(6, { type: 'task.requeued', task: 4, agent: 0, ...cut });
    await write(store);
    const state = new RunState();
    for (const event of log.events) state.apply(event);
    expect(state.totals).toMatchObject({ uncertainNanoUsd: 55_000, excessNanoUsd: 3_000 });
    expect(metrics()).toMatchObject({ uncertain_usd: 0.000055, excess_usd: 0.000003 });
  });

  test('does not bound what calls of unknown price may have cost', async () => {
    const { store, log } = beginRun();
    log.start(1, 0, 0);
    log.finish(2, 0, 0);
    await write(store);
    expect(metrics()).toMatchObject({ uncertain_usd: null, excess_usd: 0 });
  });

  test('leaves the time between two sessions out and adds their processes up', async () => {
    const { store, log } = beginRun();
    log.start(1000, 0, 0);
    log.add(2000, { type: 'gate.held', route: 0, gate: 'rate', detail: '', untilT: null });
    const bounds = [{ by: 'rate', route: 0, detail: 'requests/min 60', share: 0.5 }] as const;
    log.add(2000, sampleOf({ bounds }));
    await write(store);

    const run = openRun(out);
    const further = new EventLog((event) => run.store.append(event), run.lastSeq);
    const at = '2026-11-21T10:00:00.000Z';
    further.add(102_000, {
      type: 'run.resumed',
      at,
      session: 2,
      requeued: [0],
      concurrency: 5,
      budget: noBudget,
    });
    further.start(103_000, 0, 0);
    further.add(103_000, sampleOf({ bounds }));
    further.finish(104_000, 0, 0);
    await writeRunFiles(run.store, { ...figures, peakRssBytes: 1 });
    await write(run.store);
    expect(metrics()).toMatchObject({
      total_duration: 4,
      calls: 2,
      seconds_by_phase: { queue: 1 + 1, gate: 0 },
      peak_concurrency: 1,
      limit_waits: { seconds: 1 + 0.5 },
      process: { cpu_seconds: 3, peak_rss_bytes: 100_000_000, bytes_in: 10_000, bytes_out: 1400 },
    });
  });

  test('is complete for a run in which nothing happened', async () => {
    const { store } = beginRun({ size: 0 });
    await write(store);
    expect(metrics()).toMatchObject({
      calls: 0,
      success_rate: null,
      average_duration: null,
      cost_usd: 0,
    });
    expect(readFileSync(join(out, 'results.jsonl'), 'utf8')).toBe('');
  });
});
