import { expect, test } from 'vitest';
import { clipboardCopy } from '../../components/terminal/clipboard.ts';

const decoded = (sequence: string) =>
  Buffer.from(/\x1b\]52;c;([^\x07]*)\x07/.exec(sequence)?.[1] ?? '', 'base64').toString('utf8');

test('a text goes to the clipboard as base64', () => {
  const { sequence, bytes, cut } = clipboardCopy('Grüße 今日 🌊\n', {});
  expect(decoded(sequence)).toBe('Grüße 今日 🌊\n');
  expect([bytes, cut]).toEqual([Buffer.byteLength('Grüße 今日 🌊\n'), false]);
});

test('nothing of the text itself is in the sequence, whatever it holds', () => {
  const { sequence } = clipboardCopy('\x1b]0;title\x07\x1b[2J', {});
  expect(sequence).toMatch(/^\x1b\]52;c;[A-Za-z0-9+/=]+\x07$/);
});

test('a text that is too long is cut between two characters, and said to be', () => {
  const { sequence, bytes, cut } = clipboardCopy('今'.repeat(50_000), {});
  expect(cut).toBe(true);
  expect(bytes).toBeLessThanOrEqual(74_994);
  expect(decoded(sequence)).toBe('今'.repeat(bytes / 3));
});

test('tmux is asked itself, and asked to hand it on', () => {
  const { sequence } = clipboardCopy('a', { TMUX: '/tmp/tmux-0/default,1,0' });
  expect(sequence).toBe('\x1b]52;c;YQ==\x07\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\');
});
