import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTexts, splitTexts } from '../../../src/plan/reduce/pack-texts.ts';

const groups = (starts: readonly number[], tokens: readonly number[]) =>
  starts.map((start, group) => tokens.slice(start, starts[group + 1]));

describe('texts in groups that fit one call', () => {
  it('makes groups of about the same size', () => {
    const tokens = [10, 10, 10, 10, 10, 10, 10, 10];
    expect(groups(packTexts(tokens, 30, 1), tokens)).toEqual([
      [10, 10, 10],
      [10, 10, 10],
      [10, 10],
    ]);
    expect(packTexts(tokens, 80, 1)).toEqual([0]);
    expect(packTexts([], 80, 1)).toEqual([]);
  });

  it('keeps to the limit, loses nothing, and always gets fewer where two go into each', () => {
    const texts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 100, max: 500 }), (tokens, limit) => {
        const packed = groups(packTexts(tokens, limit, 1), tokens);
        expect(packed.flat()).toEqual(tokens);
        for (const group of packed) {
          const sum = group.reduce((a, b) => a + b, 0);
          expect(group.length === 1 || sum <= limit).toBe(true);
        }
        expect(packTexts(tokens, limit, 2).length).toBeLessThan(tokens.length);
      }),
    );
  });

  it('splits into as many as there were', () => {
    expect(splitTexts(7, 3)).toEqual([0, 2, 4]);
    expect(splitTexts(1, 3)).toEqual([0, 0, 0]);
  });
});
