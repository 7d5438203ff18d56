import { describe, expect, it } from 'vitest';
import { pairVerdict, readVerdict } from '../../../src/plan/compare/verdict.ts';

describe('the answer of a judge', () => {
  it.each([
    ['{"winner": "A"}', 'A'],
    ['```json\n{"winner": "b"}\n```', 'B'],
    ['A is clearer.\n\n{ "winner": "Tie" }', 'tie'],
    ['{"why": "x"} and so {"winner": "B"}', 'B'],
    ['**B**', 'B'],
    ['"tie"', 'tie'],
    ['Answer A is better', null],
    ['{"winner": "C"}', null],
    ['{"winner": 1}', null],
    ['', null],
    [null, null],
  ])('reads %j as %s', (text, verdict) => {
    expect(readVerdict(text)).toBe(verdict);
  });

  it('counts a win only where both orders agree', () => {
    expect(pairVerdict('A', 'B')).toBe(1);
    expect(pairVerdict('B', 'A')).toBe(-1);
    expect(pairVerdict('A', 'A')).toBe(0);
    expect(pairVerdict('tie', 'B')).toBe(0);
    expect(pairVerdict('A', null)).toBeNull();
  });
});
