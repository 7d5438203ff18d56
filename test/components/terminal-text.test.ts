import { expect, test } from 'vitest';
import { codePointWidth, displayWidth } from '../../components/terminal/display-width.ts';
import { oneLine } from '../../components/terminal/sanitize.ts';

test.each([
  ['plain', 5],
  ['naïve', 5],
  ['● 412 · –', 9],
  ['⣀⣤⣶', 3],
  ['日本語', 6],
  ['한국어', 6],
  ['e\u0301', 1],
  ['👩‍🚀', 2],
  ['🇳🇴', 2],
  ['❤️', 2],
  ['עברית', 5],
  ['a\u200bb', 2],
  ['', 0],
])('%s is %i columns wide', (text, width) => expect(displayWidth(text)).toBe(width));

test('every state and line character of the console is one column wide', () => {
  for (const character of '·∙‖○◔●◆↻■✗–…→─━│›▲')
    expect(codePointWidth(character.codePointAt(0) ?? 0)).toBe(1);
});

test.each([
  ['\x1b[31mred\x1b[0m', 'red'],
  ['\x1b]0;a title\x07text', 'text'],
  ['\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\', 'link'],
  ['\x1bP1$r0m\x1b\\after', 'after'],
  ['\x9b2Jafter', 'after'],
  ['one\r\ntwo\tthree', 'one two three'],
  ['bell\x07 back\x08 del\x7f', 'bell back del'],
  ['admin\u202etxt.exe', 'admintxt.exe'],
  ['a\u2066b\u2069c', 'abc'],
  ['half \ud83d pair', 'half \ufffd pair'],
  ['👩‍🚀 stays', '👩‍🚀 stays'],
  ['unfinished \x1b[', 'unfinished '],
])('%j is shown as %j', (text, shown) => expect(oneLine(text)).toBe(shown));

test('no text can bring a control character to the screen', () => {
  for (let code = 0; code < 0xa0; code++)
    for (const before of ['', '\x1b', '\x1b[', '\x9b', '\x1b]'])
      expect(oneLine(`${before}${String.fromCharCode(code)}x`)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
});
