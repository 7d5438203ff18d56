import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { summary } from '../../src/cli/summary.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { openRun } from '../../src/store/open-run.ts';
import { folder, resolved } from '../helpers/spec.ts';

test('the time of a run that was resumed is the time that it worked', async () => {
  const out = join(folder(), 'run');
  const spec = await resolved({ flags: { preset: 'light', prompt: ['Hello?'], out } });
  const first = await Session.open({ spec, plan: compilePlan(spec), environment: {} });
  first.engine.start();
  await first.finish();

  const opened = openRun(out);
  // As if an hour had passed in between.
  const startedAt = new Date(Date.parse(opened.record.startedAt) - 3_600_000).toISOString();
  const record = { ...opened.record, startedAt };
  const { plan } = opened;
  const second = await Session.open({ spec, plan, environment: {}, opened: { ...opened, record } });
  second.engine.start();
  const { outcome, metrics } = await second.finish();
  const text = summary(second.snapshot(), metrics, outcome, out);
  expect(text).toMatch(/time +\d+\.\ds\n/);
});
