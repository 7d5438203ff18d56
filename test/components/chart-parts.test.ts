import { expect, test } from 'vitest';
import { CellBuffer } from '../../components/painter/cell-buffer.ts';
import { CellView } from '../../components/painter/cell-view.ts';
import { rowsOf } from '../../components/painter/cells-to-text.ts';
import { Tone } from '../../components/painter/style.ts';
import { cursorStyle } from '../../components/parts/braille.ts';
import { drawAxis } from '../../components/parts/chart-axis.ts';
import { gaugeSegments } from '../../components/parts/gauge.ts';
import { fitting, joined } from '../../components/parts/items.ts';
import { drawLines, type Line } from '../../components/parts/lines.ts';

function view(columns: number, rows: number) {
  const buffer = new CellBuffer(columns, rows);
  return {
    buffer,
    view: new CellView(buffer),
    rows: () => rowsOf(buffer).map((row) => row.trimEnd()),
  };
}

const line = (values: number[], style: number = Tone.chart1, ascii = '*'): Line => ({
  values: Float32Array.from(values),
  style,
  ascii,
});

test('a line goes through its values, two a column, and joins them', () => {
  const at = view(3, 1);
  drawLines(at.view, [line([0, 3, 3, 0, 1, 2])], 3, true);
  expect(at.rows()).toEqual(['⡸⢱⠔']);
});

test('a gap in the values is a gap in the line', () => {
  const at = view(3, 1);
  drawLines(at.view, [line([3, 3, Number.NaN, Number.NaN, 0, 0])], 3, true);
  expect(at.rows()).toEqual(['⠉ ⣀']);
});

test('a cell that several lines go through has the style of the last', () => {
  const at = view(2, 1);
  const lines = [line([0, 0, 3, 3], Tone.chart3), line([0, 0, 0, 0], Tone.chart1)];
  drawLines(at.view, lines, 3, true);
  expect(at.rows()).toEqual(['⣀⣏']);
  expect([...at.buffer.styles]).toEqual([Tone.chart1, Tone.chart1]);
});

test('values beyond the scale stay inside the view', () => {
  const at = view(2, 2);
  drawLines(at.view, [line([99, 99, -5, -5])], 3, true);
  expect(at.rows().join('')).toMatch(/^⠉/);
});

test('without Unicode each line has its own character, at the larger of two values', () => {
  const at = view(2, 3);
  drawLines(at.view, [line([0, 2, 2, 2], 0, '.'), line([0, 0, 0, 1], 0, 'o')], 2, false);
  expect(at.rows()).toEqual(['..', ' o', 'o']);
});

test('the column of the cursor stands out', () => {
  const at = view(3, 1);
  drawLines(at.view, [line([1, 1, 1, 1, 1, 1])], 3, true, 1);
  expect([...at.buffer.styles]).toEqual([Tone.chart1, cursorStyle, Tone.chart1]);
});

test('marks stand at their columns, with as much of their words as there is room for', () => {
  const at = view(20, 1);
  const mark = (column: number, word: string) => ({ column, word, style: Tone.accent });
  drawAxis(at.view, 0, 2, [
    mark(-1, 'gone'),
    mark(2, 'you'),
    mark(6, 'auto'),
    mark(9, 'you'),
    mark(16, 'pause'),
    mark(40, 'later'),
  ]);
  expect(at.rows()).toEqual(['  └──▲you▲──▲you───▲']);
});

test('of marks in one column the later one is seen', () => {
  const at = view(12, 1);
  const mark = (word: string) => ({ column: 3, word, style: Tone.accent });
  drawAxis(at.view, 0, 0, [mark('you'), mark('preset')]);
  expect(at.rows()).toEqual(['└───▲preset─']);
});

test.each([
  [0, '░░░░░░░░'],
  [0.01, '▓░░░░░░░'],
  [0.5, '▓▓▓▓░░░░'],
  [0.99, '▓▓▓▓▓▓▓░'],
  [1, '▓▓▓▓▓▓▓▓'],
  [3, '▓▓▓▓▓▓▓▓'],
])('a gauge of %s shows what is there, and is full only when it is', (share, bar) => {
  expect(
    gaugeSegments(share, 8, Tone.ok)
      .map(([text]) => text)
      .join(''),
  ).toBe(bar);
});

test('items that do not fit are left out whole, from the end', () => {
  const items = [
    [
      ['1,204', 0],
      [' calls', 1],
    ],
    [['97 %', 0]],
    [['ok', 0]],
  ] as const;
  expect(fitting(items, 17)).toHaveLength(2);
  expect(fitting(items, 16)).toHaveLength(1);
  expect(
    joined(fitting(items, 40))
      .map(([text]) => text)
      .join(''),
  ).toBe('1,204 calls  97 %  ok');
});
