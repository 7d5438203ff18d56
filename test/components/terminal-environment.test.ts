import { expect, test } from 'vitest';
import { colourDepth, isLight, knowsUnicode } from '../../components/terminal/colour-depth.ts';

test.each([
  [{ TERM: 'xterm-256color' }, 8],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 24],
  [{ TERM: 'xterm-direct' }, 24],
  [{ TERM: 'screen' }, 4],
  [{ TERM: 'dumb' }, 0],
  [{ TERM: 'vt220' }, 0],
  [{}, 0],
  [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 0],
  [{ TERM: 'xterm-256color', NO_COLOR: '' }, 8],
  [{ TERM: 'xterm-256color', NO_COLOR: '1', FORCE_COLOR: '3' }, 0],
  [{ TERM: 'xterm', FORCE_COLOR: '3' }, 24],
  [{ TERM: 'xterm-256color', FORCE_COLOR: '0' }, 0],
  [{ TERM: 'dumb', FORCE_COLOR: 'true' }, 4],
])('%j has %i bits of colour', (env, depth) => expect(colourDepth(env)).toBe(depth));

test.each([
  [{ LANG: 'en_GB.UTF-8' }, true],
  [{ LANG: 'C.utf8' }, true],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, false],
  [{ LANG: 'en_GB.ISO-8859-1' }, false],
  [{ LANG: 'en_GB.UTF-8', TERM: 'linux' }, false],
  [{ TERM: 'xterm-256color' }, true],
  [{ TERM: 'tmux-256color' }, false],
])('%j shows Unicode: %s', (env, unicode) => expect(knowsUnicode(env)).toBe(unicode));

test('a light background is what COLORFGBG says', () => {
  expect([isLight({ COLORFGBG: '0;15' }), isLight({ COLORFGBG: '15;0' }), isLight({})]).toEqual([
    true,
    false,
    false,
  ]);
});
