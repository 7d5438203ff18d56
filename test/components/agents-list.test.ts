import { expect, test } from 'vitest';
import { asciiGlyphs } from '../../components/glyphs.ts';
import { asciiText } from '../../components/painter/ascii.ts';
import { CellBuffer } from '../../components/painter/cell-buffer.ts';
import { CellView } from '../../components/painter/cell-view.ts';
import { Attribute, Tone, toneOf } from '../../components/painter/style.ts';
import { drawAgents } from '../../components/panes/agents-rows.ts';
import type { AgentsView } from '../../components/panes/agents-view.ts';
import type { RunEventBody } from '../../src/state/events.ts';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { agentsOf, drawn, sceneOf } from './draw.ts';
import { RunFixture } from './run-fixture.ts';

const held = (detail: string): RunEventBody => ({
  type: 'gate.held',
  route: 1,
  gate: 'rate',
  detail,
  untilT: null,
});

/** Four agents: one has answered, one backs off, one failed, and one is held by a limit. */
const four = () =>
  new FoldedRun({
    roles: [
      { name: 'kaoz', agents: 3, routes: [0] },
      { name: 'order', agents: 1, routes: [1] },
    ],
    routes: ['azure/gpt-5-mini', 'ollama/llama3.2'],
    tasks: [0, 0, 0, 1],
  })
    .started(0, 0, 0)
    .finished(1_000, 0, 12_000_000, 340)
    .started(500, 1, 1)
    .retrying(2_000, 1, 'rate-limited', 20)
    .started(1_000, 2, 2)
    .failed(3_000, 2, 'content-filter')
    .at(3_000, held('200 requests a minute'));

const list = (run: FoldedRun, columns: number, rows: number, view: Partial<AgentsView> = {}) => {
  const snapshot = takeSnapshot(run.state, 4_000);
  const agents = agentsOf(snapshot, { look: 'list', ...view });
  return drawn(drawAgents, sceneOf(snapshot, { agents, focus: 'agents' }), columns, rows);
};

test('a line tells of an agent what it does, on what, at which cost and since when', () => {
  expect(list(four(), 150, 6).slice(1)).toEqual([
    ' agent▲   status                    task           try   tokens    t/s       cost     age  route             error',
    ' kaoz_0   ■ done                    p-0              1      340      0    $0.0120    3.0s  azure/gpt-5-mini',
    ' kaoz_1   ↻ retrying                p-1              1       20      0      $0.00    2.0s  azure/gpt-5-mini  rate-limited: it went wrong',
    ' kaoz_2   ✗ failed                  p-2              1        0      0      $0.00    1.0s  azure/gpt-5-mini  content-filter: it went wrong',
    ' order_0  ‖ held rate · 200 reque…  –                –        0      0      $0.00    4.0s  –',
  ]);
});

test('one that waits for its next task does not show the last one as if it were on it', () => {
  const run = new FoldedRun({
    roles: [{ name: 'kaoz', agents: 1, routes: [0] }],
    routes: ['azure/gpt-5-mini'],
    tasks: [0, 0],
  })
    .started(0, 0, 0)
    .failed(1_000, 0, 'rate-limited');
  expect(list(run, 150, 4)[2]).toMatch(/^ kaoz_0 +∙ queued +– +– +0 /u);
});

test.each([
  [200, ['agent▲', 'status', 'task', 'try', 'tokens', 't/s', 'cost', 'age', 'route', 'error']],
  [104, ['agent▲', 'status', 'task', 'try', 'tokens', 't/s', 'cost', 'age', 'route']],
  [80, ['agent▲', 'status', 'task', 'try', 'tokens', 't/s', 'cost', 'age']],
  [60, ['agent▲', 'status', 'tokens', 't/s', 'cost', 'age']],
  [40, ['agent▲', 'status', 'age']],
])('at %i columns what says least has given way', (columns, titles) => {
  const rows = list(four(), columns, 6);
  expect(rows[1].trim().split(/ +/)).toEqual(titles);
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(columns);
});

test('what it is sorted by is there at any width, in the accent colour, with the way it runs', () => {
  expect(list(four(), 40, 6, { sort: 'cost' })[1]).toMatch(/^ agent +status +cost▼$/);
  expect(list(four(), 40, 6, { sort: 'cost', reversed: true })[1]).toMatch(/cost▲$/);
  const snapshot = takeSnapshot(four().state, 4_000);
  const buffer = new CellBuffer(80, 6);
  const agents = agentsOf(snapshot, { look: 'list', sort: 'tokens' });
  drawAgents(new CellView(buffer), sceneOf(snapshot, { agents }));
  const accents = [...buffer.styles.slice(80, 160)].filter((style) => style === Tone.accent);
  expect(accents).toHaveLength('tokens▼'.length);
});

test('groups have headings with their count, the worst state first', () => {
  const names = (by: AgentsView['by']['list']) =>
    list(four(), 60, 12, { by: { grid: 'role', list: by } })
      .slice(2)
      .filter((row) => row !== '')
      .map((row) => (/_\d /.test(row) ? row.slice(0, 26).trimEnd() : row));
  expect(names('status')).toEqual([
    ' ✗ failed 1',
    ' kaoz_2   ✗ failed',
    ' ‖ held 1',
    ' order_0  ‖ held rate',
    ' ↻ retrying 1',
    ' kaoz_1   ↻ retrying',
    ' ■ done 1',
    ' kaoz_0   ■ done',
  ]);
  expect(names('error')).toEqual([
    ' rate-limited: it went wrong 1',
    ' kaoz_1   ↻ retrying',
    ' content-filter: it went wrong 1',
    ' kaoz_2   ✗ failed',
    ' no error 2',
    ' kaoz_0   ■ done',
    ' order_0  ‖ held rate',
  ]);
  expect(names('route').filter((row) => / \d$/.test(row))).toEqual([
    ' azure/gpt-5-mini 3',
    ' no call yet 1',
  ]);
});

test('only the window is shown, and it goes where the cursor is', () => {
  const run = new RunFixture({ roles: { kaoz: 10_000 }, tasks: 10_000, concurrency: 9_000 });
  const snapshot = run.advance(100).snapshot();
  const at = (cursor: number) =>
    drawn(
      drawAgents,
      sceneOf(snapshot, { focus: 'agents', agents: agentsOf(snapshot, { look: 'list', cursor }) }),
      80,
      12,
    )
      .slice(2)
      .map((row) => /kaoz_\d+/.exec(row)?.[0]);
  expect(at(3)[0]).toBe('kaoz_0');
  expect(at(7_000).at(-1)).toBe('kaoz_7000');
  expect(at(9_999).at(-1)).toBe('kaoz_9999');
});

test('the cursor is a row of its own, and a mark is seen on it and beside it, without colour too', () => {
  const snapshot = takeSnapshot(four().state, 4_000);
  const view: Partial<AgentsView> = { look: 'list', cursor: 1, marks: new Set([1, 2]) };
  const buffer = new CellBuffer(80, 6);
  const agents = agentsOf(snapshot, view);
  drawAgents(new CellView(buffer), sceneOf(snapshot, { focus: 'agents', agents }));
  const style = (x: number, y: number) => buffer.styles[y * 80 + x];
  expect(style(1, 3) & Attribute.inverse).not.toBe(0);
  expect(style(1, 3) & Attribute.underline).not.toBe(0);
  expect(toneOf(style(79, 3))).toBe(Tone.select);
  expect(style(1, 4) & Attribute.marked).not.toBe(0);
  expect(style(1, 2)).toBe(Tone.fg);
});

test('any list draws into any size, with names of any kind', () => {
  const run = new FoldedRun({
    roles: [{ name: '役\u001b[31m者', agents: 30, routes: [0] }],
    routes: ['bad\nname/x'],
    tasks: [0],
  }).started(0, 0, 0);
  for (const by of ['none', 'role', 'status', 'route', 'error'] as const)
    for (let columns = 0; columns < 130; columns += 7)
      for (let rows = 0; rows < 14; rows += 3) {
        const drawnRows = list(run, columns, rows, { by: { grid: by, list: by }, cursor: 29 });
        expect(drawnRows.join('')).not.toMatch(/[\u0000-\u001f]/);
      }
});

test('in ASCII the signs have their likeness', () => {
  const snapshot = takeSnapshot(four().state, 4_000);
  const agents = agentsOf(snapshot, { look: 'list' });
  const rows = drawn(drawAgents, sceneOf(snapshot, { agents, glyphs: asciiGlyphs }), 60, 6);
  expect(rows[4]).toMatch(/^ kaoz_2 +X failed/);
  expect(asciiText('cost▼ agent▲')).toBe('costv agent^');
});
