import { afterEach, expect, test } from 'vitest';
import { modules, variants, votes } from '../fixture-work.ts';
import { closeLinear, talk } from './open-linear.ts';

afterEach(closeLinear);

test('work lists the workflows; a number reads one of them by level', async () => {
  const { says, type } = talk({ run: modules() });
  await says(/Type help/);
  type('work');
  const list = await says(/4\. compliance.*\n/);
  expect(list).toContain('4 workflows, 1 running, 1 done, 1 failed, 1 waiting.');
  expect(list).toMatch(
    /1\. hr: running, 4 of 9 tasks done, 1 failed, screen failed, now screen, \$0\.0080/,
  );
  type('2');
  const flow = await says(/notes.*\n/);
  expect(flow).toMatch(
    /Level 2, payments: failed, took reconcile and audit with it, .*, needs invoices, on the critical path/,
  );
  expect(flow).toMatch(/Level 3, reconcile: skipped, needs payments, on the critical path/);
  expect(flow).toMatch(/Level 2, notes: done, .*needs invoices, optional/);
  type('work hr');
  expect(await says(/interview.*\n/)).toMatch(/screen: running, 2 of 5 items done, 1 failed/);
  type('work nowhere');
  await says(/There is no nowhere; say a name or a number of the list, as work 1/);
});

test('votes and variants are told in sentences', async () => {
  const first = talk({ run: votes() });
  await first.says(/Type help/);
  first.type('work');
  const list = await first.says(/3\. .*\n/);
  expect(list).toContain('2 of 3 questions decided, 3 calls saved.');
  expect(list).toContain('How many moons has Mars?: decided, 2, 83 % of the votes');
  expect(list).toContain('open, 3 of 9 voters heard, Akerselva leads');
  first.type('work 1');
  expect(await first.says(/3 calls saved\.\n/)).toContain('2: 5 votes.');
  await closeLinear();
  const second = talk({ run: variants() });
  await second.says(/Type help/);
  second.type('work');
  expect(await second.says(/2\. long.*\n/)).toContain('2 variants.');
});

test('where each task stands alone it says so', async () => {
  const { says, type } = talk();
  await says(/Type help/);
  type('work');
  await says(/Each task stands alone/);
});
