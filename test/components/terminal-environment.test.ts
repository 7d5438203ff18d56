import { expect, test } from 'vitest';
import { backgroundBefore, backgroundOf } from '../../components/terminal/background.ts';
import { colourDepth, knowsUnicode } from '../../components/terminal/colour-depth.ts';
import { talentsOf } from '../../components/terminal/terminal-talents.ts';

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
  [{ TERM: 'linux' }, 4],
  [{ TERM: 'xterm-kitty' }, 24],
  [{ TERM: 'xterm-ghostty' }, 24],
  [{ TERM: 'foot-extra' }, 24],
  [{ TERM: 'alacritty' }, 24],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 24],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal' }, 8],
  [{ TERM: 'tmux-256color', TERM_PROGRAM: 'tmux', TMUX: '/tmp/tmux' }, 8],
  [{ TERM: 'screen-256color', TMUX: '/tmp/tmux', COLORTERM: 'truecolor' }, 24],
  [{ TERM: 'screen-256color', STY: '7.pts', COLORTERM: 'truecolor' }, 8],
  [{ TERM: 'screen', COLORTERM: 'truecolor' }, 4],
  [{ WT_SESSION: 'x' }, 24],
  [{ TERM: 'xterm-256color', WT_SESSION: 'x' }, 24],
  [{ OS: 'Windows_NT' }, 24],
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

test.each([
  [{ COLORFGBG: '0;15' }, 'light'],
  [{ COLORFGBG: '0;default;7' }, 'light'],
  [{ COLORFGBG: '15;0' }, 'dark'],
  [{ COLORFGBG: '15;default' }, 'dark'],
  [{}, 'dark'],
])('before the terminal is asked %j is %s', (env, background) =>
  expect(backgroundBefore(env)).toBe(background),
);

test.each([
  ['rgb:ffff/ffff/ffff', 'light'],
  ['rgb:fd/f6/e3', 'light'],
  ['rgb:0000/2b2b/3636', 'dark'],
  ['rgba:1e1e/1e1e/2e2e/ffff', 'dark'],
  ['rgb:8080/8080/8080', 'light'],
  ['#ffffff', null],
  ['?', null],
])('the answer %s is %s', (answer, background) => expect(backgroundOf(answer)).toBe(background));

const none = { title: true, progress: false, notification: null, tmux: false };

test.each([
  [{ TERM: 'xterm-256color' }, none],
  [{ TERM: 'dumb' }, { ...none, title: false }],
  [{ TERM: 'linux' }, { ...none, title: false }],
  [
    { TERM: 'xterm-256color', WT_SESSION: 'x' },
    { ...none, progress: true },
  ],
  [
    { TERM: 'xterm-256color', ConEmuANSI: 'ON' },
    { ...none, progress: true },
  ],
  [
    { TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty' },
    { ...none, progress: true, notification: 'osc777' },
  ],
  [
    { TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' },
    { ...none, progress: true, notification: 'osc777' },
  ],
  [{ TERM: 'xterm-kitty' }, { ...none, notification: 'osc9' }],
  [{ TERM: 'foot' }, { ...none, notification: 'osc777' }],
  [
    { TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' },
    { ...none, notification: 'osc9' },
  ],
  [
    {
      TERM: 'xterm-256color',
      TERM_PROGRAM: 'iTerm.app',
      TERM_FEATURES: 'T3CwLrMSc7UUw9Ts3BFGsSyHNoSxFP',
    },
    { ...none, progress: true, notification: 'osc9' },
  ],
  [{ TERM: 'xterm-256color', VTE_VERSION: '7800' }, none],
  [
    { TERM: 'xterm-256color', VTE_VERSION: '8001' },
    { ...none, progress: true },
  ],
  [
    { TERM: 'tmux-256color', TERM_PROGRAM: 'tmux', TMUX: 'x' },
    { ...none, tmux: true },
  ],
  [
    { TERM: 'tmux-256color', TERM_PROGRAM: 'tmux', TMUX: 'x', KITTY_WINDOW_ID: '1' },
    { ...none, tmux: true, notification: 'osc9' },
  ],
])('%j can do %j', (env, talents) => expect(talentsOf(env)).toEqual(talents));
