import { expect, test } from 'vitest';
import { completeSelection, termAt } from '../../../src/state/selection/complete-selection.ts';
import { parseSelection } from '../../../src/state/selection/parse-selection.ts';
import { scenario } from './scenario.ts';

/** `|` is the cursor. */
function completed(marked: string): string[] {
  const cursor = marked.indexOf('|');
  return completeSelection(marked.replace('|', ''), cursor, scenario().facts);
}

test.each([
  [
    '|',
    [
      'status:',
      'age>',
      'role:',
      'tier:',
      'agent:',
      'task:',
      'provider:',
      'model:',
      'route:',
      'workflow:',
      'priority>=',
      'cost>',
      'tokens>',
      'error:',
      'attempts>=',
      'tag:',
      'all',
    ],
  ],
  ['st|', ['status:']],
  ['t|', ['tier:', 'task:', 'tokens>', 'tag:']],
  ['!st|', ['!status:']],
  ['al|', ['all']],
  ['!al|', []],
  ['n|', ['nightly']],
  ['hr|', ['hr.draft', 'hr.review', 'hr.final']],
  ['order|', ['order_0', 'order_1', 'order_2']],
  ['fin|', ['finance.draft', '"finance.sum of all"']],
  ['q1,order_|', ['q1,order_0', 'q1,order_1', 'q1,order_2']],
  ['status:re|', ['status:retrying']],
  ['status:RE|', ['status:retrying']],
  ['status:retrying,f|', ['status:retrying,failed']],
  ['error:t|', ['error:timeout', 'error:truncated', 'error:tool']],
  ['role:|', ['role:kaoz', 'role:order']],
  ['!role:o|', ['!role:order']],
  ['agent:kaoz_1|', ['agent:kaoz_1', ...Array.from({ length: 10 }, (_, n) => `agent:kaoz_1${n}`)]],
  ['task:finance.s|', ['task:"finance.sum of all"']],
  ['task:"finance.s|', ['task:"finance.sum of all"']],
  ['workflow:|', ['workflow:hr', 'workflow:finance']],
  ['tag:|', ['tag:nightly', 'tag:eu']],
  ['provider:a|', ['provider:azure-agents']],
  ['model:|', ['model:gpt-5-mini', 'model:llama3.2:latest']],
  ['route:o|', ['route:ollama/llama3.2:latest']],
  ['priority>=h|', ['priority>=high']],
  ['age>2|', ['age>2s', 'age>2m', 'age>2h']],
  ['cost>0.0|', ['cost>0.01', 'cost>0.05']],
  ['statsu:|', []],
  ['"hr.draft"x|', []],
  // The term under the cursor, not the last one
  ['sta| role:kaoz', ['status:']],
  ['status:done ro|le role:kaoz', ['role:', 'route:']],
])('%s offers %j', (marked, candidates) => {
  expect(completed(marked)).toEqual(candidates);
});

test('a candidate takes the place of the whole term under the cursor', () => {
  const text = 'status:done ro age>2m';
  expect(termAt(text, 14)).toEqual({ from: 12, to: 14 });
  expect(termAt(text, 3)).toEqual({ from: 0, to: 11 });
  expect(termAt(`${text}  `, 22)).toEqual({ from: 22, to: 22 });
});

test('every name that is offered is one that a selection takes', () => {
  const { facts } = scenario();
  const odd = ['or', 'all', 'a:b', '-x', '(y)', 'two words', 'a"b', "it's", 'c,d', 'e*', '!f'];
  const named = { ...facts, taskId: (task: number) => odd[task], tagsOf: () => odd };
  for (const text of ['tag:', 'task:', '']) {
    const offered = completeSelection(text, text.length, named).filter(
      (term) => !/[:>=]$/.test(term),
    );
    for (const term of offered) {
      const parsed = parseSelection(term);
      expect([term, parsed.ok]).toEqual([term, true]);
      if (parsed.ok) expect([term, parsed.selection.terms.length]).toEqual([term, 1]);
    }
  }
});

test('no more is offered than a person can read', () => {
  const { facts } = scenario();
  const many = { ...facts, tagsOf: () => Array.from({ length: 500 }, (_, n) => `tag-${n}`) };
  expect(completeSelection('tag:', 4, many)).toHaveLength(100);
});
