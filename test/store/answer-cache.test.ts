import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ResolvedRole, ResolvedRoute, ResolvedSpec } from '../../src/spec/resolved.ts';
import { AnswerCache } from '../../src/store/answer-cache.ts';
import { AnswerIndex } from '../../src/store/answer-index.ts';
import { indexAnswers } from '../../src/store/index-answers.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { EventLog, samplePlan, sampleSpec, temporaryDirectory } from './sample-run.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let home: string;
const opened: AnswerCache[] = [];
beforeEach(() => {
  directory = temporaryDirectory();
  home = join(directory.path, 'home');
  vi.stubEnv('SWARMDECK_HOME', home);
});
afterEach(() => {
  for (const cache of opened.splice(0)) cache.close();
  vi.unstubAllEnvs();
  directory.remove();
});

/** The sample spec without chance; kaoz on the first route, order on the second. */
function spec({
  cache = { use: true, maxAgeDays: null },
  role = {},
  route = {},
}: {
  readonly cache?: ResolvedSpec['cache'];
  readonly role?: Partial<ResolvedRole>;
  readonly route?: Partial<ResolvedRoute>;
} = {}): ResolvedSpec {
  const sample = sampleSpec({ cache });
  return {
    ...sample,
    roles: sample.roles.map((one) => ({ ...one, sampling: { temperature: 0 }, ...role })),
    routes: sample.routes.map((one) => ({ ...one, ...route })),
  };
}

type Finished = Parameters<EventLog['finish']>[3];

/** A run whose first task is done; those after it have no end. */
async function answered(
  name: string,
  { of = spec(), end = {}, ageMs = 0 }: { of?: ResolvedSpec; end?: Finished; ageMs?: number } = {},
) {
  const out = join(directory.path, name);
  const plan = samplePlan(3);
  const startedAt = new Date(Date.now() - ageMs);
  const made = createRunDirectory({ out, spec: of, plan, startedAt, version: '0' });
  const log = new EventLog((event) => made.store.append(event));
  log.begin(of, plan);
  log.start(1, 0, 0);
  log.finish(2, 0, 0, { text: `by ${name}`, ...end });
  made.store.flush();
  await indexAnswers(made.store.database, out);
  made.store.close();
  return { out, runId: made.runId };
}

/** What a run of this spec finds for its first task. */
function found(of = spec(), maxOutputTokens: number | null = null, prompt?: string) {
  const plan = samplePlan(3, prompt === undefined ? undefined : () => prompt);
  const cache = new AnswerCache(of, plan);
  opened.push(cache);
  return cache.find(0, 0, maxOutputTokens);
}

describe('the same call', () => {
  test('is answered by the latest run that made it, and says which', async () => {
    await answered('old', { ageMs: 60_000 });
    const { runId } = await answered('new');
    await answered('older', { ageMs: 120_000 });
    expect(found()).toEqual({ text: 'by new', finishReason: 'stop', run: runId, task: 'p0' });
  });

  test.each<[what: string, of: ResolvedSpec]>([
    ['model', spec({ route: { model: 'other' } })],
    ['provider', spec({ route: { provider: 'groq' } })],
    ['address', spec({ route: { baseUrl: 'http://127.0.0.1:2/v1' } })],
    ['seed', spec({ role: { sampling: { temperature: 0, seed: 1 } } })],
    ['schema', spec({ role: { schema: { type: 'object' } } })],
  ])('of another %s is another', async (_, of) => {
    await answered('run');
    expect(found()).not.toBeNull();
    expect(found(of)).toBeNull();
  });

  test('with other words is another', async () => {
    await answered('run');
    expect(found(spec(), null, 'question 0')).not.toBeNull();
    expect(found(spec(), null, 'question 0 ')).toBeNull();
  });

  test('with chance, tools or code in it is never taken up, nor looked for', async () => {
    const chance = spec({ role: { sampling: { temperature: 0.1 } } });
    const none = spec({ role: { sampling: undefined } });
    const code = spec({ role: { code: { kind: 'given' } } });
    for (const [index, of] of [chance, none, code].entries()) {
      await answered(`run${index}`, { of });
      expect(found(of)).toBeNull();
    }
    expect(found()).toBeNull();
  });
});

describe('an answer', () => {
  test('that was cut, is longer than this call may be, or came after repairs stands for none', async () => {
    await answered('cut', { end: { finishReason: 'length' } });
    expect(found()).toBeNull();
    await answered('repaired', { end: { turns: 2, last: null } });
    expect(found()).toBeNull();
    await answered('long');
    expect(found(spec(), 20)).not.toBeNull();
    expect(found(spec(), 19)).toBeNull();
  });

  test('that is older than it may be is none', async () => {
    await answered('run', { ageMs: 2 * 86_400_000 });
    expect(found(spec({ cache: { use: true, maxAgeDays: 3 } }))).not.toBeNull();
    expect(found(spec({ cache: { use: true, maxAgeDays: 1 } }))).toBeNull();
  });

  test('is gone with its run, and so is its place', async () => {
    const { out } = await answered('run');
    const of = spec();
    rmSync(out, { recursive: true });
    expect(found(of)).toBeNull();
    const again = await answered('run');
    expect(found(of)?.run).toBe(again.runId);
  });

  test('of a directory that holds another run now is none', async () => {
    const { out } = await answered('run');
    rmSync(out, { recursive: true });
    const of = spec({ role: { sampling: { temperature: 0, seed: 9 } } });
    await answered('run', { of });
    expect(found()).toBeNull();
    expect(found(of)).not.toBeNull();
  });

  test('that is not what the index says it is, is none', async () => {
    const { out, runId } = await answered('run');
    const index = new AnswerIndex();
    const key = Buffer.alloc(32, 1);
    index.add({ directory: out, runId }, [{ key, task: 0, atMs: Date.now() }]);
    expect(index.place(key)).not.toBeNull();
    index.close();
    // Asked for by its own words it is found all the same: the key is made of the record anew.
    expect(found()?.text).toBe('by run');
  });
});

test('the index holds no word of what was asked and answered, and no secret of an address', async () => {
  const route = { baseUrl: 'https://user:hush@example.org/v1' };
  await answered('run', { of: spec({ route }), end: { text: 'the answer itself' } });
  expect(found(spec({ route }))).not.toBeNull();
  // Credentials are no part of what is called.
  expect(found(spec({ route: { baseUrl: 'https://example.org/v1' } }))).not.toBeNull();
  for (const cache of opened.splice(0)) cache.close();
  const bytes = readFileSync(join(home, 'answers.db'), 'latin1');
  for (const word of ['question', 'Be brief', 'the answer itself', 'hush', 'example.org'])
    expect(bytes).not.toContain(word);
});

test('a home that cannot be used is a miss', async () => {
  mkdirSync(join(home, 'answers.db'), { recursive: true });
  expect(found()).toBeNull();
});
