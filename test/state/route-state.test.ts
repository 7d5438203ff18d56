import { describe, expect, test } from 'vitest';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { meanCost } from '../../src/state/totals.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { sampleOf } from '../helpers/sample-event.ts';

const level = { unit: 'tokens', per: 'min', limit: 90_000, used: 45_000, learned: false } as const;

/** Two roles over two routes; the tasks are of the roles in turn. */
const run = () =>
  new FoldedRun({
    roles: [
      { name: 'kaoz', agents: 5, routes: [0] },
      { name: 'order', agents: 5, routes: [1] },
    ],
    routes: ['openai/a', 'ollama/b'],
    tasks: Array.from({ length: 20 }, (_, task) => task % 2),
  });

test('what calls took is told by role and by route, wherever they ended', () => {
  const of = run();
  of.started(10, 0, 0, 0).finished(20, 0, 300, 7);
  of.started(30, 1, 5, 1).finished(40, 1, null, 11);
  // Of the first role, over the second route; its failed attempt took tokens too.
  of.started(50, 2, 1, 1).retrying(60, 2, 'truncated', 4).requeued(70, 2);
  of.started(80, 2, 1, 1).finished(90, 2, 500, 2);
  const { spendByRole, routes } = takeSnapshot(of.state, 100);
  expect(spendByRole).toEqual([
    { costNanoUsd: 800, pricedCalls: 2, unpricedCalls: 0, outputTokens: 13 },
    { costNanoUsd: 0, pricedCalls: 0, unpricedCalls: 1, outputTokens: 11 },
  ]);
  expect(routes.map(({ spend }) => spend)).toEqual([
    { costNanoUsd: 300, pricedCalls: 1, unpricedCalls: 0, outputTokens: 7 },
    { costNanoUsd: 500, pricedCalls: 1, unpricedCalls: 1, outputTokens: 17 },
  ]);
});

test('what a call cost in the mean is known where the price of each is', () => {
  const [kaoz, order] = run()
    .started(10, 0, 0)
    .finished(20, 0, 300, 7)
    .started(30, 2, 1)
    .finished(40, 2, 500, 2).state.spendByRole;
  expect([meanCost(kaoz), meanCost(order)]).toEqual([400, null]);
  expect(meanCost({ ...kaoz, unpricedCalls: 1 })).toBeNull();
});

test('a call on a connection that was open is a warm one', () => {
  const of = run();
  for (const [task, connectMs] of [
    [0, 41],
    [2, 0],
    [4, 0],
  ] as const)
    of.started(10, task, task >> 1).at(11, {
      type: 'call.sent',
      task,
      agent: task >> 1,
      connectMs,
    });
  expect(of.state.routes[0]).toMatchObject({ sent: 3, warm: 2 });
  expect(of.state.routes[1]).toMatchObject({ sent: 0, warm: 0 });
});

test('a route knows when it was last well, from its calls and from what it was asked', () => {
  const of = run();
  of.started(10, 0, 0).finished(900, 0, 1);
  of.at(31_000, {
    type: 'route.checked',
    route: 1,
    ok: false,
    detail: 'HTTP 503',
    durationMs: 12,
  });
  expect(of.state.routes[0]).toMatchObject({ succeededT: 900, check: null });
  expect(of.state.routes[1]).toMatchObject({
    succeededT: null,
    check: { t: 31_000, ok: false, detail: 'HTTP 503' },
  });
});

describe('its model', () => {
  const pulling = { type: 'model.pulling', route: 1, detail: 'pulling a' } as const;
  const preparing = ({ state }: FoldedRun) => state.routes.map((route) => route.preparing);

  test('is loaded, fetched and loaded, and then ready or not', () => {
    const of = run().at(10, { type: 'model.loading', route: 1 });
    const loading = { doing: 'loading', percent: null, totalBytes: null, detail: '' };
    expect(preparing(of)).toEqual([null, loading]);
    of.at(20, { ...pulling, percent: 42, totalBytes: 2_000_000_000 });
    expect(takeSnapshot(of.state, 30).routes[1].preparing).toEqual({
      doing: 'pulling',
      percent: 42,
      totalBytes: 2_000_000_000,
      detail: 'pulling a',
    });
    of.at(30, { type: 'model.loading', route: 1 });
    expect(preparing(of)[1]).toEqual(loading);
    of.at(40, { type: 'model.ready', route: 1, loadMs: 10, pullMs: 10 });
    expect(preparing(of)).toEqual([null, null]);
    of.at(50, { ...pulling, percent: 1, totalBytes: 1 });
    of.at(60, { type: 'model.failed', route: 1, message: 'no room' });
    expect(preparing(of)).toEqual([null, null]);
  });

  test('is not fetched any more when the run is over, or a session begins', () => {
    const of = run().at(10, { ...pulling, percent: 42, totalBytes: 100 });
    of.at(20, { type: 'run.finished', phase: 'STOPPED', exitCode: 130, reason: null });
    expect(preparing(of)).toEqual([null, null]);
    // The process was killed meanwhile: nobody told of an end.
    of.at(30, { ...pulling, percent: 42, totalBytes: 100 });
    const { budget } = of.state;
    const resumed = { at: '', session: 2, requeued: [], concurrency: 10, budget };
    of.at(40, { type: 'run.resumed', ...resumed });
    expect(preparing(of)).toEqual([null, null]);
  });
});

test('a reading holds until there is another, and a session begins without one', () => {
  const of = run();
  of.at(1_000, sampleOf({ routes: [{ route: 1, pool: 4, openSockets: 9, levels: [level] }] }));
  of.at(2_000, sampleOf());
  expect(of.state.routes[0]).toMatchObject({ pool: 5, openSockets: 0, levels: [] });
  expect(of.state.routes[1]).toMatchObject({ pool: 4, openSockets: 9, levels: [level] });
  const { budget } = of.state;
  const resumed = { at: '', session: 2, requeued: [], concurrency: 10, budget };
  of.at(3_000, { type: 'run.resumed', ...resumed });
  expect(of.state.routes[1]).toMatchObject({ openSockets: 0, levels: [] });
});

test('the adaptive limits that count are those of routes that are used', () => {
  const of = run();
  const adapt = (route: number, to: number) =>
    of.at(1, { type: 'limit.adapted', route, from: to, to, ceiling: null, reason: '' });
  const limits = () => [
    ...of.at(of.state.t + 1_000, sampleOf()).state.series.last('adaptiveLimit', 1),
  ];
  expect(limits()).toEqual([Number.NaN]);
  adapt(0, 20);
  adapt(1, 30);
  expect(limits()).toEqual([20]);
  of.started(3_000, 1, 5, 1);
  expect(limits()).toEqual([30]);
  of.started(5_000, 0, 0, 0);
  expect(limits()).toEqual([50]);
});
