import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ConsoleSessions } from '../../src/cli/console-sessions.ts';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { openRun } from '../../src/store/open-run.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

/** A session of six prompts on the embedded simulator, unless the flags say otherwise. */
async function open(out: string, flags = {}, environment: Record<string, string> = {}) {
  const spec = await resolved({
    flags: { preset: 'light', prompt: ['Hello?'], repeat: '6', out, ...flags },
    environment,
  });
  return Session.open({ spec, plan: compilePlan(spec), environment });
}

test('a log that cannot be written does not keep a run from its work', async () => {
  const out = folder();
  mkdirSync(join(out, 'log.jsonl'));
  const session = await open(out);
  session.engine.start();
  expect((await session.finish()).outcome).toMatchObject({ phase: 'DONE', exitCode: 0 });
});

test('a session whose files cannot be written says so when it is left, and not before', async () => {
  const out = folder();
  const session = await open(out);
  mkdirSync(join(out, 'results.jsonl'));
  writeFileSync(join(out, 'results.jsonl', 'in-the-way'), '');
  const sessions = new ConsoleSessions(() => {});
  sessions.start(session);
  await session.engine.ended;
  // Long enough for a rejection that nobody waits for to be told of.
  await sleep(200);
  await expect(sessions.leave(null)).rejects.toThrow('results.jsonl');
  expect(process.listenerCount('SIGHUP')).toBe(0);
});

test('a run whose key is gone is not resumed without it', async () => {
  const out = join(folder(), 'run');
  const simulator = await startSimulator();
  const flags = { provider: 'openai', baseUrl: `${simulator.url}/v1` };
  const environment = { OPENAI_API_KEY: 'k' };
  const session = await open(out, flags, environment);
  session.engine.start();
  await session.finish();
  await simulator.stop();

  const opened = openRun(out);
  const { spec, plan } = opened;
  const told = await refusal(Session.open({ spec, plan, environment: {}, opened }));
  expect(told).toMatch(/^openai\/.*: the environment variable OPENAI_API_KEY is not set/);
  // What could not be opened leaves the directory to the next one.
  openRun(out).store.close();
});

test('a run that may not begin makes no directory', async () => {
  const out = join(folder(), 'run');
  const flags = { provider: 'openai', baseUrl: 'http://127.0.0.1:1/v1' };
  const spec = await resolved({
    flags: { preset: 'light', prompt: ['Hello?'], out, ...flags },
    environment: { OPENAI_API_KEY: 'k' },
  });
  await refusal(Session.open({ spec, plan: compilePlan(spec), environment: {} }));
  expect(existsSync(out)).toBe(false);
});
