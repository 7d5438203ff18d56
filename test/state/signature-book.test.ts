import { expect, test } from 'vitest';
import { SignatureBook } from '../../src/state/signature-book.ts';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { FoldedRun } from '../helpers/folded-state.ts';

const of = (message: string) => ({ class: 'server', status: 500, message }) as const;

test('failures of one kind have one number, whatever differs from call to call', () => {
  const book = new SignatureBook();
  expect(book.numberOf(of('worker 17 is gone'))).toBe(1);
  expect(book.numberOf(of('worker 99 is gone'))).toBe(1);
  expect(book.numberOf(of('no space left'))).toBe(2);
  expect(book.signatures).toEqual([
    '',
    'server 500: worker # is gone',
    'server 500: no space left',
  ]);
});

test('a run whose every failure is another kind does not fill the memory', () => {
  const book = new SignatureBook();
  const letters = (i: number) => `${i}`.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]);
  for (let i = 0; i < 5_000; i++) book.numberOf(of(`broken ${letters(i)}`));
  expect(book.signatures.length).toBeLessThan(1_100);
  expect(book.signatures[book.numberOf(of('yet another'))]).toBe('other failures');
  expect(book.signatures[book.numberOf(of('broken a'))]).toBe('server 500: broken a');
});

test('an agent has the error of its task until the task is done or another one begins', () => {
  const run = new FoldedRun({ tasks: [0, 0] });
  const shown = (t: number) => {
    const { agents, signatures } = takeSnapshot(run.state, t);
    return signatures[agents.error[0]];
  };
  run.started(0, 0, 0).retrying(10, 0, 'server');
  expect(shown(10)).toBe('server: it went wrong');
  run.requeued(20, 0).started(30, 0, 0);
  expect(shown(30)).toBe('server: it went wrong');
  run.finished(40, 0, 0);
  expect(shown(40)).toBe('');
  run.started(50, 1, 0).failed(60, 1, 'content-filter');
  expect(shown(60)).toBe('content-filter: it went wrong');
  run.at(70, { type: 'task.reopened', task: 0, by: 'mo' }).started(80, 0, 0);
  expect(shown(80)).toBe('');
});
