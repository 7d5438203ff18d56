import { expect, test } from 'vitest';
import { errorSignature } from '../../src/state/error-signature.ts';

const of = (status: number | null, message: string) =>
  errorSignature({ class: 'server', status, message });

test.each([
  ['500: cannot tokenise "Grüße" at 17', '500: cannot tokenise "🐝" at 4,096'],
  ['500: request req_011CSHoEeqs5C35K failed', '500: request req_8871ZZaab2n45TTq failed'],
  [
    '500: trace 3f2504e0-4f89-11d3-9a0c-0305e82c3301 was lost',
    '500: trace 00000000-0000-0000-0000-0000000000ff was lost',
  ],
  ['500: crashed at 0x7ffd12 after 1.5 s', '500: crashed at 0xab after 20 s'],
  ['500: since 2026-11-21T10:00:00Z', '500: since 2025-01-02T23:59:59.123+01:00'],
  ['500: see https://a.example/x?id=1', '500: see https://b.example/other'],
  ["500: no such tool 'search'", "500: no such tool 'fetch'"],
  ['500: span 4bf92f3577b34da6a3ce929d0e0e4736', '500: span 00f067aa0ba902b7a3ce929d0e0e4736'],
  ['500: too   many\n lines', '500: too many lines'],
])('%s is the same failure as %s', (one, other) => {
  expect(of(500, one)).toBe(of(500, other));
});

test.each([
  ['500: cannot tokenise', '500: cannot decode'],
  ["500: the model can't answer, don't ask", "500: the model can't hear, don't ask"],
  ['500: model gpt-5-mini is gone', '500: model gpt-5-nano is gone'],
])('%s is another failure than %s', (one, other) => {
  expect(of(500, one)).not.toBe(of(500, other));
});

test('class and status belong to it', () => {
  const message = 'broken';
  expect(errorSignature({ class: 'server', status: 500, message })).toBe('server 500: broken');
  expect(errorSignature({ class: 'server', status: 502, message })).toBe('server 502: broken');
  expect(errorSignature({ class: 'network', status: null, message })).toBe('network: broken');
  expect(of(500, '')).toBe('server 500');
});

test('it is a short line that a person can read', () => {
  expect(of(500, '500: cannot tokenise "Grüße" at 17')).toBe(
    'server 500: cannot tokenise "…" at #',
  );
  const long = of(500, `500: ${'never ending story '.repeat(40)}`);
  expect(long).toHaveLength(100);
  expect(long.endsWith('…')).toBe(true);
});

test('a message of any length gives a short signature', () => {
  for (const part of ['a', '7', "'", '"', 'a1', 'f', '_', 'req_'])
    expect(of(500, part.repeat(100_000)).length).toBeLessThanOrEqual(100);
});
