import { afterEach, expect, test } from 'vitest';
import { type FilterTarget, parseFilter } from '../../components/filter/filter.ts';
import { closeConsole, open } from './open-console.ts';

afterEach(closeConsole);

const kept = (typed: string, lines: readonly string[], target: FilterTarget = 'log') => {
  const parsed = parseFilter(typed, target);
  if (!parsed.ok) throw new Error(parsed.message);
  return lines.filter((line) => parsed.filter?.matches(line) ?? true);
};

const lines = ['Rate limited twice', 'server (502)', 'rate limit 437 → 412', 'network'];

test('a text keeps the lines that hold it, capitals aside', () => {
  expect(kept('RATE', lines)).toEqual([lines[0], lines[2]]);
  expect(kept('', lines)).toEqual(lines);
});

test('an expression stands between slashes, of which the second may be missing', () => {
  expect(kept('/limit(ed)? \\d/', lines)).toEqual([lines[2]]);
  expect(kept('/^n', lines)).toEqual(['network']);
  expect(kept('/', lines)).toEqual(lines);
});

test('! keeps the rest', () => {
  expect(kept('!rate', lines)).toEqual([lines[1], lines[3]]);
  expect(kept('! /^[rn]/', lines)).toEqual([lines[1]]);
  expect(kept('!', lines)).toEqual(lines);
});

test('an expression that is none says so', () => {
  expect(parseFilter('/(/', 'log')).toEqual({
    ok: false,
    message: '/(/ is no expression: unterminated group',
  });
});

test('a selection is one for agents alone, and as soon as it names a field', () => {
  const of = (typed: string, target: FilterTarget) => {
    const parsed = parseFilter(typed, target);
    return parsed.ok ? parsed.filter?.query : parsed.message;
  };
  expect(of('status:retrying age>2m', 'agents')).toBe('status:retrying age>2m');
  expect(of('!status:done', 'agents')).toBe('!status:done');
  expect(of('status:retrying', 'log')).toBeNull();
  expect(of('kaoz_1', 'agents')).toBeNull();
  expect(of('429: too many', 'agents')).toBeNull();
  expect(of('age>soon', 'agents')).toMatch(/age/);
});

test('/ in the help finds a key by what it does while it is typed; Enter keeps it, Esc clears it', async () => {
  const { terminal } = open(100, 30);
  await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('?');
  await terminal.shows(/swarmdeck help/);
  terminal.press('/concurr');
  const typed = await terminal.shows(
    /─ swarmdeck help ─+ \/concurr \d+ of \d+ ─[\s\S]*^\/concurr$/m,
  );
  expect(typed).toContain('concurrency up by a tenth');
  expect(typed).not.toContain('focus the next pane');
  terminal.press('\r');
  await terminal.shows(/^ Esc back {2}\/ filter/m);
  expect(await terminal.text()).not.toContain('focus the next pane');
  terminal.press('/');
  await terminal.shows(/^\/concurr$/m);
  terminal.press('\x1b');
  await terminal.shows(/focus the next pane/);
});

test('what is kept goes with Esc before the screen is left', async () => {
  const { terminal } = open(100, 30);
  await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('?/theme\r');
  await terminal.shows(/\/theme \d+ of \d+/);
  terminal.press('\x1b');
  await terminal.hides(/\/theme/);
  await terminal.shows(/swarmdeck help/);
  terminal.press('\x1b');
  await terminal.hides(/swarmdeck help/);
});

test('no letter of a filter is taken as a key, and Ctrl-C asks as everywhere', async () => {
  const { terminal, run } = open(100, 30);
  await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('?/Xpq');
  await terminal.shows(/^\/Xpq$/m);
  expect(run.commands).toEqual([]);
  terminal.press('\x03');
  await terminal.shows(/Stop cathedral\?/);
});

test('a filter that is none stays in its line and says why', async () => {
  const { terminal } = open(100, 30);
  await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('?//(\r');
  await terminal.shows(/^ \/\(\/ is no expression: unterminated group\n\/\/\($/m);
  terminal.press('\x7fpause\r');
  await terminal.shows(/\/\/pause \d+ of \d+/);
});

test('Tab completes a selection of agents', async () => {
  const { terminal } = open(100, 30);
  await terminal.shows(/RUNNING[\s\S]*p pause/);
  terminal.press('/sta\t');
  await terminal.shows(/^\/status:$/m);
  terminal.press('re\t');
  await terminal.shows(/^\/status:retrying$/m);
  terminal.press(' rout\t');
  await terminal.shows(/^\/status:retrying route:$/m);
  terminal.press('smal\r');
  await terminal.shows(/has no route `smal`/);
});
