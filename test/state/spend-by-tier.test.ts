import { expect, test } from 'vitest';
import { parseSelection } from '../../src/state/selection/parse-selection.ts';
import { resolveSelection } from '../../src/state/selection/resolve-selection.ts';
import { selectTasks } from '../../src/state/selection/selection.ts';
import type { SelectionFacts } from '../../src/state/selection/selection-facts.ts';
import { spendByTier, tiersOf } from '../../src/state/spend-by-tier.ts';
import { FoldedRun } from '../helpers/folded-state.ts';

const roles = [
  { name: 'a', agents: 1, routes: [0], tier: 'simple' },
  { name: 'b', agents: 1, routes: [0], tier: 'complex' },
  { name: 'c', agents: 1, routes: [0], tier: 'simple' },
  { name: 'd', agents: 1, routes: [0] },
];

function run() {
  return new FoldedRun({ roles, tasks: [0, 1, 2, 3] })
    .started(1, 0, 0)
    .finished(2, 0, 5, 10)
    .started(3, 1, 1)
    .finished(4, 1, 40, 20)
    .started(5, 2, 2)
    .finished(6, 2, null, 30);
}

function facts(): SelectionFacts {
  return {
    state: run().state,
    taskId: (task) => `q${task}`,
    tagsOf: () => [],
    workflowOf: () => null,
  };
}

test('what the roles of a tier took is added up, complex first, and what has no tier last', () => {
  const { info, spendByRole } = run().state;
  expect(spendByTier(info, spendByRole)).toEqual([
    {
      tier: 'complex',
      spend: { costNanoUsd: 40, pricedCalls: 1, unpricedCalls: 0, outputTokens: 20 },
    },
    {
      tier: 'simple',
      spend: { costNanoUsd: 5, pricedCalls: 1, unpricedCalls: 1, outputTokens: 40 },
    },
    { tier: null, spend: { costNanoUsd: 0, pricedCalls: 0, unpricedCalls: 0, outputTokens: 0 } },
  ]);
});

test('of one tier, or none, there is nothing to tell apart', () => {
  const { spendByRole } = run().state;
  expect(spendByTier({ roles: [roles[0], roles[2]] }, spendByRole)).toEqual([]);
  expect(spendByTier({ roles: [roles[3]] }, spendByRole)).toEqual([]);
});

test('a tier that this version does not know stands behind those that it does', () => {
  const odd = { ...roles[0], tier: 'huge' };
  expect(tiersOf({ roles: [roles[3], odd, roles[0]] })).toEqual(['simple', 'huge', null]);
});

test.each([
  ['tier:simple', [0, 2]],
  ['tier:complex,simple', [0, 1, 2]],
  ['tier:*', [0, 1, 2]],
  ['!tier:simple', [1, 3]],
  ['tier:s* role:c', [2]],
])('%s selects %o', (text, tasks) => {
  const parsed = parseSelection(text);
  if (!parsed.ok) throw new Error(parsed.message);
  expect(selectTasks(parsed.selection, facts(), 10)).toEqual(tasks);
});

test('a tier that nothing has is refused, and a bare one is told where it belongs', () => {
  expect(resolveSelection('tier:simpel', facts(), 10)).toMatchObject({
    ok: false,
    message: 'tier:simpel: this run has no tier `simpel`; did you mean `simple`?',
  });
  expect(resolveSelection('simple', facts(), 10)).toMatchObject({
    ok: false,
    message: 'simple: this run has no tag, task or agent `simple`; did you mean `tier:simple`?',
  });
});
