import { expect, test } from 'vitest';
import { BeatNews } from '../../../components/linear/beat-news.ts';
import { UrgentNews } from '../../../components/linear/urgent-news.ts';
import type { FailureClass } from '../../../src/state/events.ts';
import { sampleEvent } from '../fixture-events.ts';
import { RunFixture } from '../run-fixture.ts';

const quietRun = (more = {}) => new RunFixture({ faults: 0, ...more }).advance(2_000);

function fail(run: RunFixture, agent: number, failure: FailureClass): void {
  run.emit({
    type: 'task.failed',
    task: run.state.agents.task[agent],
    agent,
    route: 0,
    attempts: 3,
    durationMs: 900,
    class: failure,
    status: null,
    message: 'the server said no',
    uncertain: false,
    outputTokens: 0,
  });
}

test('where nothing has changed nothing is said', () => {
  const run = quietRun();
  const news = new BeatNews(run.snapshot());
  news.look(run.snapshot());
  run.t += 5_000;
  expect(news.look(run.snapshot())).toEqual([]);
});

test('progress is one sentence', () => {
  const run = quietRun();
  const news = new BeatNews(run.snapshot());
  run.advance(20_000);
  const lines = news.look(run.snapshot());
  expect(lines.at(-1)).toMatch(
    /^\d+ % of 200 tasks, \d+ calls in flight, [\d.]+ calls a second, \$\d.* spent, about .* left\.$/,
  );
});

test('failures are gathered by their class', () => {
  const run = quietRun();
  const news = new BeatNews(run.snapshot());
  for (const agent of [1, 2, 3]) fail(run, agent, 'rate-limited');
  expect(news.look(run.snapshot())).toContain('3 tasks failed: rate-limited.');
  run.advance(4_000);
  for (const agent of [1, 2]) fail(run, agent, 'server');
  fail(run, 3, 'timeout');
  expect(news.look(run.snapshot())).toContain('3 tasks failed: 2 server, 1 timeout.');
});

test('of more failures than the log keeps it is said how many are known', () => {
  const run = new RunFixture({
    roles: { agent: 2_700 },
    tasks: 2_700,
    concurrency: 2_700,
    faults: 0,
  });
  run.advance(300);
  const news = new BeatNews(run.snapshot());
  for (let agent = 0; agent < 2_600; agent++) fail(run, agent, 'network');
  expect(news.look(run.snapshot())).toContain('2,600 tasks failed, of the last 2,000: network.');
});

test('retries are told where they are of a new kind, or twice as many as ever', () => {
  const run = quietRun();
  const news = new BeatNews(run.snapshot());
  const retry = (agents: number, failure: FailureClass) => {
    for (let agent = 0; agent < agents; agent++)
      run.emit({
        type: 'task.retrying',
        task: run.state.agents.task[agent],
        agent,
        route: 0,
        attempt: 1,
        class: failure,
        status: 429,
        message: 'slow down',
        waitMs: 100,
        uncertain: false,
        outputTokens: 0,
      });
    return news.look(run.snapshot()).filter((line) => line.includes('made again'));
  };
  expect(retry(2, 'rate-limited')).toEqual([
    '2 tries failed and will be made again: rate-limited.',
  ]);
  expect(retry(3, 'rate-limited')).toEqual([]);
  expect(retry(4, 'rate-limited')).toEqual([
    '4 tries failed and will be made again: rate-limited.',
  ]);
  expect(retry(1, 'network')).toEqual(['1 try failed and will be made again: network.']);
  expect(retry(2, 'rate-limited')).toEqual([]);
});

test('what holds the run is told when it changes, and not when only its figures do', () => {
  const run = quietRun({ roles: { agent: 40 }, concurrency: 10 });
  const news = new BeatNews(run.snapshot());
  const held = () => news.look(run.snapshot()).filter((line) => line.startsWith('Held by'));
  const bound = (detail: string) =>
    run.emit({
      ...sampleEvent(run.state, 0),
      bounds: [{ by: 'rate', route: 0, detail, share: 1 }],
    });
  run.advance(1_000);
  for (let i = 0; i < 12; i++) {
    run.t += 1_000;
    bound('tokens/min 90,000');
  }
  expect(held()).toEqual([
    expect.stringMatching(
      /^Held by tokens a minute 90,000 on simulator\/small, 100 % of the last 10 seconds\. /,
    ),
  ]);
  run.t += 1_000;
  bound('tokens/min 80,000');
  expect(held()).toEqual([]);
});

test('a limit that adapts is summed up', () => {
  const run = quietRun();
  const news = new BeatNews(run.snapshot());
  const adapt = (from: number, to: number, reason: string) =>
    run.emit({ type: 'limit.adapted', route: 0, from, to, ceiling: null, reason });
  adapt(20, 40, 'all went well');
  adapt(40, 80, 'all went well');
  adapt(80, 61, 'refused twice');
  expect(news.look(run.snapshot())).toContain(
    'The limit of simulator/small adapted from 20 to 61, refused twice.',
  );
});

test('spending is told in tenths of the budget', () => {
  const run = quietRun({ budget: 100_000_000, tokenPrice: 20_000, tasks: 2_000 });
  const news = new BeatNews(run.snapshot());
  const steps: string[] = [];
  for (let i = 0; i < 60; i++)
    steps.push(
      ...news.look(run.advance(200).snapshot()).filter((line) => line.startsWith('Spent')),
    );
  expect(steps.length).toBeGreaterThan(3);
  expect(steps.length).toBeLessThan(25);
  expect(steps[0]).toMatch(/^Spent \$0\.\d+ of \$0\.10, \d+ % of the budget\.$/);
});

test('without a budget spending is told at round sums', () => {
  const run = quietRun({ tokenPrice: 200_000, tasks: 2_000 });
  const news = new BeatNews(run.snapshot());
  const steps: number[] = [];
  for (let i = 0; i < 300; i++)
    for (const line of news.look(run.advance(100).snapshot())) {
      const sum = /^Spent \$([\d.]+)\.$/.exec(line)?.[1];
      if (sum !== undefined) steps.push(Number(sum));
    }
  const round = [0.1, 0.2, 0.5, 1];
  expect(steps.length).toBeGreaterThanOrEqual(round.length);
  for (const [index, least] of round.entries()) {
    expect(steps[index]).toBeGreaterThanOrEqual(least);
    expect(steps[index]).toBeLessThan(2 * least);
  }
  expect(steps.length).toBeLessThan(10);
});

test('it is told when the run is not well, and when it is again', () => {
  const run = quietRun();
  const news = new BeatNews(run.snapshot());
  news.look(run.snapshot());
  run.emit({ type: 'alert.raised', alert: 'latency', message: 'p95 of the last 30 s is 9.0s' });
  expect(news.look(run.snapshot())).toEqual([
    'The run is degraded: p95 of the last 30 seconds is 9 seconds.',
  ]);
  run.emit({ type: 'alert.cleared', alert: 'latency' });
  expect(news.look(run.snapshot())).toEqual(['The run is well.']);
});

test('states, alerts and breakers are told at once, each once', () => {
  const run = quietRun();
  const news = new UrgentNews(run.snapshot(), 'mo');
  run.emit({ type: 'run.phase', phase: 'PAUSED', reason: 'paused by SIGUSR1' });
  run.emit({ type: 'alert.raised', alert: 'stall', message: 'nothing has moved for 1m00s' });
  run.emit({
    type: 'breaker.changed',
    route: 0,
    to: 'open',
    trips: 1,
    probeT: run.t + 60_000,
    reason: '3 failures in a row',
  });
  expect(news.look(run.snapshot())).toEqual([
    'Paused by SIGUSR1.',
    'Alert: stall, nothing has moved for 1 minute.',
    'Breaker: open, simulator/small, next probe in 1 minute, 3 failures in a row.',
  ]);
  expect(news.look(run.snapshot())).toEqual([]);
});

test("one's own commands are no news, those of others are", () => {
  const run = quietRun();
  const news = new UrgentNews(run.snapshot(), 'mo');
  run.command({ type: 'concurrency', value: 5 }, { by: 'mo' });
  expect(news.look(run.snapshot())).toEqual([]);
  run.command({ type: 'concurrency', value: 8 }, { by: 'kim' });
  expect(news.look(run.snapshot())).toEqual(['Kim: concurrency 5 to 8.']);
  run.command({ type: 'pause', mode: 'soft' }, { by: 'mo' });
  expect(news.look(run.snapshot(), true)).toEqual([]);
});

test('a flood is cut, and says how much was', () => {
  const run = quietRun();
  const news = new UrgentNews(run.snapshot(), 'mo');
  for (let i = 0; i < 5; i++) {
    run.emit({ type: 'alert.raised', alert: 'latency', message: `p95 is ${i}` });
    run.emit({ type: 'alert.cleared', alert: 'latency' });
  }
  const lines = news.look(run.snapshot());
  expect(lines).toHaveLength(7);
  expect(lines[6]).toBe('4 lines more before, log says them.');
});
