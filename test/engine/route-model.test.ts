import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventLog } from '../../src/engine/event-log.ts';
import { RouteModel } from '../../src/engine/route-model.ts';
import type { Prepared, Provider, PullState } from '../../src/providers/provider.ts';
import type { RunEvent } from '../../src/state/events.ts';
import { FoldedRun } from '../helpers/folded-state.ts';

const request = { task: 0, role: 0, agent: 0, tokens: 1, boundNanoUsd: null };
const usage = (outputTokens: number) => ({
  inputTokens: 1,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens,
  estimated: false,
});

let events: RunEvent[];
let looks: number;
/** What the provider was asked, to be answered by the test. */
let asked: PromiseWithResolvers<Prepared>[];
let tellPull: (state: PullState | null) => void;
let model: RouteModel;

beforeEach(() => {
  events = [];
  looks = 0;
  asked = [];
  const provider = {
    prepare(_: string, onPull: (state: PullState | null) => void) {
      tellPull = onPull;
      const answer = Promise.withResolvers<Prepared>();
      asked.push(answer);
      return answer.promise;
    },
  } as unknown as Provider;
  model = modelOf(provider);
});
afterEach(() => {
  for (const answer of asked) answer.resolve({ loadMs: 0, pullMs: null });
});

function modelOf(provider: Provider): RouteModel {
  const { state } = new FoldedRun({ tasks: [0] });
  const append = (event: RunEvent) => events.push(event);
  const log = new EventLog({ append, committed: () => Promise.resolve() }, state, 0);
  return new RouteModel(0, { provider, model: 'tiny' }, log, () => {
    looks++;
  });
}

test('a route whose models are always ready holds nothing', () => {
  const ready = modelOf({} as Provider);
  expect(ready.check(request)).toBeNull();
  ready.wanted();
  expect(events).toEqual([]);
});

test('the first call waits until the model is loaded, which is asked for once', async () => {
  expect(model.check(request)).toEqual({ gate: 'model', detail: 'loading tiny', until: null });
  expect(asked).toHaveLength(0);
  model.wanted();
  model.wanted();
  expect(asked).toHaveLength(1);
  expect(model.check(request)).not.toBeNull();
  asked[0].resolve({ loadMs: 1200, pullMs: null });
  await expect.poll(() => looks).toBe(1);
  expect(model.check(request)).toBeNull();
  expect(events).toMatchObject([
    { type: 'model.loading', route: 0 },
    { type: 'model.ready', loadMs: 1200, pullMs: null },
  ]);
});

test('a model that does not come holds nothing up: the calls say what is wrong', async () => {
  model.wanted();
  asked[0].reject(new Error('nothing listens there'));
  await expect.poll(() => looks).toBe(1);
  expect(model.check(request)).toBeNull();
  expect(events.slice(1)).toMatchObject([
    { type: 'model.failed', message: 'nothing listens there' },
  ]);
});

test('where the end of the run has cut it, nothing more is said', async () => {
  model.wanted();
  asked[0].reject(Object.assign(new Error('aborted'), { name: 'AbortError' }));
  await expect.poll(() => looks).toBe(1);
  expect(events).toMatchObject([{ type: 'model.loading' }]);
});

test('fetching it is told when it begins, and then no more than once a second', () => {
  model.wanted();
  tellPull({ share: null, totalBytes: null, status: 'asking for it' });
  expect(model.check(request)?.detail).toBe('pulling tiny');
  // What holds the call up has another name now: it is looked at again.
  expect(looks).toBe(1);
  for (let percent = 0; percent <= 100; percent++)
    tellPull({ share: percent / 100, totalBytes: 1000, status: 'pulling layers' });
  expect(events.slice(1)).toMatchObject([
    { type: 'model.pulling', percent: null, detail: 'asking for it' },
  ]);
});

test('what was fetched is loaded then, and holds its calls by that name', () => {
  model.wanted();
  tellPull({ share: 0.5, totalBytes: 1000, status: 'pulling layers' });
  tellPull(null);
  expect(model.check(request)?.detail).toBe('loading tiny');
  expect(looks).toBe(2);
  expect(events.map(({ type }) => type)).toEqual([
    'model.loading',
    'model.pulling',
    'model.loading',
  ]);
});

test('the times that the server tells are added up, and told once', () => {
  model.timed({ loadMs: 3_000, promptMs: 10, outputMs: 500 }, usage(20));
  model.timed({ loadMs: 40, promptMs: 10, outputMs: 250 }, usage(10));
  model.timed({ loadMs: 0, promptMs: 0, outputMs: 0 }, usage(0));
  model.tell();
  model.tell();
  expect(events).toMatchObject([
    { type: 'model.timed', calls: 3, warm: 2, loadMs: 3_040, outputTokens: 30, outputMs: 750 },
  ]);
});
