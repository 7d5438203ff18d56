import { expect, test } from 'vitest';
import { CellBuffer } from '../../components/painter/cell-buffer.ts';
import { CellView, segmentsWidth } from '../../components/painter/cell-view.ts';
import { rowsOf } from '../../components/painter/cells-to-text.ts';
import { Tone } from '../../components/painter/style.ts';
import { sgrTable } from '../../components/theme.ts';

const view = (columns: number, rows = 1) => {
  const buffer = new CellBuffer(columns, rows);
  return { view: new CellView(buffer), text: () => rowsOf(buffer).map((row) => row.trimEnd()) };
};

test('text that does not fit ends in an ellipsis at the last column', () => {
  const { view: cells, text } = view(8);
  expect(cells.text(1, 0, 'cathedral', Tone.fg)).toBe(8);
  expect(text()).toEqual([' cathed…']);
});

test('text keeps to its limit', () => {
  const { view: cells, text } = view(20);
  expect(cells.text(2, 0, 'kaoz_17', Tone.fg, 4)).toBe(6);
  expect(text()).toEqual(['  kao…']);
});

test('wide characters take two columns and are never cut in half', () => {
  const { view: cells, text } = view(6);
  cells.text(0, 0, '日本語日本', Tone.fg);
  expect(text()).toEqual(['日本 …']);
  expect(cells.text(0, 0, '日本語', Tone.fg)).toBe(6);
  expect(text()).toEqual(['日本語']);
});

test('a letter with its marks, and a joined emoji, are one character', () => {
  const { view: cells, text } = view(12);
  expect(cells.text(0, 0, 'e\u0301a👩‍🚀z', Tone.fg)).toBe(5);
  expect(text()).toEqual(['e\u0301a👩‍🚀z']);
});

test('text on the right ends where it is told', () => {
  const { view: cells, text } = view(10);
  expect(cells.textRight(10, 0, '1,204', Tone.fg)).toBe(5);
  expect(text()).toEqual(['     1,204']);
});

test('control characters become blanks', () => {
  const { view: cells, text } = view(10);
  cells.text(0, 0, 'a\x1bb\x07c\x9bd', Tone.fg);
  expect(text()).toEqual(['a b c d']);
});

test('an inner view is a window of its own', () => {
  const { view: cells, text } = view(10, 3);
  const inner = cells.inner(2, 1, 4, 5);
  expect([inner.columns, inner.rows]).toEqual([4, 2]);
  inner.text(0, 0, 'outside?', Tone.fg);
  inner.put(-1, 0, 0x58, Tone.fg);
  expect(text()).toEqual(['', '  out…', '']);
});

test('segments are measured in columns', () => {
  expect(
    segmentsWidth([
      ['● ', Tone.ok],
      ['日本', Tone.fg],
    ]),
  ).toBe(6);
});

test('rows become text for Ink, with what each style opens closed again', () => {
  const buffer = new CellBuffer(6, 1);
  new CellView(buffer).text(0, 0, 'ok', Tone.ok);
  expect(rowsOf(buffer, { sgr: sgrTable('dark', 8) })).toEqual(['\x1b[38;5;71mok\x1b[39m    ']);
});
