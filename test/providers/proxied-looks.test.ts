import { createServer } from 'node:net';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createProvider } from '../../src/providers/create-provider.ts';
import { probeModels } from '../../src/providers/probe/probe-models.ts';
import { probeOllama } from '../../src/providers/probe/probe-ollama.ts';
import { pullModel } from '../../src/providers/probe/pull-model.ts';
import { trustTestCertificate } from '../helpers/http2-server.ts';
import { proxyServer } from '../helpers/proxy-server.ts';
import { tlsServer } from '../helpers/tls-server.ts';
import { noLimits } from '../helpers/tuning.ts';
import { quick, simulate } from '../simulator/support.ts';
import { patient, turn, turnOf } from './behaviour/one-turn.ts';

// `models.test` is no host: only the proxy knows a way there.

beforeAll(trustTestCertificate);

async function proxyTo(url?: string) {
  const leadsTo = url === undefined ? undefined : Number(new URL(url).port);
  const proxy = await proxyServer({ leadsTo });
  onTestFinished(() => proxy.close());
  return proxy;
}

const openai = { provider: 'openai', model: 'gpt-5' };

describe('a plain service', () => {
  test('an Ollama loads and fetches by the way that its calls go', async () => {
    const { url } = await simulate(quick);
    const proxy = await proxyTo(url);
    const provider = createProvider(
      {
        name: 'ollama/m',
        provider: 'ollama',
        model: 'unpulled-tiny',
        baseUrl: 'http://models.test',
        key: null,
        pool: 2,
        maxConnections: 2,
        http2: false,
        gzip: false,
        limits: noLimits,
        ollama: { keepAlive: null, pull: true },
        price: null,
      },
      patient,
      { baseUrl: 'http://models.test', key: null, proxy: proxy.url },
    );
    onTestFinished(async () => {
      await provider.close();
    });
    const prepared = await provider.prepare?.('unpulled-tiny', () => {});
    expect(prepared?.pullMs).toBeGreaterThan(0);
    const { result } = await turnOf(provider, { ...turn, model: 'unpulled-tiny' });
    expect(result?.timings?.loadMs).toBe(0);
    expect(proxy.asked).toEqual([
      'POST http://models.test/api/chat',
      'POST http://models.test/api/pull',
      'POST http://models.test/api/chat',
      'POST http://models.test/api/chat',
    ]);
  });

  test('is looked at through the proxy, which alone gets its own credentials', async () => {
    const simulator = await simulate(quick);
    const plain = await proxyTo(simulator.url);
    const proxy = plain.url.replace('://', '://me:p%40ss@');
    const models = await probeModels(openai, { baseUrl: 'http://models.test/v1', key: 'k', proxy });
    expect(models).toMatchObject({ found: 'models', models: expect.arrayContaining(['gpt-5']) });
    const ollama = await probeOllama({ address: 'http://models.test:11434', proxy });
    expect(ollama).toMatchObject({ found: true });
    expect(plain.asked).toEqual([
      'GET http://models.test/v1/models',
      'GET http://models.test:11434/api/tags',
      'GET http://models.test:11434/api/ps',
    ]);
    expect(new Set(plain.credentials)).toEqual(new Set([`Basic ${btoa('me:p@ss')}`]));
    await expect.poll(() => plain.openSockets()).toBe(0);
  });
});

test('an https service is looked at in a tunnel, which is closed behind the look', async () => {
  const server = await tlsServer('{"data":[{"id":"mine"}]}');
  onTestFinished(() => server.close());
  const proxy = await proxyTo();
  const found = await probeModels(openai, {
    baseUrl: server.url,
    key: 'k-secret',
    proxy: proxy.url,
  });
  expect(found).toMatchObject({ found: 'models', models: ['mine'] });
  expect(proxy.asked).toEqual([`CONNECT ${new URL(server.url).host}`]);
  expect(server.requests[0]).toContain('Bearer k-secret');
  await expect.poll(() => proxy.openSockets()).toBe(0);
});

describe('a proxy that is at fault', () => {
  test.each(['http', 'https'])(
    'is named in a look at an %s service, without its password',
    async (scheme) => {
      const proxy = 'http://me:secret@127.0.0.1:1';
      const baseUrl = `${scheme}://models.test/v1`;
      expect(await probeModels(openai, { baseUrl, key: null, proxy })).toEqual({
        found: 'nothing',
        why: 'the proxy 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1',
      });
    },
  );

  test('and never answers is left at once when nobody waits for it', async () => {
    let open = 0;
    const silent = createServer((socket) => {
      open++;
      socket.on('close', () => open--).resume();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as { port: number };
    const place = { address: 'https://models.test', proxy: `http://127.0.0.1:${port}` };
    const stop = new AbortController();
    const pulled = pullModel(place, 'm', () => {}, stop.signal);
    await expect.poll(() => open).toBe(1);
    stop.abort();
    await expect(pulled).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => open).toBe(0);
  });
});
