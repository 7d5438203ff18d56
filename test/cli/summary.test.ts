import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { summary } from '../../src/cli/summary.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/start-simulator.ts';
import { openRun } from '../../src/store/open-run.ts';
import { folder, resolved } from '../helpers/spec.ts';

/** What a run of 30 calls to a simulator leaves. */
async function ended(options: SimulatorOptions, set: readonly string[] = []) {
  const simulator = await startSimulator({ firstTokenMs: 5, tokensPerSecond: 5_000, ...options });
  onTestFinished(() => simulator.stop());
  const out = join(folder(), 'run');
  const flags = { prompt: ['Hello?'], repeat: '30', baseUrl: `${simulator.url}/v1`, set, out };
  const spec = await resolved({ flags: { preset: 'light', ...flags } });
  const session = await Session.open({ spec, plan: compilePlan(spec), environment: {} });
  session.engine.start();
  const { outcome, metrics } = await session.finish();
  const text = summary(session.snapshot(), metrics, outcome, out);
  return { text, metrics, outcome, report: readFileSync(join(out, 'report.md'), 'utf8') };
}

test('its figures are those of metrics.json and the report, and what failed calls gave stands apart', async () => {
  const { text, metrics, report } = await ended({
    faults: { shares: { 'content-filter': 0.5 } },
  });
  const { usage, latency_ms: latency, first_token_ms: first } = metrics;
  expect(latency.p50).toBeLessThan(1_000);
  expect(text).toContain(`latency      p50 ${Math.round(latency.p50 as number)} ms `);
  expect(text).toContain(`first token  p50 ${Math.round(first.p50 as number)} ms\n`);
  expect(text).toMatch(
    new RegExp(
      ` tokens +${usage.input_tokens} in, ${usage.output_tokens.toLocaleString('en')} out · about [1-9][\\d,]* more out in calls that failed\\n`,
    ),
  );
  expect(report).toContain(`- Tokens: ${usage.input_tokens} in; `);
  expect(text).not.toContain('cut after they were sent');
});

test('where money was used up, going on takes more of it', async () => {
  const set = ['budget.usd=0.002', 'maxOutputTokens=100', 'price.input=1', 'price.output=4'];
  const { text, outcome, report } = await ended({ outputTokens: 50 }, set);
  expect(outcome.exitCode).toBe(3);
  expect(text).toMatch(/go on +swarmdeck resume \S+, with more money as said above/);
  expect(report).toMatch(
    /`swarmdeck resume \S+` goes on with them, given more money as said above/,
  );
});

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
