import { expect, test } from 'vitest';
import {
  actionFor,
  bindings,
  footerKeys,
  helpSections,
  keysLabel,
} from '../../components/keymap.ts';
import { helpLines } from '../../components/screens/help-screen.tsx';

const helpText = helpLines(false)
  .keys.map((line) => line.map(([text]) => text).join(''))
  .join('\n');

test('every binding is in the help, with its keys', () => {
  for (const { keys, does } of bindings)
    expect(
      helpText.split('\n').some((line) => line.includes(keysLabel(keys)) && line.includes(does)),
    ).toBe(true);
});

test('every line of the help is a binding that does something', () => {
  const entries = helpSections().flatMap(({ entries: all }) => all);
  expect(entries).toHaveLength(bindings.length);
  for (const { place, keys, action } of bindings)
    for (const key of keys) expect(actionFor(place, key)).toBe(action);
});

test('no key means two things in one place', () => {
  const seen = new Set<string>();
  for (const { place, keys } of bindings)
    for (const key of keys) {
      expect(seen).not.toContain(`${place} ${key}`);
      seen.add(`${place} ${key}`);
    }
});

test('what stops a run has no meaning where no run lives', () => {
  for (const key of ['x', 'X', 'p', 'P', '+', '-'])
    for (const place of ['launch', 'ended', 'help', 'stop'] as const)
      expect(actionFor(place, key)).toBeNull();
});

test('the footer says what p does now', () => {
  expect(footerKeys('run', false)[0]).toEqual({ keys: 'p', does: 'pause' });
  expect(footerKeys('run', true)[0]).toEqual({ keys: 'p', does: 'go on' });
  expect(footerKeys('ended', false)[0]).toEqual({ keys: 'Enter', does: 'leave' });
});
