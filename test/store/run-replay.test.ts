import { expect, test } from 'vitest';
import { RunState } from '../../src/state/run-state.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReplay } from '../../src/store/run-replay.ts';
import { beginRun, eachTestHasARun, out } from './fresh-run.ts';
import type { EventLog } from './sample-run.ts';

eachTestHasARun();

/** Three tasks done at 100, 200 and 300 ms, and the record closed. */
function threeTasks(): EventLog {
  const { store, log } = beginRun();
  for (let task = 0; task < 3; task++) {
    log.start(100 * task, task, task);
    log.send(100 * task, task, task);
    log.stream(100 * task + 50, task, task, 50);
    log.finish(100 * (task + 1), task, task);
  }
  log.add(400, { type: 'run.finished', phase: 'DONE', exitCode: 0, reason: null });
  store.close();
  return log;
}

/** What the events up to a moment fold into. */
function folded({ events }: EventLog, t: number): RunState {
  const state = new RunState();
  for (const event of events) if (event.t <= t) state.apply(event);
  return state;
}

test('at its end it is the very state that the events of the run fold into', async () => {
  const log = threeTasks();
  const reader = new RecordReader(out);
  const replay = new RunReplay(reader.database);
  expect(replay.endT).toBe(400);
  const shares: number[] = [];
  await replay.to(replay.endT, (share) => shares.push(share));
  expect(replay.state).toEqual(folded(log, 400));
  for (const share of shares) expect(share).toBeLessThanOrEqual(1);
  replay.close();
  reader.close();
});

test('it stands at any moment, forward and back, as the run did', async () => {
  const log = threeTasks();
  const reader = new RecordReader(out);
  const replay = new RunReplay(reader.database);
  for (const t of [120, 250, 250, 90, 0, 400, 399]) {
    expect(await replay.to(t)).toBe(true);
    expect(replay.t).toBe(t);
    expect(replay.state).toEqual(folded(log, t));
  }
  replay.close();
  reader.close();
});

test('what was seen stays as it was when another moment is seen', async () => {
  const log = threeTasks();
  const reader = new RecordReader(out);
  const replay = new RunReplay(reader.database);
  await replay.to(400);
  const ended = replay.state;
  await replay.to(120);
  await replay.to(300);
  expect(ended).toEqual(folded(log, 400));
  replay.close();
  reader.close();
});

test('a later call takes over from an earlier one', async () => {
  const { store, log } = beginRun({ size: 3_000 });
  for (let task = 0; task < 3_000; task++) {
    log.start(task, task, 0);
    log.finish(task + 0.5, task, 0);
  }
  store.close();
  const reader = new RecordReader(out);
  const replay = new RunReplay(reader.database);
  const first = replay.to(3_000);
  const second = replay.to(1_000);
  expect(await second).toBe(true);
  expect(replay.state).toEqual(folded(log, 1_000));
  // Where the first was done in one stretch it was there before the second was asked for.
  await first;
  expect(replay.t).toBe(1_000);
  replay.close();
  reader.close();
});
