import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { plainFrontEnd } from '../../src/cli/plain-front-end.ts';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { openRun } from '../../src/store/open-run.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { captured, folder, resolved } from '../helpers/spec.ts';

/** A session whose calls go on for minutes, on a disk that is full once they are under way. */
async function sessionOnFullDisk() {
  const simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 50_000 });
  onTestFinished(() => simulator.stop());
  const out = join(folder(), 'run');
  const flags = { preset: 'light', prompt: ['Hello?'], repeat: '40', out };
  const spec = await resolved({ flags: { ...flags, baseUrl: `${simulator.url}/v1` } });
  const run = { out, spec, plan: compilePlan(spec), startedAt: new Date(), version: '0' };
  createRunDirectory(run).store.close();
  const opened = openRun(out);
  const session = await Session.open({ spec, plan: opened.plan, environment: {}, opened });
  const { texts, ...streams } = captured();
  plainFrontEnd(session, streams, { verbose: false });
  session.engine.start();
  await expect.poll(() => simulator.record().totals.inFlight).toBe(10);
  const { database } = opened.store;
  const pages = database.prepare('PRAGMA page_count').get()?.page_count;
  database.exec(`PRAGMA max_page_count = ${pages}`);
  return { session, simulator, texts, out };
}

test('a record that cannot be written stops the run at once, though no task has ended', async () => {
  const { session, simulator, texts, out } = await sessionOnFullDisk();
  // Enough of what is to be recorded that it needs a page more.
  for (let i = 0; i < 300; i++)
    session.command({ type: 'concurrency', value: 1 + i }, { by: 'mo' });
  const outcome = await session.engine.ended;
  expect(outcome).toMatchObject({ phase: 'FAILED', exitCode: 1 });
  expect(outcome.reason).toMatch(
    /^the run could not be recorded any more: .*run\.db could not be written: .*full; make room\)$/,
  );
  await expect.poll(() => simulator.record().totals.aborted).toBe(10);
  expect(session.engine.state.counts.ended).toBe(0);
  expect(simulator.record().totals.calls).toBe(10);
  // Said once as a plain line, and as the error that the program ends with.
  expect(texts.stderr.match(/FAILED {2}the run could not be recorded any more/g)).toHaveLength(1);
  await expect(session.finish()).rejects.toThrow('run.db could not be written');
  const opened = openRun(out);
  expect(opened.unfinished.inFlight.length + opened.unfinished.queued.length).toBe(40);
  opened.store.close();
});
