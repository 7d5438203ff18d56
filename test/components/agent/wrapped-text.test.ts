import { expect, test } from 'vitest';
import { WrappedText } from '../../../components/agent/wrapped-text.ts';
import { displayWidth } from '../../../components/terminal/display-width.ts';

function rows(text: string, width: number, anywhere = false): string[] {
  const wrapped = new WrappedText(anywhere);
  wrapped.set(text);
  return Array.from({ length: wrapped.rowCount(width) }, (_, row) => wrapped.row(row));
}

test('rows end between words, and keep line breaks and indents', () => {
  expect(rows('hello   world foo bar\n    indented code is long\n\nend', 14)).toEqual([
    'hello   world',
    'foo bar',
    '    indented',
    'code is long',
    '',
    'end',
  ]);
});

test('a word that is longer than a row is broken where the row is full', () => {
  expect(rows('a verylongwordindeed b', 8)).toEqual(['a', 'verylong', 'wordinde', 'ed b']);
});

test('what is no prose is broken where rows are full, and keeps its blanks', () => {
  expect(rows('-d \'{ "a": 1 }\'', 6, true)).toEqual(["-d '{ ", '"a": 1', " }'"]);
});

test('wide characters take two columns and can be broken between', () => {
  expect(rows('今日は良い天気', 7)).toEqual(['今日は', '良い天', '気']);
  expect(rows('ab 今日は', 6)).toEqual(['ab 今', '日は']);
});

test('characters of several code points stay whole', () => {
  for (const row of rows('ab 👨‍👩‍👧 👍🏽 ❤️ 🇳🇴 cd'.repeat(4), 5)) {
    expect(displayWidth(row)).toBeLessThanOrEqual(5);
    expect(row).not.toMatch(/^[\u200d\ufe0f\u{1f3fd}]/u);
  }
});

test('no row is wider than it may be, and none of the text is lost', () => {
  const words = [
    'plain',
    'Tromsø',
    '今日',
    '🌊',
    'e\u0301a',
    '한국어',
    'x'.repeat(40),
    '👨‍👩‍👧',
    '',
  ];
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed % below;
  };
  for (let round = 0; round < 200; round++) {
    const text = Array.from({ length: 30 }, () => words[next(words.length)]).join(
      next(4) === 0 ? '\n' : ' ',
    );
    const width = 2 + next(40);
    const broken = rows(text, width);
    for (const row of broken) expect(displayWidth(row)).toBeLessThanOrEqual(Math.max(2, width));
    expect(broken.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  }
});

test('nothing that a terminal acts on is in a row', () => {
  const text = '\x1b]0;title\nred \x1b[31mtext\x1b[0m\x07 \x9b2J\r\none\rtwo\u2028three\u202e\ttab';
  const shown = rows(text, 40);
  for (const row of shown) expect(row).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e\u2028]/);
  expect(shown).toEqual(['', 'red text ', 'one', 'two', 'three    tab']);
});

test('a text that grows has the same rows as one that was there at once, wherever it was cut', () => {
  const text =
    'One line.\nAnother \x1b[31mred\x1b[0m line, long enough to be broken.\r\n\r\nafter\rold\u2028new 今日は end';
  for (let width = 5; width < 40; width += 7) {
    const whole = rows(text, width);
    const growing = new WrappedText();
    for (let length = 1; length <= text.length; length++) {
      growing.set(text.slice(0, length));
      growing.rowCount(width);
    }
    const shown = Array.from({ length: growing.rowCount(width) }, (_, row) => growing.row(row));
    expect(shown).toEqual(whole);
  }
});

test('another text in its place, and another width, leave nothing of the old one', () => {
  const wrapped = new WrappedText();
  wrapped.set('first line\nsecond line');
  expect(wrapped.rowCount(40)).toBe(2);
  wrapped.set('other');
  expect(wrapped.rowCount(40)).toBe(1);
  expect(wrapped.row(0)).toBe('other');
  wrapped.set('one two three');
  expect(wrapped.rowCount(5)).toBe(3);
  wrapped.set('');
  expect(wrapped.rowCount(5)).toBe(0);
});
