import { expect, test } from 'vitest';
import { bindings } from '../../components/keys/key-bindings.ts';
import { actionFor, footerKeys, helpSections, keysLabel } from '../../components/keys/keymap.ts';
import { runKeys } from '../../components/keys/run-keys.ts';
import { segmentsWidth } from '../../components/painter/cell-view.ts';
import { helpLineWidth, helpOf } from '../../components/screens/help-lines.ts';
import { commandCatalogue } from '../../src/engine/commands/command-catalogue.ts';
import { keyPage, writtenKeyPage } from '../helpers/key-page.ts';

const inAgents = ['agents', 'tasks', 'run', 'everywhere'] as const;

const { lines: helpLines } = helpOf(['run', 'everywhere'], undefined, false);
const helpText = helpLines.map((line) => line.map(([text]) => text).join('')).join('\n');

test('every binding is in the help, with its keys', () => {
  const lines = helpText.split('\n');
  for (const binding of bindings)
    expect(
      lines.some((line) => line.includes(keysLabel(binding)) && line.includes(binding.does)),
    ).toBe(true);
});

test('docs/keys.md is what the bindings say: npm run keys writes it anew', () => {
  expect(writtenKeyPage()).toBe(keyPage());
});

test('every line of the help is a binding that does something', () => {
  const entries = helpSections().flatMap(({ entries: all }) => all);
  expect(entries).toHaveLength(bindings.length);
  for (const { place, keys, action } of bindings)
    for (const key of keys) expect(actionFor([place], key)).toBe(action);
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
    for (const place of ['ended', 'help', 'stop', 'work', 'launch-question'] as const)
      expect(actionFor([place, 'everywhere'], key)).toBeNull();
});

test('at the launch a key may mean something else, and never what steers a run', () => {
  const steering = new Set<string>(runKeys.map(({ action }) => action));
  for (const { keys } of runKeys)
    for (const key of keys)
      for (const place of ['launch', 'settings'] as const)
        expect(steering).not.toContain(actionFor([place, 'everywhere'], key));
});

test('the footer says what p does now', () => {
  expect(footerKeys(['run', 'everywhere'], false)[0]).toEqual({ keys: 'p', does: 'pause' });
  expect(footerKeys(['run', 'everywhere'], true)[0]).toEqual({ keys: 'p', does: 'go on' });
  expect(footerKeys(['ended', 'everywhere'], false)[0]).toEqual({ keys: 'Enter', does: 'leave' });
});

test('no line of the help is longer than its column', () => {
  for (const line of helpLines) expect(segmentsWidth(line)).toBeLessThanOrEqual(helpLineWidth);
});

test('every command is in the help', () => {
  for (const { word, says } of commandCatalogue)
    expect(helpText).toMatch(new RegExp(`^ ${word} +${says}`, 'm'));
});

test('the keys of the agents stand before those of the run, and these still hold', () => {
  expect(footerKeys(inAgents, false).map(({ keys }) => keys)).toEqual(
    expect.arrayContaining(['Space', 'c', 'p', ':']),
  );
  expect(footerKeys(inAgents, false)[0]).toEqual({ keys: 'Enter', does: 'open' });
  expect(actionFor(inAgents, 'x')).toBe('ask-stop');
});

test('a line that is typed leaves no key to anything else', () => {
  for (const place of ['prompt', 'filter'] as const)
    for (const key of ['q', 'X', '?', '1', '/']) expect(actionFor([place], key)).toBeNull();
});
