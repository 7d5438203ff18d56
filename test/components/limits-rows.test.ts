import { expect, test } from 'vitest';
import { asciiGlyphs } from '../../components/glyphs.ts';
import { drawLimits } from '../../components/panes/limits-rows.ts';
import type { Scene } from '../../components/scene.ts';
import type { Bound } from '../../src/state/events.ts';
import { sampleOf } from '../helpers/sample-event.ts';
import { drawn, sceneOf } from './draw.ts';
import { RunFixture } from './run-fixture.ts';

const pane = (run: RunFixture, columns: number, rows: number, more: Partial<Scene> = {}) =>
  drawn(drawLimits, sceneOf(run.snapshot(), more), columns, rows);

/** A run whose limit adapts, and which a rate limit has held for the last ten of its twenty seconds. */
function held(): RunFixture {
  const run = new RunFixture({ concurrency: 50, roles: { agent: 50 }, tasks: 900, faults: 0 });
  run.emit({ type: 'limit.adapted', route: 0, from: 20, to: 40, ceiling: 44, reason: '' });
  const rate: Bound = { by: 'rate', route: 0, detail: 'tokens/min 90,000', share: 0.94 };
  const agents: Bound = { by: 'agents', route: -1, detail: '', share: 1 };
  for (let second = 1; second <= 20; second++) {
    run.t = 1_000 * second;
    run.emit(sampleOf({ inFlight: 30, queued: 400, bounds: [second > 10 ? rate : agents] }));
  }
  return run;
}

test('a fixed concurrency is told by what is used of it', () => {
  const rows = pane(new RunFixture().advance(5_000), 40, 6);
  expect(rows[0]).toMatch(/─ 6 limits ─+ 10 of 10 in flight/);
});

test('an adaptive limit is told against the concurrency', () => {
  expect(pane(held(), 40, 6)[0]).toMatch(/─ 6 limits ─+ auto 40 of 50/);
});

test('in two rows what runs is a line of dots, and its ceiling stands beside it', () => {
  const rows = pane(held(), 40, 2);
  expect(rows[1]).toMatch(/^ [\u2800-\u28ff]{10} +ceiling 50$/);
});

test('the chart has the calls in flight below the limit, and says which line is which', () => {
  const rows = pane(held(), 60, 8);
  expect(rows[1]).toMatch(/^ {4}50│/);
  expect(rows.slice(1, 5).join('')).toMatch(/[\u2800-\u28ff]{10}/);
  expect(rows[6]).toBe(' in flight 0  auto 40  ceiling 50  refused above ~44');
  expect(pane(held(), 40, 8)[6]).toBe(' in flight 0  auto 40  ceiling 50');
  expect(pane(held(), 60, 8, { glyphs: asciiGlyphs })[6]).toMatch(/o auto 40 {2}= ceiling 50/);
});

test('with room it says what holds the run back now, and what would change it', () => {
  const rows = pane(held(), 64, 14);
  expect(rows[1]).toBe(' tokens/min 90,000 on simulator/small, 94 % of the last 10 s');
  expect(rows[2]).toMatch(/^ more concurrency gains nothing/);
  // The share stays where its words do not fit.
  expect(pane(held(), 46, 14)[1]).toBe(' tokens/min 90,000 on simulator/small, 94 %');
});

test('with more of it what bound over the whole run, the longest first', () => {
  const rows = pane(held(), 90, 30);
  const title = rows.indexOf(' over 20s of work');
  expect(rows[title + 1]).toMatch(/^ ▓{5}░{5} +50 % {2}agents +10s, 1 time$/);
  expect(rows[title + 2]).toMatch(
    /^ ▓{5}░{5} +47 % {2}tokens\/min 90,000 on simulator\/small +9s, 1 time$/,
  );
});

test('what this process takes stands below its chart', () => {
  const run = new RunFixture({ tasks: 900 }).advance(5_000);
  run.emit(
    sampleOf({
      cpuShare: 1.34,
      rssBytes: 127_400_000,
      openSockets: 512,
      bytesIn: 12_400_000,
      bytesOut: 940_000,
    }),
  );
  expect(pane(run, 46, 10).slice(-2)).toEqual([
    ' cpu 134 %  memory 127 MB          512 sockets',
    ' in 12 MB  out 940 kB',
  ]);
  expect(pane(run, 46, 6).at(-1)).toBe(' cpu 134 %  memory 127 MB          512 sockets');
  expect(pane(run, 90, 6).at(-1)).toMatch(/in 12 MB {2}out 940 kB {2}512 sockets$/);
  expect(pane(run, 46, 3).join()).not.toContain('cpu');
});

test('with the focus and a cursor it tells the values of a moment', () => {
  const charts = { window: 1, cursor: 4 };
  const rows = pane(held(), 60, 12, { focus: 'limits', charts }).join('\n');
  expect(rows).toMatch(/^ 0:05\.0 {2}0 calls\/s/m);
  expect(rows).toContain('30 in flight');
  expect(rows).toContain('auto 40');
  expect(pane(held(), 60, 12, { charts }).join()).not.toContain('0:05.0');
  expect(pane(held(), 60, 3, { focus: 'limits', charts })[0]).toMatch(/ 0:05\.0 {2}0 calls\/s/);
});
