import { expect, test } from 'vitest';
import { ReadingOrder } from '../../../src/plan/content/reading-order.ts';
import type { EndStatus, TaskEnd } from '../../../src/plan/unfolding.ts';

const answers = { text: () => 'read' };
const skip = { kind: 'skip', reason: 'what was to be read before it was cancelled' };

/** One reader of so many batches, who has begun. */
function reader(count: number, ends: readonly TaskEnd[] = []) {
  const order = new ReadingOrder([{ first: 0, count }], count);
  const begun = order.begin({ ends, additions: [] }, answers);
  const end = (task: number, status: EndStatus = 'done') => order.ended({ task, status });
  return { order, begun, end };
}

test('a batch that was cancelled before its turn ends the reading when it would have come', () => {
  const { end } = reader(5);
  expect(end(2, 'cancelled')).toEqual([]);
  expect(end(0)).toEqual([{ kind: 'release', tasks: [1], after: 0 }]);
  expect(end(1)).toEqual([{ ...skip, tasks: [3, 4] }]);
});

test('batches that are taken up again are read one after the other', () => {
  const { order, end } = reader(4);
  for (const task of [0, 1, 2]) end(task, 'failed');
  // The last one is being read: it goes on.
  expect(order.reopened([0, 1, 2])).toEqual([{ kind: 'unskip', tasks: [1, 2] }]);
  expect(end(3)).toEqual([]);
  expect(end(0)).toEqual([{ kind: 'release', tasks: [1], after: 0 }]);
  expect(end(1)).toEqual([{ kind: 'release', tasks: [2], after: 1 }]);
  expect(end(2)).toEqual([]);
});

test('what was skipped for a batch is read where that is taken up again', () => {
  const { order, end } = reader(4);
  end(0);
  expect(end(1, 'cancelled')).toEqual([{ ...skip, tasks: [2, 3] }]);
  expect(order.reopened([1])).toEqual([{ kind: 'unskip', tasks: [2, 3] }]);
  expect(end(1)).toEqual([{ kind: 'release', tasks: [2], after: 1 }]);
});

test('a batch that was cancelled before its turn and is taken up again waits for its turn', () => {
  const { order, end } = reader(3);
  end(1, 'cancelled');
  expect(order.reopened([1])).toEqual([{ kind: 'unskip', tasks: [1] }]);
  expect(end(0)).toEqual([{ kind: 'release', tasks: [1], after: 0 }]);
});

test('a reading that goes on does so where it was', () => {
  expect(reader(3, [{ task: 0, status: 'failed' }]).begun).toEqual([
    { kind: 'release', tasks: [1] },
  ]);
  expect(reader(3, [{ task: 0, status: 'cancelled' }]).begun).toEqual([{ ...skip, tasks: [1, 2] }]);
});
