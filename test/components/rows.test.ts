import { expect, test } from 'vitest';
import { asciiGlyphs } from '../../components/glyphs.ts';
import { drawAgents } from '../../components/panes/agents-rows.ts';
import { drawCost } from '../../components/panes/cost-rows.ts';
import { drawFooter } from '../../components/panes/footer-rows.ts';
import { drawCounts, drawHeader, drawOneLine } from '../../components/panes/header-rows.ts';
import { drawLimits } from '../../components/panes/limits-rows.ts';
import { drawLog, drawLogLines } from '../../components/panes/log-rows.ts';
import { drawQueue, drawQueueLine } from '../../components/panes/queue-rows.ts';
import { drawRoutes, drawRoutesLine } from '../../components/panes/routes-rows.ts';
import { drawThroughput } from '../../components/panes/throughput-rows.ts';
import { sampleOf } from '../helpers/sample-event.ts';
import { drawn, sceneOf } from './draw.ts';
import { RunFixture } from './run-fixture.ts';

const all = {
  drawAgents,
  drawCost,
  drawFooter,
  drawCounts,
  drawHeader,
  drawOneLine,
  drawLimits,
  drawLog,
  drawLogLines,
  drawQueue,
  drawQueueLine,
  drawRoutes,
  drawRoutesLine,
  drawThroughput,
};

test.each(Object.entries(all))(
  '%s draws into any size, before, during and after a run',
  (_, draw) => {
    const young = new RunFixture({ roles: { kaoz: 3 }, tasks: 9 });
    const old = new RunFixture({
      roles: { kaoz: 70, order: 30 },
      tasks: 9_000,
      concurrency: 90,
    }).advance(30_000);
    const over = new RunFixture({ tasks: 20 }).advance(60_000);
    for (const run of [young, old, over])
      for (const glyphs of [
        sceneOf(run.snapshot()),
        sceneOf(run.snapshot(), { glyphs: asciiGlyphs, focus: 'log' }),
        sceneOf(run.snapshot(), { focus: 'throughput', charts: { window: 3, cursor: 7 } }),
        sceneOf(run.snapshot(), { focus: 'limits', charts: { window: 0, cursor: 7 } }),
      ])
        for (let columns = 0; columns < 130; columns += 9)
          for (let rows = 0; rows < 40; rows += 3)
            expect(() => drawn(draw, glyphs, columns, rows)).not.toThrow();
  },
);

const header = (run: RunFixture, columns = 120, rows = 4) =>
  drawn(drawHeader, sceneOf(run.snapshot()), columns, rows);

test('what is not known is a dash', () => {
  const run = new RunFixture({ tokenPrice: null }).advance(600);
  const [state, , spend] = header(run);
  expect(state).toMatch(/RUNNING {2}1s {3}0 % {2}– % ok {2}0 failed {2}– left$/);
  expect(spend).toBe(' spend    $0.00 · 0 tokens in 6 out');
});

test('an unknown price is unknown and never nothing', () => {
  const run = new RunFixture({ tokenPrice: null, faults: 0 }).advance(20_000);
  const { done } = run.snapshot().tasks;
  expect(header(run)[2]).toContain(`spend    – · price unknown for ${done} calls`);
  expect(drawn(drawCost, sceneOf(run.snapshot()), 40, 6)[3]).toMatch(/price unknown +\d+ calls$/);
});

test('an estimate has its mark and its band', () => {
  const [state, , spend] = header(new RunFixture({ tasks: 900 }).advance(30_000));
  expect(state).toMatch(/ {2}~\d+m\d\ds \(\d+m\d\ds–\d+m\d\ds\)$/);
  expect(spend).toMatch(/~\$0\.\d+ at the end/);
});

const capped = { budget: 25_000_000_000, reserve: 80_000_000, tokenPrice: 300_000 };

test('money that is capped is told with what is reserved and free, and as a bar', () => {
  const run = new RunFixture({ ...capped, tasks: 900, faults: 0 }).advance(30_000);
  const { budget } = run.snapshot();
  expect(budget.reservedNanoUsd).toBe(10 * 80_000_000);
  const taken = (budget.spentNanoUsd ?? 0) + budget.reservedNanoUsd;
  expect(budget.freeNanoUsd).toBe(25_000_000_000 - taken);
  expect(header(run)[2]).toMatch(
    /^ spend {4}\$\d\.\d\d of \$25\.00 {2}▓+░+ {2}reserved \$0\.80 · free \$\d\d\.\d\d · \$\d+\.\d\d\/min · ~/,
  );
  expect(header(run, 104)[2]).toMatch(
    /^ spend {4}\$\d\.\d\d of \$25\.00 · reserved \$0\.80 · free/,
  );
  expect(header(run, 80, 2)[0]).toMatch(/\$\d\.\d\d\/\$25$/);
  const pane = drawn(drawCost, sceneOf(run.snapshot()), 40, 7);
  expect(pane[0]).toMatch(/─ 5 cost ─+ \$\d\.\d\d of \$25\.00 ─$/);
  expect(pane[1]).toMatch(/^ budget +▓+░+$/);
  expect(pane[2]).toMatch(/^ reserved, free +\$0\.80, \$\d\d\.\d\d$/);
});

test('what may have been billed is told in money', () => {
  const run = new RunFixture({ ...capped, tasks: 900, faults: 0.5 }).advance(30_000);
  const { uncertainNanoUsd } = run.snapshot().budget;
  const words = `≤$${(uncertainNanoUsd / 1e9).toFixed(2)}`;
  expect(uncertainNanoUsd).toBeGreaterThan(0);
  expect(header(run)[2]).toContain(`uncertain ${words} · free`);
  const pane = drawn(drawCost, sceneOf(run.snapshot()), 40, 7).join('\n');
  expect(pane).toMatch(new RegExp(`uncertain +\\d+ calls? ${words.replace('$', '\\$')}$`, 'm'));
  const free = new RunFixture({ reserve: 80_000_000, tasks: 900, faults: 0.5 }).advance(30_000);
  expect(header(free, 140)[2]).toMatch(/ · \d+ calls uncertain ≤\$\d+\.\d\d$/);
});

test('what calls cost beyond their bounds stands out', () => {
  const run = new RunFixture({ ...capped, reserve: 1, tasks: 900 }).advance(20_000);
  const excess = run.snapshot().budget.excessNanoUsd;
  expect(excess).toBeGreaterThan(0);
  expect(header(run, 140)[2]).toContain(`$${(excess / 1e9).toFixed(2)} beyond the bounds`);
  expect(drawn(drawCost, sceneOf(run.snapshot()), 40, 7)[1]).toMatch(/^ beyond the bounds +\$/);
});

test('a budget that is used up says so where it says what holds the run', () => {
  const run = new RunFixture(capped).advance(3_000);
  const reason = 'the budget of $25.00 is used up: $24.97 spent';
  run.emit({ type: 'run.phase', phase: 'PAUSED', reason });
  expect(header(run)[1]).toBe(` held by  ${reason} · p goes on`);
});

test('a paused run says who holds it', () => {
  const run = new RunFixture().advance(3_000);
  run.command({ type: 'pause', mode: 'soft' }, { by: 'mo' });
  expect(header(run)[0]).toContain('‖ PAUSING');
  expect(header(run)[1]).toMatch(/held by {2}paused by you, \d+ calls still end/);
});

test('the end is told in words and exit code', () => {
  const run = new RunFixture({ tasks: 20, faults: 0.3 }).advance(120_000);
  const [state, ended] = header(run);
  expect(state).toContain('■ DONE');
  expect(ended).toMatch(/^ ended {4}DONE · \d+ tasks done · \d+ failed · exit code 1$/);
});

test('a narrow header keeps state, time, share, failures and money', () => {
  const run = new RunFixture({ tasks: 900, faults: 0.5 }).advance(30_000);
  expect(header(run, 80, 2)[0]).toMatch(
    /^ cathedral · heavy +● RUNNING degraded 30s \d+ % \d+ failed ~\d+m\d\ds {2}\$0\.\d+$/,
  );
});

test('the progress line shows a single failure among thousands', () => {
  const run = new RunFixture({ tasks: 5_000, faults: 0 }).advance(2_000);
  run.emit({
    type: 'task.cancelled',
    task: 4_999,
    agent: -1,
    attempts: 0,
    durationMs: 0,
    reason: 'x',
    uncertain: false,
    outputTokens: 0,
  });
  expect(header(run)[3]).toHaveLength(119);
});

test('what is asked, refused and told stands above the keys', () => {
  const scene = (kind: 'asked' | 'refused', text: string) =>
    sceneOf(new RunFixture().snapshot(), {
      notice: { kind, text },
      keys: [{ keys: 'p', does: 'pause' }],
    });
  expect(drawn(drawFooter, scene('asked', 'concurrency 550'), 60, 2)).toEqual([
    ' → concurrency 550 asked',
    ' p pause',
  ]);
  expect(drawn(drawFooter, scene('refused', 'pause refused: it drains'), 60, 1)).toEqual([
    ' pause refused: it drains',
  ]);
});

test('frame time stands at the right end of the keys', () => {
  const frame = { medianMs: 1.34, framesPerSecond: 10 };
  const scene = sceneOf(new RunFixture().snapshot(), {
    frame,
    keys: [{ keys: 'p', does: 'pause' }],
  });
  expect(drawn(drawFooter, scene, 40, 1)).toEqual([' p pause                 1.3 ms  10 fps']);
});

test('the focused rule is told apart', () => {
  const scene = sceneOf(new RunFixture().snapshot(), { focus: 'cost' });
  expect(drawn(drawCost, scene, 30, 1)[0]).toBe('─ 5 cost ───────────── $0.00 ─');
});

/** A run held by a rate limit for the last ten seconds. */
function limited(): RunFixture {
  const run = new RunFixture({ faults: 0, tasks: 900, roles: { agent: 40 }, concurrency: 30 });
  run.advance(20_000);
  const tokens = { by: 'rate', route: 0, detail: 'tokens/min 90,000', share: 0.94 } as const;
  for (let second = 0; second < 10; second++) {
    run.t += 1_000;
    run.emit(sampleOf({ bounds: [tokens], inFlight: 20, queued: 400, callsPerSecond: 7 }));
  }
  return run;
}

test('what holds a run back is told with its share and what would change it', () => {
  expect(header(limited(), 140)[1]).toBe(
    ' held by  tokens/min 90,000 on simulator/small, 94 % of the last 10 s · more concurrency gains nothing · a second route ~ +50 %',
  );
  expect(header(limited())[1]).toBe(
    ' held by  tokens/min 90,000 on simulator/small, 94 % · more concurrency gains nothing · a second route ~ +50 %',
  );
  expect(header(limited(), 80, 2)[1]).toBe(
    ' held by tokens/min 90,000 on simulator/small, 94 % · more concurrency gains n…',
  );
});

test('a run that is well has no word for it', () => {
  const run = new RunFixture({ faults: 0, tasks: 900 }).advance(10_000);
  expect(run.snapshot().health.word).toBe('healthy');
  expect(header(run).join()).not.toMatch(/healthy|degraded|failing/);
});

test('a run that is not well says so beside its state, and why in the last line', () => {
  const run = new RunFixture({ faults: 0, tasks: 900 }).advance(10_000);
  const message = '23 of the last 160 tasks failed, 14 %';
  run.emit({ type: 'alert.raised', alert: 'failures', message });
  const [state, held, spend, health] = header(run);
  expect(state).toContain('● RUNNING degraded  10s');
  expect(held).toMatch(/^ held by/);
  expect(spend).toMatch(/^ spend/);
  expect(health).toBe(` degraded ${message}`);
  expect(header(run, 80, 2)).toHaveLength(2);
  expect(header(run, 80, 2)[0]).toContain('● RUNNING degraded');
  run.emit({ type: 'alert.cleared', alert: 'failures' });
  expect(header(run).join()).not.toContain('degraded');
});

test('a run that is over is told by its end, not by its health', () => {
  const run = new RunFixture({ tasks: 20, faults: 0.3 }).advance(120_000);
  run.emit({ type: 'alert.raised', alert: 'failures', message: 'many failed' });
  expect(header(run).join()).not.toContain('degraded');
});
