import { expect, test } from 'vitest';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { sampleOf } from '../helpers/sample-event.ts';

const flow = (run: FoldedRun) => {
  const { inPerSecond, outPerSecond } = takeSnapshot(run.state, run.state.t).queue;
  return [inPerSecond, outPerSecond];
};

test('nothing is known of the flow before the first sample', () => {
  expect(flow(new FoldedRun({ tasks: [0, 0] }))).toEqual([null, null]);
});

test('tasks flow in when they are queued again or anew, and out when they are sent or cancelled', () => {
  const run = new FoldedRun({ tasks: Array(40).fill(0) });
  for (let task = 0; task < 6; task++) run.started(100, task, task);
  // What a run begins with has not flowed in.
  expect(flow(run.at(2_000, sampleOf()))).toEqual([0, 3]);
  run.retrying(2_100, 0, 'network').requeued(2_500, 0);
  run.at(2_600, { type: 'tasks.added', first: 40, count: 3, role: 0, priority: 100 });
  run.at(2_700, {
    type: 'task.cancelled',
    task: 20,
    agent: -1,
    attempts: 0,
    durationMs: 0,
    reason: '',
    uncertain: false,
    outputTokens: 0,
  });
  expect(flow(run.at(3_000, sampleOf()))).toEqual([4, 1]);
  expect(flow(run.at(4_000, sampleOf()))).toEqual([0, 0]);
});

test('a task of another priority has not moved, and what a resume queues again has not flowed in', () => {
  const run = new FoldedRun({ tasks: [0, 0, 0] });
  run.started(10, 0, 0).at(1_000, sampleOf());
  run.at(1_100, { type: 'tasks.prioritized', tasks: [1], priority: 200, by: 'mo' });
  expect(flow(run.at(2_000, sampleOf()))).toEqual([0, 0]);
  const { budget } = run.state;
  run.at(9_000, {
    type: 'run.resumed',
    at: '',
    session: 2,
    requeued: [0],
    concurrency: 10,
    budget,
  });
  expect(flow(run.at(10_000, sampleOf()))).toEqual([0, 0]);
});
