import { expect, test } from 'vitest';
import { failureKinds } from '../../src/report/failure-kinds.ts';

test('failures are sorted by what they have in common, the largest kind first', () => {
  const server = (task: number) =>
    ({ id: `p${task}`, class: 'server', status: 500, message: `room ${task}`, t: task }) as const;
  const kinds = failureKinds([
    { id: 'odd', class: 'timeout', status: null, message: 'no end', t: 99 },
    ...Array.from({ length: 8 }, (_, task) => server(task)),
  ]);
  expect(kinds).toEqual([
    {
      signature: 'server 500: room #',
      count: 8,
      lastT: 7,
      example: 'room 7',
      tasks: ['p0', 'p1', 'p2', 'p3', 'p4'],
    },
    { signature: 'timeout: no end', count: 1, lastT: 99, example: 'no end', tasks: ['odd'] },
  ]);
});
