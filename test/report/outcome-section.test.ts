import { expect, test } from 'vitest';
import { outcomeSection } from '../../src/report/outcome-section.ts';

test('a run that decided nothing has no such section', () => {
  expect(outcomeSection(undefined)).toBe('');
  expect(outcomeSection(null)).toBe('');
});

test('names and values are told, those inside others below them', () => {
  expect(
    outcomeSection({ kind: 'new', winner: 'blue', votes: { blue: 3, red: 1 }, of: ['a', 'b'] }),
  ).toBe(
    '## Outcome\n\n- kind: new\n- winner: blue\n- votes:\n  - blue: 3\n  - red: 1\n- of:\n  - a\n  - b\n\n',
  );
});

test('rows of a kind are a table, in which a bar ends no cell', () => {
  const questions = [
    { question: 'a|b?', answer: 'yes', confidence: 0.8 },
    { question: 'c?', answer: null, dissent: ['no'] },
  ];
  const text = outcomeSection({ questions });
  expect(text).toContain('| question | answer | confidence | dissent |');
  expect(text).toContain('| a\\|b? | yes | 0.8 |  |');
  expect(text).toContain('| c? |  |  | ["no"] |');
});

test('a text of several lines is quoted, and what is long is cut and says so', () => {
  expect(outcomeSection({ text: 'one\ntwo' })).toContain('- text:\n\n  > one\n  > two\n');
  expect(outcomeSection({ text: 'x'.repeat(9000) }).length).toBeLessThan(5000);
  const rows = Array.from({ length: 60 }, (_, n) => ({ n }));
  expect(outcomeSection({ rows })).toContain('10 more in outcome.json');
});
