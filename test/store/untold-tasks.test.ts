import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { openRun } from '../../src/store/open-run.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { resolved } from '../helpers/spec.ts';
import { EventLog, temporaryDirectory } from './sample-run.ts';

let directory: ReturnType<typeof temporaryDirectory>;

beforeEach(() => {
  directory = temporaryDirectory();
  vi.stubEnv('SWARMDECK_HOME', join(directory.path, 'home'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  directory.remove();
});

const yaml = `
workload:
  workflow:
    tasks:
      list: { prompt: "A list" }
      each: { forEach: "{{tasks.list.json}}", prompt: "{{item}}" }
`;

async function begun() {
  const spec = await resolved({}, yaml);
  const plan = compilePlan(spec);
  const out = join(directory.path, 'run');
  const { store } = createRunDirectory({ out, spec, plan, startedAt: new Date(), version: '0' });
  const log = new EventLog((event) => store.append(event));
  log.begin(spec, plan);
  return { out, plan, store, log };
}

function addTwo({ plan, store }: Awaited<ReturnType<typeof begun>>) {
  const table = plan.graph?.table;
  for (const id of ['each.1', 'each.2']) table?.add({ id, role: 0, priority: 100 });
  store.addTasks(plan, 2, 2);
}

test('tasks whose event was not written when the process died are not there after it', async () => {
  const run = await begun();
  addTwo(run);
  run.store.close();
  const { plan, store, past } = openRun(run.out);
  expect(plan.size).toBe(2);
  expect(past.additions).toEqual([]);
  // They are added once more, under the same numbers.
  expect(() => store.addTasks(addedTo(plan), 2, 2)).not.toThrow();
  store.close();
});

test('tasks whose event was written are', async () => {
  const run = await begun();
  addTwo(run);
  const added = { by: 'each', first: 2, count: 2, role: 0, priority: 100 };
  run.log.add(9, { type: 'plan.extended', ...added });
  run.store.close();
  const { plan, store, past } = openRun(run.out);
  expect([plan.size, plan.id(3)]).toEqual([4, 'each.2']);
  expect(past.additions).toEqual([{ by: 'each', first: 2, count: 2 }]);
  store.close();
});

function addedTo(plan: ReturnType<typeof compilePlan>) {
  for (const id of ['each.1', 'each.2']) plan.graph?.table.add({ id, role: 0, priority: 100 });
  return plan;
}
