import { expect, test } from 'vitest';
import { takenWith } from '../../components/workload/node-links.ts';
import type { Tally } from '../../components/workload/tally.ts';
import type { WorkflowNode } from '../../src/state/work-view.ts';

const node = (name: string, needs: number[], critical: boolean) =>
  ({ name, needs, critical }) as unknown as WorkflowNode;
const tally = (parts: Partial<Tally>) =>
  ({ total: 1, done: 0, failed: 0, skipped: 0, cancelled: 0, ...parts }) as Tally;

test('what is not critical takes nothing with it, whatever else was skipped', () => {
  const nodes = [
    node('joke', [], false),
    node('visit', [], true),
    node('final', [0, 1], true),
    node('last', [2], true),
  ];
  const tallies = [
    tally({ failed: 1 }),
    tally({ failed: 1 }),
    tally({ skipped: 1 }),
    tally({ skipped: 1 }),
  ];
  expect(takenWith(nodes, tallies, 0)).toEqual([]);
  expect(takenWith(nodes, tallies, 1)).toEqual([2, 3]);
});
