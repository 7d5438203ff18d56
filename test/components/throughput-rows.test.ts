import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../components/glyphs.ts';
import { planThroughput, plotColumns } from '../../components/panes/throughput-plan.ts';
import { drawThroughput } from '../../components/panes/throughput-rows.ts';
import type { Scene } from '../../components/scene.ts';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { sampleOf } from '../helpers/sample-event.ts';
import { drawn, sceneOf } from './draw.ts';

/** A run in which every second has figures that tell it from the others. */
function run(seconds: number, more: (second: number) => object = () => ({})): FoldedRun {
  const of = new FoldedRun({ tasks: Array(500).fill(0) });
  for (let second = 1; second <= seconds; second++)
    of.at(
      1_000 * second,
      sampleOf({
        callsPerSecond: second,
        tokensPerSecond: 100 * second,
        errorsPerSecond: second % 2,
        p50Ms: 1_000 + second,
        p95Ms: 2_000,
        p99Ms: 3_000,
        firstTokenP50Ms: 400,
        inFlight: 10,
        queued: 490 - second,
        ...more(second),
      }),
    );
  return of;
}

const pane = ({ state }: FoldedRun, columns: number, rows: number, more: Partial<Scene> = {}) =>
  drawn(drawThroughput, sceneOf(takeSnapshot(state, state.t), more), columns, rows);
const at = (window: number, cursor: number | null = null): Partial<Scene> => ({
  focus: 'throughput',
  charts: { window, cursor },
});

test('a chart has its scale, and one row is a line of it', () => {
  const rows = pane(run(60), 44, 12);
  expect(rows[0]).toMatch(/^─ 2 throughput ─+ 60\/s {2}1m00s\/5m ─$/);
  expect(rows[1]).toMatch(/^ {4}60│/);
  expect(rows[5]).toMatch(/^ {4}30│/);
  expect(rows[9]).toMatch(/^ {5}0└─+$/);
  expect(rows.join('')).toMatch(/[⣀-⣿]{10}/);
  expect(rows[10]).toMatch(/^ 6,000 tok\/s +p50 +– {2}p95 +–$/);
  const line = pane(run(60), 80, 2);
  expect(line[1]).toMatch(/^ [\u2800-\u28ff]{30}$/);
  expect(line[0]).toMatch(/ 60 calls\/s {2}6,000 tok\/s {2}p95 – {2}1m00s\/5m ─$/);
});

test('without Unicode it is drawn with what there is', () => {
  const ascii = { glyphs: asciiGlyphs };
  expect(pane(run(60), 80, 2, ascii)[1]).toMatch(/^ [-:=+*#.]{30}$/);
  const rows = pane(run(60), 46, 20, ascii).join('\n');
  expect(rows).toMatch(/\.p50 – {2}op95 – {2}\*p99 –/);
  expect(rows).toMatch(/│\*{20}/);
  expect(rows).toMatch(/│\.{20}/);
});

test('errors stand on the rule while there are any', () => {
  expect(pane(run(61), 50, 9)[0]).toContain('errors 1/s');
  expect(pane(run(60), 50, 9)[0]).not.toContain('errors');
});

describe('the window', () => {
  test.each([
    [0, '1 min'],
    [1, '5 min'],
    [2, '6m40s/15m'],
    [3, 'all 6m40s'],
  ])('%i stands in the title as %s', (window, words) => {
    expect(pane(run(400), 50, 9, at(window))[0]).toContain(`${words} `);
  });

  test('decides what of the run is seen', () => {
    const peak = (window: number) =>
      pane(
        run(1_000, (second) => ({ callsPerSecond: second === 500 ? 9_000 : 1 })),
        50,
        9,
        at(window),
      )[1];
    expect(peak(0)).toMatch(/^ {5}1│/);
    expect(peak(1)).toMatch(/^ {5}1│/);
    expect(peak(2)).not.toMatch(/^ {5}1│/);
    expect(peak(3)).not.toMatch(/^ {5}1│/);
  });
});

test('what was changed when stands at the axis, by whose hand it was', () => {
  const of = run(10);
  const change = { field: 'concurrency', from: 1, to: 2 };
  const tuned = {
    type: 'tuning.changed',
    changes: [change],
    preset: null,
    notLive: [],
    reason: null,
  } as const;
  of.at(10_100, { ...tuned, by: 'mo' });
  for (let second = 11; second <= 24; second++) of.at(1_000 * second, sampleOf());
  of.at(24_100, { ...tuned, by: 'anna' });
  for (let second = 25; second <= 40; second++) of.at(1_000 * second, sampleOf());
  of.at(40_100, { type: 'run.phase', phase: 'PAUSING', reason: 'paused by mo' });
  expect(pane(of, 50, 9)[6]).toBe('     0└─────▲you───▲anna──▲pause──────────────────');
  // Too close to each other the earlier ones have no room for their words.
  of.at(40_200, { ...tuned, preset: 'light', by: 'mo' });
  of.at(41_000, sampleOf()).at(42_000, sampleOf());
  expect(pane(of, 50, 9)[6]).toMatch(/▲anna───▲(preset|pause)─/);
});

describe('with more room', () => {
  const chartsAt = (columns: number, rows: number) =>
    planThroughput(columns, rows, 0).charts.map(({ name }) => name);

  test('there are more charts, and all of them when it is zoomed', () => {
    expect(chartsAt(36, 9)).toEqual(['calls']);
    expect(chartsAt(46, 14)).toEqual(['calls', 'latency']);
    expect(chartsAt(46, 20)).toEqual(['calls', 'latency', 'tokens']);
    expect(chartsAt(120, 34)).toEqual(['calls', 'latency', 'tokens', 'errors', 'first', 'queue']);
    expect(chartsAt(60, 50)).toHaveLength(6);
  });

  test('they stand beside and below each other without a gap or an overlap', () => {
    for (let columns = 36; columns < 220; columns += 23)
      for (let rows = 7; rows < 70; rows++)
        for (const values of [0, 1, 3]) {
          const { charts, below } = planThroughput(columns, rows, values);
          const side = charts.filter(({ y }) => y === 1).length;
          const used = charts.reduce((sum, { height }) => sum + height, 0) / side;
          expect(1 + used + below).toBe(rows);
          for (const { x, width, height } of charts) {
            expect(x + width).toBeLessThanOrEqual(columns);
            expect(height).toBeGreaterThanOrEqual(3);
          }
          expect(plotColumns(columns, rows)).toBe(charts[0].width - 7);
        }
  });

  test('the latency is three lines, told by their legend', () => {
    const of = run(60);
    of.at(60_100, { ...sampleOf() });
    const rows = pane(of, 46, 14);
    expect(rows.join('\n')).toMatch(/^ p50 – {2}p95 – {2}p99 –$/m);
    const top = rows.findIndex((row) => row.startsWith('  3.0s│'));
    // p99 at the top, p95 at two thirds, p50 at one: a line each.
    const lines = rows.slice(top, top + 5).filter((row) => /[\u2800-\u28ff]{20}/.test(row));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(rows.at(-1)).toMatch(/^ \S+ tok\/s {2}errors 0\/s {2}first token –$/);
  });

  test('only the lowest charts have an axis', () => {
    const axes = pane(run(60), 120, 34).filter((row) => row.includes('└'));
    expect(axes).toHaveLength(1);
    expect(axes[0].match(/└/g)).toHaveLength(2);
  });
});

describe('the values under the cursor', () => {
  test('are those of its moment, every one of them', () => {
    const rows = pane(run(60), 60, 12, at(1, 29)).slice(-3).join(' ');
    // At a sample a dot the thirtieth is itself.
    expect(rows).toMatch(
      /0:30\.0 {2}30 calls\/s {2}3,000 tok\/s {2}errors 0\/s {2}p50 1\.0s\s+p95 2\.0s {2}p99 3\.0s {2}first token 0\.40s {2}10 in flight\s+460 wait {2}concurrency 10$/,
    );
  });

  test('stand where the chart leaves room, and on the rule where there is none', () => {
    expect(pane(run(60), 80, 3, at(1, 29))[2]).toMatch(/^ 0:30\.0 {2}30 calls\/s/);
    expect(pane(run(60), 80, 1, at(1, 29))[0]).toMatch(/ 0:30\.0 {2}30 calls\/s/);
  });

  test('an upright line shows where it is', () => {
    const column = (rows: string[]) => rows[1].indexOf('│', 10);
    expect(column(pane(run(60), 60, 12, at(1, 10)))).toBe(7 + 5);
    expect(column(pane(run(60), 60, 12, at(1, 29)))).toBe(7 + 14);
    expect(column(pane(run(60), 60, 12, at(1)))).toBe(-1);
  });

  test('belong to the moment while the chart moves on', () => {
    const words = (seconds: number) =>
      pane(run(seconds), 60, 12, at(0, 590)).find((row) => row.includes(':'));
    expect(words(600)).toMatch(/^ 9:51\.0 {2}591 calls\/s/);
    expect(words(630)).toBe(words(600));
  });

  test('a moment of a long run is the mean of what its dot stands for', () => {
    const rows = pane(run(3_000), 60, 12, at(3, 1_500)).join('\n');
    const [, calls] = /(\d,\d+) calls\/s/.exec(rows) ?? [];
    expect(Math.abs(Number(calls.replace(',', '')) - 1_500)).toBeLessThan(50);
  });
});
