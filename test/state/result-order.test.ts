import { expect, test } from 'vitest';
import { endedTasks, type ResultWish } from '../../src/state/result-order.ts';
import { RunState } from '../../src/state/run-state.ts';
import { EventLog, samplePlan, sampleSpec } from '../store/sample-run.ts';

/** Ended in this order: 1 done, 0 done, 3 failed, 5 poison, 4 cancelled; 2 is in flight. */
function state(): RunState {
  const state = new RunState();
  const log = new EventLog((event) => state.apply(event));
  log.begin(sampleSpec(), samplePlan(7));
  log.start(10, 1, 3);
  log.finish(20, 1, 3, { costNanoUsd: 500 });
  log.start(20, 0, 0);
  log.finish(40, 0, 0, { costNanoUsd: 900 });
  log.start(40, 3, 3);
  log.fail(50, 3, 3);
  log.start(50, 5, 4);
  log.poison(60, 5, 4, 'server 500: broken');
  log.add(70, {
    type: 'task.cancelled',
    task: 4,
    agent: -1,
    attempts: 0,
    durationMs: 0,
    reason: 'by mo',
    uncertain: false,
    outputTokens: 0,
  });
  log.start(80, 2, 0);
  return state;
}

const tasks = (wish: Partial<ResultWish>) => [
  ...endedTasks(state(), { kind: 'all', order: 'plan', reversed: false, ...wish }),
];

test('the tasks that have ended, in the order of the plan', () => {
  expect(tasks({})).toEqual([0, 1, 3, 4, 5]);
  expect(tasks({ reversed: true })).toEqual([5, 4, 3, 1, 0]);
});

test('of one kind alone; poison is failed too', () => {
  expect(tasks({ kind: 'done' })).toEqual([0, 1]);
  expect(tasks({ kind: 'failed' })).toEqual([3, 5]);
  expect(tasks({ kind: 'cancelled' })).toEqual([4]);
});

test('newest first, and by what there is most of', () => {
  expect(tasks({ order: 'newest' })).toEqual([4, 5, 3, 0, 1]);
  expect(tasks({ order: 'cost' })).toEqual([0, 1, 3, 4, 5]);
  expect(tasks({ order: 'cost', reversed: true })).toEqual([5, 4, 3, 1, 0]);
  expect(tasks({ order: 'tokens' }).slice(0, 2)).toEqual([0, 1]);
});
