import { afterEach, expect, test } from 'vitest';
import { initialState } from '../../components/initial-state.ts';
import { bindings } from '../../components/keys/key-bindings.ts';
import { keyLabel, keyNamed } from '../../components/keys/key-label.ts';
import {
  actionFor,
  footerKeys,
  helpSections,
  labelOf,
  putInForce,
} from '../../components/keys/keymap.ts';
import { placesOf, standsBefore } from '../../components/keys/place.ts';
import { rebound } from '../../components/keys/rebind.ts';
import { paneNames } from '../../components/scene.ts';

afterEach(() => putInForce());

const rebind = (keys: Record<string, string>) =>
  putInForce(rebound(keys, (key) => `settings.json: console.keys.${key}`));
const onRun = ['run', 'everywhere'] as const;
const onAgents = ['agents', 'tasks', 'run', 'everywhere'] as const;

test('a key that is given to an action does that, beside the keys it had', () => {
  rebind({ 'ctrl+s': 'ask-stop' });
  expect(actionFor(onRun, 'ctrl+s')).toBe('ask-stop');
  expect(actionFor(onRun, 'x')).toBe('ask-stop');
});

test('two actions change their keys', () => {
  rebind({ a: 'pause', p: 'auto' });
  expect(actionFor(onRun, 'a')).toBe('pause');
  expect(actionFor(onRun, 'p')).toBe('auto');
});

test('help and footer show the keys that are in force, the new one first', () => {
  rebind({ 'ctrl+s': 'ask-stop', '>': 'more' });
  expect(footerKeys(onRun, false)).toEqual(
    expect.arrayContaining([
      { keys: 'Ctrl+S', does: 'stop' },
      { keys: '> -', does: 'concurrency' },
    ]),
  );
  const run = helpSections().find(({ place }) => place === 'run');
  expect(run?.entries).toContainEqual({ keys: 'Ctrl+S x', does: 'stop: asks how' });
  expect(labelOf('run', 'ask-stop')).toBe('Ctrl+S');
});

test('a key does what it was given on the agents too, where it meant something else', () => {
  rebind({ c: 'command', Q: 'cancel' });
  expect(actionFor(onAgents, 'c')).toBe('command');
  expect(actionFor(onAgents, 'Q')).toBe('cancel');
});

test('a key keeps its meaning where the two can never be meant at once', () => {
  rebind({ j: 'pause' });
  expect(actionFor(onAgents, 'j')).toBe('pause');
  expect(actionFor(['launch', 'everywhere'], 'j')).toBe('preset-below');
  expect(actionFor(onAgents, 'down')).toBe('cursor');
});

test('none takes a key away, from the help and the footer too', () => {
  rebind({ X: 'none', q: 'none', 'ctrl+q': 'leave' });
  expect(actionFor(onRun, 'X')).toBeNull();
  expect(actionFor(onRun, 'q')).toBeNull();
  expect(footerKeys(onRun, false)).toContainEqual({ keys: 'Ctrl+Q', does: 'leave' });
  const run = helpSections().find(({ place }) => place === 'run');
  expect(run?.entries.map(({ does }) => does)).not.toContain(
    'stop now: every call is cut, unasked',
  );
});

test('with nothing given everything is as it was', () => {
  expect(rebound({}, String)).toEqual(bindings);
});

test.each([
  [
    { p: 'auto' },
    'p is the only key of `pause` (pause: running calls end · or go on); give that one another key too, for example "ctrl+y": "pause"',
  ],
  [
    { 'Ctrl+C': 'pause' },
    'Ctrl+C is the only key of `interrupt` (stop: asks how · twice: stop now); give that one another key too, for example "ctrl+y": "interrupt"',
  ],
  [
    { 'ctrl+c': 'none' },
    'Ctrl+C is the only key of `interrupt` (stop: asks how · twice: stop now); give that one another key too, for example "ctrl+y": "interrupt"',
  ],
  [{ s: 'ask-stopp' }, 'there is no action `ask-stopp`; did you mean `ask-stop`?'],
  [
    { s: 'cursor' },
    'the keys of `cursor` are what it does, and cannot be others; take another action',
  ],
  [
    { r: 'prompt-older' },
    'r is typed where `prompt-older` is meant; take a key that is no character',
  ],
  [{ 'ctrl+s': 'pause', 'Ctrl+S': 'auto' }, 'Ctrl+S is there twice; take one away'],
])(
  '%j is refused in one sentence that names the mend',
  (keys: Record<string, string>, sentence) => {
    expect(() => rebind(keys)).toThrow(sentence);
  },
);

test.each(['ctr+s', 'ctrl+m', 'F13', 'alt+x', ''])('%j is no key', (key) => {
  expect(() => rebind({ [key]: 'pause' })).toThrow(`there is no key \`${key}\`; expected a char`);
});

test('what the interrupt must have can be another key', () => {
  rebind({ 'ctrl+c': 'none', 'ctrl+x': 'interrupt' });
  expect(actionFor(onRun, 'ctrl+c')).toBeNull();
  expect(actionFor(onRun, 'ctrl+x')).toBe('interrupt');
});

test('every key of every binding can be written as the help writes it', () => {
  for (const { keys } of bindings)
    for (const key of keys) expect(keyNamed(keyLabel(key))).toBe(key);
});

test('places that are looked up one after the other are known to be', () => {
  const initial = initialState({}, 120, 40);
  const states = (['run', 'agent', 'launch', 'results', 'history'] as const).flatMap((screen) =>
    [null, ...paneNames].flatMap((focus) =>
      [{}, { over: true }, { over: true, past: true }].flatMap((facts) =>
        [null, 3].map((cursor) => ({
          ...initial,
          screen,
          focus,
          facts: { ...initial.facts, ...facts },
          charts: { ...initial.charts, cursor },
        })),
      ),
    ),
  );
  for (const state of states) {
    const chain = placesOf(state);
    for (const [i, front] of chain.entries())
      for (const back of chain.slice(i + 1)) {
        expect([front, back, standsBefore(front, back)]).toEqual([front, back, true]);
        expect([back, front, standsBefore(back, front)]).toEqual([back, front, false]);
      }
  }
});
