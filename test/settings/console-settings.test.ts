import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  keepConsoleSettings,
  readConsoleSettings,
  settingsFile,
  usualConsoleSettings,
} from '../../src/settings/console-settings.ts';
import { savedPresets } from '../../src/settings/saved-presets.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'swarmdeck-settings-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
  vi.unstubAllEnvs();
});

const write = (settings: unknown) =>
  writeFileSync(
    settingsFile(home),
    typeof settings === 'string' ? settings : JSON.stringify(settings),
  );

/** The sentence about the settings, without the file that it begins with. */
function refusal(): string {
  try {
    readConsoleSettings(home);
  } catch (error) {
    const { message } = error as Error;
    expect(message.startsWith(`${settingsFile(home)}: `)).toBe(true);
    return message.slice(settingsFile(home).length + 2);
  }
  throw new Error('the settings were taken');
}

test('without a file everything is as usual, and none is made', () => {
  expect(readConsoleSettings(join(home, 'nowhere'))).toEqual(usualConsoleSettings);
});

test('what is given goes before the usual', () => {
  write({ presets: {}, console: { theme: 'light', mouse: false, keys: { 'ctrl+s': 'ask-stop' } } });
  expect(readConsoleSettings(home)).toEqual({
    ...usualConsoleSettings,
    theme: 'light',
    mouse: false,
    keys: { 'ctrl+s': 'ask-stop' },
  });
});

test.each([
  [
    { theme: 'drak' },
    'console.theme: expected auto, dark, light, mono or contrast, got "drak"; did you mean `dark`?',
  ],
  [{ mouse: 'yes' }, 'console.mouse: expected true or false, got "yes"'],
  [
    { notifyAfterSeconds: -1 },
    'console.notifyAfterSeconds: expected a number of at least 0, got -1',
  ],
  [{ bel: false }, 'console.bel: unknown field `bel`; did you mean `bell`?'],
  [{ keys: { x: 7 } }, 'console.keys.x: expected the name of an action, got 7'],
  [[], 'console: expected a mapping, got an empty list'],
])('%j is refused in one sentence', (settings, sentence) => {
  write({ console: settings });
  expect(refusal()).toBe(sentence);
});

test('a file that is no JSON is named, with the mend', () => {
  write('{ "console": { theme');
  expect(refusal()).toMatch(
    /^the settings are no JSON: .*; mend the file, or remove it to begin anew$/,
  );
});

test('what is kept is read again, and leaves presets and other settings alone', async () => {
  write({ presets: { night: { summary: 'At night' } }, console: { bell: false } });
  await keepConsoleSettings({ theme: 'contrast' }, home);
  await keepConsoleSettings({ mouse: false }, home);
  expect(readConsoleSettings(home)).toEqual({
    ...usualConsoleSettings,
    bell: false,
    theme: 'contrast',
    mouse: false,
  });
  expect(savedPresets({ home }).list()).toEqual([{ name: 'night', summary: 'At night' }]);
  savedPresets({ home }).save({ name: 'day', summary: 'By day' });
  expect(readConsoleSettings(home).theme).toBe('contrast');
});

test('a home that is not there yet is made when something is kept', async () => {
  await keepConsoleSettings({ theme: 'light' }, join(home, 'new'));
  expect(JSON.parse(readFileSync(join(home, 'new', 'settings.json'), 'utf8')).console).toEqual({
    theme: 'light',
  });
});

test('the file is where conf would have it', () => {
  vi.stubEnv('SWARMDECK_HOME', '');
  vi.stubEnv('XDG_CONFIG_HOME', join(home, 'config'));
  mkdirSync(join(home, 'config'));
  const conf = new Conf({ projectName: 'swarmdeck', projectSuffix: '', configName: 'settings' });
  if (process.platform === 'linux') expect(settingsFile()).toBe(conf.path);
});
