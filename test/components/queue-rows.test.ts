import { expect, test } from 'vitest';
import { drawQueue, drawQueueLine } from '../../components/panes/queue-rows.ts';
import { sampleOf } from '../helpers/sample-event.ts';
import { drawn, sceneOf } from './draw.ts';
import { RunFixture } from './run-fixture.ts';

const busy = () => new RunFixture({ tasks: 2_000, faults: 0.4 }).advance(4_000);

/** A busy run at a moment at which tasks back off. */
function backingOff(): RunFixture {
  const run = busy();
  while (run.snapshot().tasks.retrying === 0) run.advance(100);
  return run;
}

const pane = (run: RunFixture, columns: number, rows: number) =>
  drawn(drawQueue, sceneOf(run.snapshot()), columns, rows);

test('the queue is told by priority, with its age and how fast it flows', () => {
  const rows = pane(busy(), 40, 3);
  expect(rows[0]).toMatch(/─ 4 queue ─+ 1,9\d\d wait ─/);
  expect(rows[1]).toMatch(/^ high \d+ 4s {2}normal 1,9\d\d 4s$/);
  expect(rows[2]).toMatch(/^ oldest 4s +in [\d.]+\/s {2}out [\d.]+\/s$/);
  expect(pane(busy(), 26, 3)[1]).toMatch(/^ high \d+ {2}normal 1,9\d\d$/);
});

test('where there is room each priority has a line, and its share of the queue as a bar', () => {
  const rows = pane(busy(), 60, 6);
  expect(rows[1]).toMatch(/^ high +\d\d {2}oldest 4s +▓░+$/);
  expect(rows[2]).toMatch(/^ normal +1,9\d\d {2}oldest 4s +▓+░$/);
  expect(rows[3]).toMatch(/^ oldest 4s/);
});

test('what flows in and out is counted from sample to sample', () => {
  const run = new RunFixture({ tasks: 500, faults: 0, concurrency: 10 }).advance(1_000);
  const before = run.state.counts.left;
  run.advance(1_000);
  const out = run.state.counts.left - before;
  expect(out).toBeGreaterThan(0);
  expect(pane(run, 40, 3)[2]).toMatch(new RegExp(`in 0/s {2}out ${out}/s$`));
});

test('what keeps the next task from being sent, and how many back off', () => {
  const run = backingOff();
  for (let second = 0; second < 3; second++) {
    run.t += 1_000;
    run.emit(
      sampleOf({ bounds: [{ by: 'rate', route: 0, detail: 'tokens/min 90,000', share: 0.9 }] }),
    );
  }
  const { retrying } = run.snapshot().tasks;
  const rows = pane(run, 70, 4);
  expect(rows[3]).toMatch(
    new RegExp(`^ held by tokens/min 90,000 on simulator/small +${retrying} back off$`),
  );
  expect(pane(run, 36, 4)[3]).toMatch(/^ held by tokens\/min 9.*… {2}\d+ back off$/);
});

test('an empty queue is held by nothing', () => {
  const rows = pane(new RunFixture({ tasks: 8, faults: 0 }).advance(800), 40, 5);
  expect(rows.join()).not.toContain('held by');
  expect(rows[1]).toBe(' nothing waits');
  expect(rows[2]).toMatch(/^ oldest none/);
});

test('in one row the title says what it can', () => {
  expect(pane(busy(), 80, 1)[0]).toMatch(
    / 1,9\d\d wait {2}oldest 4s {2}in \S+\/s {2}out \S+\/s ─$/,
  );
});

test('the line for a small screen has the queue and what may run', () => {
  const run = backingOff();
  const line = () => drawn(drawQueueLine, sceneOf(run.snapshot()), 90, 1)[0];
  expect(line()).toMatch(
    /^ queue {2}1,9\d\d \(\d+ high\) oldest \ds {2}\d+ back off +limits in flight \d+ of 10$/,
  );
  run.emit({ type: 'limit.adapted', route: 0, from: 9, to: 7, ceiling: null, reason: '' });
  expect(line()).toMatch(/limits auto 7 of 10$/);
});
