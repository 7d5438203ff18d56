import { describe, expect, onTestFinished, test } from 'vitest';
import { createProvider } from '../../src/providers/create-provider.ts';
import type { PullState } from '../../src/providers/provider.ts';
import type { OllamaPolicy } from '../../src/spec/resolved.ts';
import { reply, scriptedServer } from '../helpers/scripted-server.ts';
import { noLimits } from '../helpers/tuning.ts';
import { quick, simulate } from '../simulator/support.ts';
import { embedTurn } from './behaviour/embedder.ts';
import { patient, turn, turnOf } from './behaviour/one-turn.ts';

function providerAt(
  baseUrl: string,
  policy: Partial<OllamaPolicy> = {},
  key: string | null = null,
) {
  const provider = createProvider(
    {
      name: 'ollama/m',
      provider: 'ollama',
      model: 'm',
      baseUrl,
      key: null,
      pool: 2,
      maxConnections: 2,
      http2: false,
      gzip: false,
      limits: noLimits,
      ollama: { keepAlive: null, pull: false, ...policy },
      price: null,
    },
    { ...patient, firstTokenSeconds: 2 },
    { baseUrl, key },
  );
  onTestFinished(async () => {
    await provider.close();
  });
  return provider;
}

async function prepared(provider: ReturnType<typeof providerAt>, model: string) {
  const states: (PullState | null)[] = [];
  const result = await provider.prepare?.(model, (state) => states.push(state));
  return { result, states };
}

describe('against the simulator', () => {
  test('a model is loaded before its first call, which then finds it in memory', async () => {
    const { url } = await simulate({ ...quick, modelLoadMs: 200 });
    const cold = await turnOf(providerAt(url), { ...turn, model: 'tinyllama' });
    expect(cold.result?.timings?.loadMs).toBeGreaterThanOrEqual(200);
    const provider = providerAt(url);
    const { result, states } = await prepared(provider, 'llama3.2');
    expect(result).toMatchObject({ pullMs: null });
    expect(result?.loadMs).toBeGreaterThanOrEqual(200);
    expect(states).toEqual([]);
    const warm = await turnOf(provider, { ...turn, model: 'llama3.2' });
    expect(warm.result?.timings?.loadMs).toBe(0);
    expect(warm.result?.timings?.outputMs).toBeGreaterThanOrEqual(0);
  });

  test('how long it stays is said with every call', async () => {
    const { url } = await simulate(quick);
    const provider = providerAt(url, { keepAlive: -1 });
    await prepared(provider, 'llama3.2');
    const loaded = async () =>
      ((await (await fetch(`${url}/api/ps`)).json()) as { models: { expires_at: string }[] })
        .models[0].expires_at;
    expect(await loaded()).toMatch(/^23/);
    await turnOf(providerAt(url, { keepAlive: '2h' }), { ...turn, model: 'llama3.2' });
    expect(Date.parse(await loaded()) - Date.now()).toBeGreaterThan(7_000_000);
  });
});

test('a model without a chat is loaded, and asked, by generate', async () => {
  const simulator = await simulate({ ...quick, modelLoadMs: 30 });
  const provider = providerAt(simulator.url, { api: 'generate' });
  await prepared(provider, 'llama3.2');
  const { result } = await turnOf(provider, { ...turn, model: 'llama3.2' });
  expect(result?.text).toMatch(/\.$/);
  expect(result?.timings?.loadMs).toBe(0);
  const paths = simulator.record().calls.map(({ path }) => path);
  expect(paths).toEqual(['/api/generate', '/api/generate']);
});

test('a model for vectors is loaded by a question for none, and then found in memory', async () => {
  const simulator = await simulate({ ...quick, modelLoadMs: 30 });
  for (const api of ['chat', 'generate'] as const) {
    const provider = providerAt(simulator.url, { api, keepAlive: api === 'chat' ? 0 : '1h' });
    const model = 'nomic-embed-text';
    const { result } = await prepared(provider, model);
    expect(result).toMatchObject({ pullMs: null });
    const trace = await turnOf(provider, { ...embedTurn, model });
    expect(trace.result?.embeddings).toHaveLength(embedTurn.texts?.length ?? 0);
    // It was asked to let it go at once.
    expect(trace.result?.timings?.loadMs).toBe(api === 'chat' ? 30 : 0);
  }
  const paths = simulator.record().calls.map(({ path }) => path);
  expect(paths).toEqual([
    ...['/api/chat', '/api/embed', '/api/embed'],
    ...['/api/generate', '/api/embed', '/api/embed'],
  ]);
});

const missing = reply(404, {}, '{"error":"model \'m\' not found"}');
const loaded = reply(200, {}, '{"done":true,"done_reason":"load"}');
const lines = (...all: object[]) =>
  reply(
    200,
    { 'content-type': 'application/x-ndjson' },
    all.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
const rootOf = ({ url }: { url: string }) => new URL(url).origin;

async function serve(...scripts: Parameters<typeof scriptedServer>) {
  const server = await scriptedServer(...scripts);
  onTestFinished(() => server.close());
  return server;
}

test('a missing model is fetched where that is allowed, its progress told, and loaded', async () => {
  const layer = { status: 'pulling a', digest: 'a', total: 100 };
  const server = await serve(
    missing,
    lines(
      { status: 'pulling manifest' },
      layer,
      { ...layer, completed: 50 },
      { status: 'success' },
    ),
    loaded,
  );
  const { result, states } = await prepared(providerAt(rootOf(server), { pull: true }, 'k'), 'm');
  expect(result?.pullMs).toBeGreaterThan(0);
  expect(states.slice(0, -1).map((state) => state?.share)).toEqual([null, null, 0, 0.5]);
  // It is there, and is loaded.
  expect(states.at(-1)).toBeNull();
  expect(server.requests.map((request) => request.split(' ')[1])).toEqual([
    '/api/chat',
    '/api/pull',
    '/api/chat',
  ]);
  expect(server.requests[0]).toContain('"messages":[]');
  for (const request of server.requests) expect(request).toMatch(/authorization: Bearer k/i);
});

test('where it is not allowed, the mend is told and nothing is fetched', async () => {
  const server = await serve(missing);
  await expect(prepared(providerAt(rootOf(server)), 'm')).rejects.toThrow(
    'it has no model m, and is not asked to fetch it; run `ollama pull m` there, or set ollama.pull: true',
  );
  expect(server.requests).toHaveLength(1);
});

test.each([
  [[reply(500, {}, '{"error":"model requires more system memory"}')], 'more system memory'],
  [[missing, lines({ error: 'pull model manifest: file does not exist' })], 'file does not exist'],
  [[missing, lines({ status: 'pulling manifest' })], 'it ended before the model was there'],
  [[missing, lines({ status: 'success' }), missing], 'says that it has no such model'],
])('what goes wrong is told in its words (%#)', async (scripts, words) => {
  const server = await serve(...scripts);
  await expect(prepared(providerAt(rootOf(server), { pull: true }), 'm')).rejects.toThrow(words);
});

test('an Ollama that is not there is told in a few words', async () => {
  const provider = providerAt('http://127.0.0.1:1');
  await expect(prepared(provider, 'm')).rejects.toThrow('nothing listens there');
});

test('the end of the run cuts the fetching', async () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\n\r\n';
  const server = await serve(missing, [head, '{"status":"pulling manifest"}\n', 'HANG']);
  const provider = providerAt(rootOf(server), { pull: true });
  const states: (PullState | null)[] = [];
  const preparing = provider.prepare?.('m', (state) => states.push(state));
  await expect.poll(() => states.length).toBe(2);
  await provider.close();
  await expect(preparing).rejects.toMatchObject({ name: 'AbortError' });
  await expect.poll(() => server.openSockets()).toBe(0);
});
