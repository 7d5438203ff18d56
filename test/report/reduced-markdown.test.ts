import { expect, test } from 'vitest';
import type { ReducedOutcome } from '../../src/plan/reduce/reduce-outcome.ts';
import { outcomeSection } from '../../src/report/outcome-section.ts';

const reduced: ReducedOutcome = {
  ...{ task: 'reduce', status: 'done', text: 'All is well.\n\n# Then', error: null },
  ...{ answers: 9, unanswered: 1, parts: 3, parts_failed: 1 },
};

test('the one text of all answers is quoted, and says what it was made of', () => {
  expect(outcomeSection({ kind: 'content', reduced })).toBe(
    '## Outcome\n\n### reduce, of 9 answers, in 3 parts, 1 task without one left out, 1 part failed and missing\n\n> All is well.\n>\n> # Then\n\n',
  );
});

test('where there is no text it says why', () => {
  const none = { ...reduced, status: 'skipped', text: null, error: 'there is no answer to reduce' };
  expect(outcomeSection({ kind: 'prompts', reduced: none })).toContain(
    'reduce is skipped: there is no answer to reduce (9 answers,',
  );
});

test('a text that is long is cut, and says where the rest is', () => {
  const long = outcomeSection({
    kind: 'prompts',
    reduced: { ...reduced, text: 'x'.repeat(30_000) },
  });
  expect(long.length).toBeLessThan(21_000);
  expect(long).toContain('…\n\nThe rest is in outcome.json.');
});

test('answers that are the same are a row, with how often they came and from where', () => {
  const dedupe = { by: 'text', answers: 90, distinct: 2 };
  const tasks = Array.from({ length: 88 }, (_, index) => `t${index}`);
  const union = [
    { text: 'Oslo | Bergen', count: 88, tasks },
    { text: 'Paris', count: 2, tasks: ['p', 'q'] },
  ];
  const told = outcomeSection({ kind: 'prompts', dedupe, union });
  expect(told).toContain('2 different among 90 answers.\n\n| Answer | Times | Tasks |');
  expect(told).toContain('| Oslo \\| Bergen | 88 | t0, t1, t2, t3, t4 and 83 more |');
  expect(told).toContain('| Paris | 2 | p, q |');
});

test('what another version wrote is told as it is', () => {
  expect(outcomeSection({ kind: 'prompts', reduced: { text: 'so' } })).toContain('- text: so');
});
