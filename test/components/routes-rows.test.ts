import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../components/glyphs.ts';
import { asciiText } from '../../components/painter/ascii.ts';
import { drawRoutes, drawRoutesLine } from '../../components/panes/routes-rows.ts';
import type { LimitLevel } from '../../src/state/events.ts';
import { sampleOf } from '../helpers/sample-event.ts';
import { drawn, sceneOf } from './draw.ts';
import { RunFixture } from './run-fixture.ts';

const two = () =>
  new RunFixture({
    roles: { kaoz: 12, order: 4 },
    concurrency: 16,
    routes: ['azure/gpt-5-mini', 'ollama/llama3.2'],
    faults: 0,
  }).advance(5_000);
const pane = (run: RunFixture, columns: number, rows: number) =>
  drawn(drawRoutes, sceneOf(run.snapshot()), columns, rows);

const opened = { type: 'breaker.changed', route: 1, to: 'open', trips: 2, reason: '' } as const;
const level = (of: Partial<LimitLevel>): LimitLevel => ({
  unit: 'requests',
  per: 'min',
  limit: 200,
  used: 100,
  learned: false,
  ...of,
});

/** Tells how the first route stands. */
function reading(run: RunFixture, levels: readonly LimitLevel[], pool = 10): RunFixture {
  run.emit(sampleOf({ routes: [{ route: 0, pool, openSockets: 12, levels }] }));
  return run;
}

test('a breaker that is open comes first and says when it is probed', () => {
  const run = two();
  run.emit({ ...opened, probeT: 17_000 });
  expect(drawn(drawRoutesLine, sceneOf(run.snapshot()), 80, 1)[0]).toBe(
    ' routes ollama/llama3.2 open 12s · azure/gpt-5-mini closed',
  );
  const rows = pane(run, 40, 5);
  expect(rows[0]).toMatch(/1 of 2 not closed/);
  expect(rows[3]).toMatch(/^ ollama\/llama3\.2 +2 trips {2}open 12s$/);
  expect(pane(run, 28, 5)[3]).toMatch(/^ ollama\/llama3\.2 +open 12s$/);
});

test('calls in flight stand over the connections that are kept, and a mark where they are more', () => {
  const rows = pane(two(), 40, 5);
  expect(rows[1]).toMatch(/^ azure\/gpt-5-mini +closed {2}12\/10▲$/);
  expect(rows[3]).toMatch(/^ ollama\/llama3\.2 +closed {2}4\/10$/);
  expect(pane(reading(two(), [], 12), 40, 5)[1]).toMatch(/closed {2}12\/12$/);
});

test('a route tells its calls, its share of success, its trips and its warm connections', () => {
  const run = two();
  run.emit({ ...opened, route: 0, probeT: 9_000 });
  run.emit({ ...opened, route: 0, to: 'closed', probeT: null });
  const { calls, sent, warm } = run.snapshot().routes[0];
  const share = Math.round((100 * warm) / sent);
  expect(pane(run, 60, 5)[2]).toMatch(
    new RegExp(`^ {2}${calls} calls {2}100 % {2}2 trips {2}warm ${share} % +ok now$`),
  );
  // What does not fit goes from the end, and whole.
  expect(pane(run, 36, 5)[2]).toMatch(
    new RegExp(`^ {2}${calls} calls {2}100 % {2}2 trips +ok now$`),
  );
});

test('a gate that holds a route is named with the time it still takes', () => {
  const run = two();
  const rate = { gate: 'rate', detail: 'tokens/min 90,000', untilT: 8_000 } as const;
  run.emit({ type: 'gate.held', route: 0, ...rate });
  expect(pane(run, 40, 3)[1]).toMatch(/^ azure\/gpt-5-mini +rate 3s {2}12\/10▲$/);
  expect(drawn(drawRoutesLine, sceneOf(run.snapshot()), 80, 1)[0]).toBe(
    ' routes azure/gpt-5-mini rate 3s · ollama/llama3.2 closed',
  );
  run.t += 3_000;
  expect(pane(run, 40, 3)[1]).toMatch(/^ azure\/gpt-5-mini +rate {2}12\/10▲$/);
  run.emit({ type: 'gate.held', route: 0, gate: 'concurrency', detail: '', untilT: null });
  expect(pane(run, 40, 3)[1]).toMatch(/closed/);
});

test('when a route was last well is told, and why it was not', () => {
  const run = two();
  const seen = () => pane(run, 60, 5)[4];
  run.t += 40_000;
  expect(seen()).toMatch(/ok 4\ds ago$/);
  const checked = { type: 'route.checked', route: 1, durationMs: 9 } as const;
  run.emit({ ...checked, ok: false, detail: 'HTTP 503\x1b[2J' });
  run.t += 3_000;
  expect(seen()).toMatch(/HTTP 503 3s ago$/);
  run.emit({ ...checked, ok: false, detail: 'no connection: connect ECONNREFUSED 127.0.0.1:9' });
  run.t += 3_000;
  expect(seen()).toMatch(/^ {2}\d+ calls.* no connection 3s ago$/);
  expect(pane(run, 90, 9)[5]).toMatch(
    / no connection: connect ECONNREFUSED 127\.0\.0\.1:9 3s ago$/,
  );
  run.emit({ ...checked, ok: true, detail: '' });
  expect(seen()).toMatch(/ok now$/);
});

test('a route that has not been seen says so', () => {
  const run = new RunFixture({ routes: ['a/b', 'c/d'] });
  expect(pane(run, 40, 5)[4]).toMatch(/^ {2}0 calls +not seen yet$/);
});

describe('a model that is made ready', () => {
  const pulling = { type: 'model.pulling', route: 1, detail: 'pulling 8eeb52dfb3bb' } as const;
  function at(percent: number | null, totalBytes: number | null = 2_020_000_000) {
    const run = new RunFixture({ routes: ['azure/gpt-5-mini', 'ollama/llama3.2'] });
    run.emit({ type: 'gate.held', route: 1, gate: 'model', detail: 'pulling', untilT: null });
    run.emit({ ...pulling, percent, totalBytes });
    return run;
  }
  const bar = (filled: number, width: number) => '▓'.repeat(filled) + '░'.repeat(width - filled);

  test('is fetched with a bar, its share and its size', () => {
    const rows = pane(at(42), 60, 7);
    expect(rows[4]).toMatch(/^ ollama\/llama3\.2 +model {2}0\/10$/);
    expect(rows[5]).toBe(`  pulling llama3.2 ${bar(11, 24)} 42 % of 2.0 GB`);
    expect(pane(at(100), 60, 7)[5]).toContain(`${bar(24, 24)} 100 % of 2.0 GB`);
  });

  test('what there is no room for goes: the name, the size, the bar, the lines', () => {
    const second = (columns: number) => pane(at(42), columns, 5)[4];
    expect(second(46)).toBe(`  pulling llama3.2 ${bar(4, 8)} 42 % of 2.0 GB`);
    expect(second(36)).toBe(`  pulling ${bar(4, 8)} 42 % of 2.0 GB`);
    expect(second(26)).toBe(`  pulling ${bar(4, 8)} 42 %`);
    expect(second(20)).toBe('  pulling 42 %');
    // A line for each route, and one for all.
    expect(pane(at(42), 40, 3)[2]).toMatch(/^ ollama\/llama3\.2 +pulling 42 % {2}0\/10$/);
    expect(drawn(drawRoutesLine, sceneOf(at(42).snapshot()), 80, 1)[0]).toBe(
      ' routes ollama/llama3.2 pulling 42 % · azure/gpt-5-mini closed',
    );
  });

  test('while its size is not known, what the server does is told in its words', () => {
    const run = at(null, null);
    expect(pane(run, 60, 5)[4]).toBe('  pulling llama3.2 · pulling 8eeb52dfb3bb');
    expect(pane(run, 30, 5)[4]).toBe('  pulling llama3.2');
    run.emit({ ...pulling, percent: null, totalBytes: null, detail: 'asking\x1b[2J' });
    expect(pane(run, 60, 5)[4]).not.toContain('\x1b');
  });

  test('is loaded, and then its calls are told again, in as many lines', () => {
    const run = at(100);
    run.emit({ type: 'model.loading', route: 1 });
    expect(pane(run, 60, 5)[4]).toBe('  loading llama3.2');
    expect(pane(run, 40, 3)[2]).toMatch(/ loading {2}0\/10$/);
    const lines = pane(run, 60, 9).filter((row) => row !== '').length;
    run.emit({ type: 'model.ready', route: 1, loadMs: 900, pullMs: 60_000 });
    run.emit({ type: 'gate.released', route: 1, gate: 'model' });
    expect(pane(run, 60, 5).slice(3)).toEqual([
      expect.stringMatching(/closed/),
      expect.stringMatching(/^ {2}0 calls +not seen yet$/),
    ]);
    expect(pane(run, 60, 9).filter((row) => row !== '')).toHaveLength(lines);
  });

  test('is in the table too, and an open breaker goes before it', () => {
    const run = many();
    run.emit({ ...pulling, route: 0, percent: 42, totalBytes: 2_020_000_000 });
    expect(pane(run, 150, 14)[2]).toMatch(
      /^ openai\/east-0 +pulling 42 % .* pulling ▓{4}░{4} 42 % of 2.0 GB$/,
    );
    run.emit({ ...opened, route: 0, probeT: 30_000 });
    expect(pane(run, 150, 14)[2]).toMatch(/ open 25s /);
  });

  test('where the terminal knows ASCII alone its bar is made of that', async () => {
    const text = pane(at(42), 46, 5)[4];
    expect(asciiText(text)).toBe('  pulling llama3.2 ####.... 42 % of 2.0 GB');
  });
});

test('limits are gauges, the tightest where not all fit', () => {
  const levels = [
    level({}),
    level({ unit: 'tokens', limit: 90_000, used: 90_000 }),
    level({ per: 'hour', limit: 5_000, used: 3 }),
  ];
  const run = reading(two(), levels.slice(0, 2));
  expect(pane(run, 60, 7)[2]).toBe('  req/min ▓▓▓▓░░░░ 200  tok/min ▓▓▓▓▓▓▓▓ 90.0k');
  expect(pane(run, 36, 7)[2]).toBe('  req/min ▓▓▓▓░░░░  tok/min ▓▓▓▓▓▓▓▓');
  expect(pane(reading(two(), levels), 36, 7)[2]).toBe('  req/min ▓▓▓▓░░░░  tok/min ▓▓▓▓▓▓▓▓');
  expect(pane(run, 24, 7)[2]).toBe('  tok/min ▓▓▓▓▓▓▓▓');
  const scene = sceneOf(run.snapshot(), { glyphs: asciiGlyphs });
  expect(drawn(drawRoutes, scene, 36, 7)[2]).toContain('req/min');
});

test('on a wide pane each limit has a line with its figures, and says whose it is', () => {
  const rows = pane(
    reading(two(), [level({}), level({ unit: 'tokens', limit: 90_000, used: 12, learned: true })]),
    120,
    20,
  );
  expect(rows[2]).toBe(`  req/min  ${'▓'.repeat(12)}${'░'.repeat(12)} 100 of 200`);
  expect(rows[3]).toBe(`  tok/min  ▓${'░'.repeat(23)} 12 of 90,000, the server's`);
});

test('an adaptive limit is told against the concurrency, with what the server refused', () => {
  const run = two();
  run.emit({ type: 'limit.adapted', route: 0, from: 14, to: 12, ceiling: 13, reason: '' });
  expect(pane(run, 40, 7)[3]).toBe('  auto 12 of 16  refused above ~13');
});

const many = () => {
  const run = new RunFixture({
    roles: { a: 10 },
    routes: Array.from({ length: 12 }, (_, i) => `openai/east-${i}`),
  }).advance(5_000);
  run.emit({ ...opened, route: 3, probeT: 30_000 });
  return run;
};

test('many routes have a line each, and those without one are counted', () => {
  const rows = pane(many(), 40, 9);
  expect(rows[1]).toMatch(/^ openai\/east-0 +closed/);
  expect(rows[8]).toBe(' 5 more');
  // Rows that are left go to those with the most calls.
  const more = pane(many(), 40, 14);
  expect(more[2]).toMatch(/^ {2}\d+ calls/);
  expect(more[13]).toMatch(/^ openai\/east-11/);
});

test('many routes on a wide pane are a table', () => {
  const rows = pane(many(), 120, 14);
  expect(rows[1]).toMatch(/^ route +breaker +trips +in flight +calls +ok % +warm % +auto {2}seen/);
  expect(rows[5]).toMatch(/^ openai\/east-3 +open 25s +2 +0\/10 +0 +– +– +– {2}not seen yet$/);
  const ends = rows.slice(1, 6).map((row) => row.search(/(calls|\d+ +(\d|–))/));
  expect(ends.every((at) => at > 0)).toBe(true);
  expect(pane(many(), 120, 9).at(-1)).toBe(' 6 more');
});
