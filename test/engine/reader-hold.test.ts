import { afterEach, beforeEach, expect, test } from 'vitest';
import { ReaderHold } from '../../src/engine/reader-hold.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { whatLimits } from '../../src/state/limiting.ts';
import { promptPlan, Swarm } from './swarm.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 20, outputTokens: 1 });
});
afterEach(() => simulator.stop());

const urls = () => [`${simulator.url}/v1`];

test('while a reader has no room no call is sent, those in flight end, and it is named', async () => {
  const reader = new ReaderHold();
  const run = new Swarm({ urls: urls(), plan: promptPlan(30), agents: 3, change: { reader } });
  let ended = 0;
  run.engine.onEvent(({ type }) => {
    if (type === 'task.finished' && ++ended === 6) reader.set('the reader’s buffer of 6');
  });
  run.start();
  const { t } = await run.until('sample', ({ bounds }) => bounds[0]?.by === 'reader');
  const { state } = run.engine;
  // Three agents: two calls were in flight when the sixth result filled the buffer.
  expect(state.counts.ended).toBeLessThanOrEqual(8);
  expect(state.inFlight).toBe(0);
  expect(run.all('task.started')).toHaveLength(state.counts.ended);
  expect(whatLimits(state, t)).toMatchObject({
    by: 'reader',
    sentence: 'the reader’s buffer of 6',
    remedy: ['goes on as results are read', 'more concurrency gains nothing'],
  });
  reader.set(null);
  expect(await run.ended).toMatchObject({ phase: 'DONE', exitCode: 0 });
  expect(run.all('task.finished')).toHaveLength(30);
});

test('a run that waits for its reader can be stopped', async () => {
  const reader = new ReaderHold();
  reader.set('the reader’s buffer of 1');
  const run = new Swarm({ urls: urls(), plan: promptPlan(5), change: { reader } }).start();
  expect(run.ask({ type: 'stop', mode: 'drain' })).toMatchObject({ ok: true });
  expect(await run.ended).toMatchObject({ phase: 'STOPPED' });
  expect(run.all('task.started')).toHaveLength(0);
});
