import { expect, test } from 'vitest';
import { beginRun, eachTestHasARun } from './fresh-run.ts';
import { metrics, write } from './written-run.ts';

eachTestHasARun();

test('tells what a server said of its own times, and nothing where it said nothing', async () => {
  const { store, log } = beginRun();
  const timed = { type: 'model.timed', route: 0, loadMs: 900 } as const;
  log.add(100, { ...timed, calls: 3, warm: 2, outputTokens: 30, outputMs: 1000 });
  log.add(200, { ...timed, calls: 1, warm: 1, outputTokens: 30, outputMs: 500 });
  await write(store);
  const [first, second] = metrics().per_route;
  expect(first).toMatchObject({ model_warm_rate: 0.75, model_tokens_per_second: 40 });
  expect(second).toMatchObject({ model_warm_rate: null, model_tokens_per_second: null });
});
