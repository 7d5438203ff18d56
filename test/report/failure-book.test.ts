import { expect, test } from 'vitest';
import { FailureBook } from '../../src/report/failure-book.ts';

const failure = (task: number, t: number, message: string) => ({
  task,
  t,
  class: 'server' as const,
  status: 500,
  message,
});

test('what differs in nothing but numbers, ids and quotes is one group, the largest first', () => {
  const book = new FailureBook();
  book.add(failure(1, 100, '500: disk 7 is full'));
  book.add(failure(2, 50, '500: cannot tokenise "x" at 7'));
  book.add(failure(3, 300, '500: cannot tokenise "yy" at 1024'));
  expect(book.groups()).toEqual([
    {
      signature: 'server 500: cannot tokenise "…" at #',
      tasks: [2, 3],
      firstT: 50,
      lastT: 300,
      example: '500: cannot tokenise "yy" at 1024',
    },
    {
      signature: 'server 500: disk # is full',
      tasks: [1],
      firstT: 100,
      lastT: 100,
      example: '500: disk 7 is full',
    },
  ]);
});

test('a task that fails once more counts once, in the way that it failed last', () => {
  const book = new FailureBook();
  book.add(failure(1, 100, 'broken'));
  expect(book.knows(1, 100)).toBe(true);
  expect(book.knows(1, 200)).toBe(false);
  book.add(failure(1, 200, 'gone'));
  expect(book.groups()).toMatchObject([{ signature: 'server 500: gone', tasks: [1], firstT: 200 }]);
});

test('a task that failed and is tried again is forgotten', () => {
  const book = new FailureBook();
  book.add(failure(1, 100, 'broken'));
  book.add(failure(2, 100, 'broken'));
  book.keep((task) => task === 2);
  expect(book.groups()).toMatchObject([{ tasks: [2] }]);
});
