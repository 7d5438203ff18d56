import { expect, test } from 'vitest';
import type { RunEventBody } from '../../src/state/events.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { sampleOf } from '../helpers/sample-event.ts';

const run = () => new FoldedRun({ tasks: Array(20).fill(0) });
const tuned = (more: object = {}): RunEventBody => ({
  type: 'tuning.changed',
  changes: [{ field: 'concurrency', from: '10', to: '20' }],
  preset: null,
  notLive: [],
  by: 'mo',
  reason: null,
  ...more,
});
const adapted = (from: number, to: number): RunEventBody => ({
  type: 'limit.adapted',
  route: 0,
  from,
  to,
  ceiling: null,
  reason: '',
});

/** Seconds of a run that stand between what is marked. */
function seconds(of: FoldedRun, count: number): void {
  for (let i = 0; i < count; i++) of.at(of.state.t + 1_000, sampleOf());
}

test('what an operator changed is marked at its sample, once for one breath', () => {
  const of = run();
  seconds(of, 3);
  of.at(3_100, tuned()).at(3_200, tuned());
  seconds(of, 2);
  of.at(5_300, { type: 'run.phase', phase: 'PAUSING', reason: 'paused by mo' });
  of.at(5_400, tuned({ preset: 'light' })).at(5_500, tuned({ changes: [] }));
  expect(of.state.marks.all()).toEqual([
    { kind: 'hand', by: 'mo', sample: 3 },
    { kind: 'pause', by: '', sample: 5 },
    { kind: 'preset', by: 'mo', sample: 5 },
  ]);
});

test('what the run changed itself is told apart, and growth is no news', () => {
  const of = run();
  of.at(1, adapted(20, 20)).at(2, adapted(20, 40));
  seconds(of, 1);
  of.at(1_100, adapted(40, 30)).at(1_200, tuned({ by: 'auto' }));
  seconds(of, 1);
  const open = { type: 'breaker.changed', route: 0, trips: 1, probeT: 9, reason: '' } as const;
  of.at(2_100, { ...open, to: 'open' }).at(2_200, { ...open, to: 'closed', probeT: null });
  expect(of.state.marks.all()).toEqual([
    { kind: 'auto', by: '', sample: 1 },
    { kind: 'breaker', by: '', sample: 2 },
  ]);
});

test('a limit that is cut all the time neither fills the axis nor pushes out what was done by hand', () => {
  const of = run();
  seconds(of, 1);
  of.at(1_500, tuned());
  for (let second = 0; second < 2_000; second++) {
    seconds(of, 1);
    of.at(of.state.t + 1, adapted(40, 39));
  }
  const marks = of.state.marks.all();
  expect(marks[0]).toEqual({ kind: 'hand', by: 'mo', sample: 1 });
  const auto = marks.slice(1);
  expect(auto).toHaveLength(64);
  for (let i = 1; i < auto.length; i++)
    expect(auto[i].sample - auto[i - 1].sample).toBeGreaterThanOrEqual(10);
});
