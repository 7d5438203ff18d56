import { expect, test } from 'vitest';
import { money as consoleMoney } from '../../components/parts/format.ts';
import { money } from '../../src/report/figure-words.ts';

test.each([
  [0, '$0.00'],
  [6_200, '$0.000006'],
  [551_000, '$0.000551'],
  [13_100_000, '$0.0131'],
  [94_000_000, '$0.0940'],
  [120_000_000, '$0.12'],
  [4_180_000_000, '$4.18'],
  [null, '–'],
])('%j nano-dollars are told as %s, in files as in the console', (nanoUsd, words) => {
  expect(money(nanoUsd)).toBe(words);
  expect(consoleMoney(nanoUsd)).toBe(words);
});
