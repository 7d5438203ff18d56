import { expect, test } from 'vitest';
import { decidedWords } from '../../../src/cli/decided/decided-words.ts';

const workflow = (name: string, more: object = {}) => ({
  workflow: name,
  state: 'done',
  outputs: { final: 'A town\nby the sea.' },
  failed: [],
  took_with_it: [],
  ...more,
});
const failed = {
  state: 'failed',
  outputs: { final: null, check: ['fine', null] },
  failed: [
    { task: 'draft', error: 'the answer was filtered' },
    { task: 'view.3', error: null },
  ],
  took_with_it: [{ task: 'final', because: 'draft failed' }],
};
const told = (...workflows: object[]) => {
  const counts = { total: workflows.length, done: workflows.length - 1, partial: 0, failed: 1 };
  return decidedWords({ kind: 'workflows', counts, workflows });
};

test('a few workflows are told with what they gave and what failed', () => {
  const { rows, below } = told(workflow('hr'), workflow('finance', failed));
  expect(rows).toEqual([['workflows', '1 done, 1 failed']]);
  expect(below).toBe(`
  hr  done
    final: A town by the sea.
  finance  failed: draft, the answer was filtered (and 1 more); it took 1 task with it
    check: 1 answer, in outcome.json
`);
});

test('of many those are told that are not done', () => {
  const many = Array.from({ length: 100 }, (_, n) => workflow(`w${n}`, n % 5 === 0 ? failed : {}));
  const lines = told(...many)
    .below.trim()
    .split('\n');
  expect(lines[1]).toMatch(/^ {2}w5 {2}failed: draft, /);
  expect(lines).toHaveLength(11);
  expect(lines[10]).toBe('  and 10 more, in outcome.json');
});

test('where all of many are done nothing is told below, and a long answer is cut', () => {
  const many = Array.from({ length: 100 }, (_, n) => workflow(`w${n}`));
  expect(told(...many).below).toBe('');
  const { below } = told(workflow('w', { outputs: { final: 'word '.repeat(100) } }));
  expect(below.trim().split('\n')).toHaveLength(4);
  expect(below).toMatch(/…\n$/);
});
