import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { ResultLine } from '../../src/report/result-line.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { TaskStatus } from '../../src/state/agent-state.ts';
import { openRun } from '../../src/store/open-run.ts';
import { openPastRecord } from '../../src/store/past-record.ts';
import { RunReplay } from '../../src/store/run-replay.ts';
import { folder, resolved } from '../helpers/spec.ts';

let simulator: Simulator;
const environment = { OPENAI_API_KEY: 'sk-hush' };
beforeEach(async () => {
  vi.stubEnv('SWARMDECK_HOME', join(folder(), 'home'));
  simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 4, tokensPerSecond: 400 });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await simulator.stop();
});

/** Runs these prompts to their end, or to the first that is done. */
async function run(prompts: readonly string[], flags = {}, stopAfterFirst = false) {
  const out = join(folder(), 'run');
  const spec = await resolved(
    { environment, flags: { out, prompt: [...prompts], ...flags } },
    `provider: openai
baseUrl: ${simulator.url}/v1
sampling: { temperature: 0 }
cache: true
agents: 1
`,
  );
  const session = await Session.open({ spec, plan: compilePlan(spec), environment });
  if (stopAfterFirst)
    session.engine.onEvent(({ type }) => {
      if (type === 'task.finished')
        session.command({ type: 'stop', mode: 'now' }, { by: 'SIGTERM' });
    });
  session.engine.start();
  const { metrics, warning } = await session.finish();
  return { out, runId: session.runId, metrics, warning, lines: resultsOf(out) };
}

function resultsOf(out: string): ResultLine[] {
  const lines = readFileSync(join(out, 'results.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

test('a second run is answered by the first, and pays for what is new alone', async () => {
  const first = await run(['one', 'two']);
  expect(first.metrics.cache).toEqual({ hits: 0, lookups: 2, hit_rate: 0 });
  const second = await run(['two', 'three', 'one']);
  expect(second.metrics).toMatchObject({
    cache: { hits: 2, lookups: 3, hit_rate: 2 / 3 },
    calls: 1,
    success_rate: 1,
  });
  expect(simulator.record().totals.calls).toBe(3);
  expect(second.lines[0]).toMatchObject({
    status: 'done',
    text: first.lines[1].text,
    agent: null,
    attempts: 0,
    cost_usd: 0,
    duration_ms: null,
    route: null,
    usage: null,
    cached: { run: first.runId, task: first.lines[1].task },
  });
  expect(second.lines[1]).not.toHaveProperty('cached');
  expect(readFileSync(join(second.out, 'report.md'), 'utf8')).toContain(
    '- Answered by earlier runs: 2 of 3 tasks (66.7 %), without a call',
  );
});

test('without a word for it nothing is taken, and nothing is kept', async () => {
  await run(['one'], { set: ['cache=false'] });
  expect((await run(['one'])).metrics.cache.hits).toBe(0);
  expect((await run(['one'], { set: ['cache.use=false'] })).metrics).toMatchObject({
    calls: 1,
    cache: { hits: 0, lookups: 0, hit_rate: null },
  });
});

test('a run of before that was deleted answers nothing more, and what it gave stays', async () => {
  const first = await run(['one']);
  const second = await run(['one']);
  rmSync(first.out, { recursive: true });
  // What was taken from it is no answer of the second run's own.
  expect((await run(['one'])).metrics).toMatchObject({ calls: 1, cache: { hits: 0 } });
  expect(resultsOf(second.out)[0].text).toBe(first.lines[0].text);
});

test('a resume folds what was answered before, and is answered itself', async () => {
  const first = await run(['two', 'three', 'four']);
  const cut = await run(['two', 'new', 'three', 'four'], {}, true);
  expect(cut.lines.map(({ status }) => status)[0]).toBe('done');
  const opened = openRun(cut.out);
  const { spec, plan } = opened;
  const session = await Session.open({ spec, plan, environment, opened });
  expect(session.engine.state.totals.cached).toBeGreaterThanOrEqual(1);
  session.engine.start();
  const { metrics } = await session.finish();
  expect(metrics).toMatchObject({ success_rate: 1, cache: { hits: 3, lookups: 4 } });
  expect(resultsOf(cut.out)[2].cached?.run).toBe(first.runId);

  const { reader } = openPastRecord(cut.out);
  const replay = new RunReplay(reader.database);
  await replay.to(Number.POSITIVE_INFINITY);
  expect(replay.state.totals.cached).toBe(3);
  expect(replay.state.counts.byStatus[TaskStatus.done]).toBe(4);
  replay.close();
  reader.close();
});

test('content that was read in the same pieces is answered before, too', async () => {
  const book = join(folder({ 'book.txt': 'A line of the book.\n'.repeat(40) }), 'book.txt');
  const flags = { prompt: undefined, content: book, set: ['workload.content.chunkBytes=256'] };
  const first = await run([], flags);
  expect(first).toMatchObject({ warning: null, metrics: { cache: { hits: 0 } } });
  expect((await run([], flags)).metrics.cache.hit_rate).toBe(1);
});

test('a home that cannot be written costs the run nothing but a warning', async () => {
  vi.stubEnv('SWARMDECK_HOME', '/dev/null/home');
  const { metrics, warning } = await run(['one']);
  expect(metrics.success_rate).toBe(1);
  expect(warning).toMatch('later runs will not find the answers of this one');
});
