import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { canCount, countTokens } from '../../src/providers/probe/count-tokens.ts';
import { protocolOf } from '../../src/providers/protocols.ts';
import type { Turn } from '../../src/providers/provider.ts';
import { providerNames } from '../../src/spec/providers.ts';
import { proxyServer } from '../helpers/proxy-server.ts';
import { reply, type Step, scriptedServer } from '../helpers/scripted-server.ts';
import { quick, simulate } from '../simulator/support.ts';

const model = 'some-model';
const route = (provider: string) => ({ provider, model });
const turn = (prompt: string, more: Partial<Turn> = {}): Turn => ({
  model,
  maxOutputTokens: 77,
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: prompt },
  ],
  ...more,
});
const { signal } = new AbortController();

async function served(...scripts: Step[][]) {
  const server = await scriptedServer(...scripts);
  onTestFinished(() => server.close());
  return server;
}

test('Anthropic and Gemini count, nobody else does', () => {
  const counting = providerNames.filter((name) => {
    const agent = {
      id: 'asst_1',
      version: null,
      api: 'classic',
      keep: false,
      poll: false,
    } as const;
    const baseUrl = 'https://host/api/projects/p';
    return name !== 'exec' && canCount({ provider: name, model, agent, baseUrl });
  });
  expect(counting).toEqual(['anthropic', 'gemini']);
});

describe.each(['anthropic', 'gemini'])('%s', (provider) => {
  test('counts what the same turn would be billed for as input, instructions too', async () => {
    const simulator = await simulate(quick);
    const turns = ['Why?', 'Why do the flying buttresses hold?'].map((prompt) => turn(prompt));
    const secrets = { baseUrl: simulator.url, key: 'k' };
    const counts = await countTokens(route(provider), secrets, turns, signal);
    expect(simulator.record().totals).toMatchObject({ calls: 2, tokensSent: 0 });
    const billed: number[] = [];
    for (const each of turns) {
      const { path, headers, body } = protocolOf(route(provider), secrets).request(each);
      await (await fetch(simulator.url + path, { method: 'POST', headers, body })).text();
      billed.push(simulator.record().calls.at(-1)?.promptTokens ?? 0);
    }
    expect(counts).toEqual(billed);
  });

  test.each([
    ['a key that is refused', 'invalid', model],
    ['a model that is not there', 'k', 'no-such-model'],
  ])('says nothing to %s', async (_, key, named) => {
    const simulator = await simulate();
    const asked = countTokens(
      { provider, model: named },
      { baseUrl: simulator.url, key },
      [turn('x', { model: named })],
      signal,
    );
    await expect(asked).rejects.toThrow(/counts nothing \(40\d\)/);
  });

  test.each([
    ['no JSON', reply(200, {}, '<p>hello')],
    ['no count', reply(200, {}, '{"input_tokens":"many","totalTokens":-1}')],
  ])('is not believed where it answers with %s', async (_, script) => {
    const { url } = await served(script);
    const asked = countTokens(route(provider), { baseUrl: url, key: 'k' }, [turn('x')], signal);
    await expect(asked).rejects.toThrow(/counts nothing/);
  });
});

const eight = Array.from({ length: 8 }, (_, index) => turn(`${index}`));
const counted = reply(200, {}, '{"input_tokens":14}');

test('one refusal ends the others: half a sample says nothing', async () => {
  const server = await served(counted, reply(429, {}, '{}'), [...counted.slice(0, 1), 'HANG']);
  const asked = countTokens(route('anthropic'), { baseUrl: server.url, key: 'k' }, eight, signal);
  await expect(asked).rejects.toThrow('the service counts nothing (429)');
  await expect.poll(server.openSockets).toBe(0);
  expect(server.requests.length).toBeLessThan(8);
});

test('at most four questions are asked side by side', async () => {
  const waiting: (() => void)[] = [];
  let open = 0;
  let peak = 0;
  const server = createServer((_, response) => {
    peak = Math.max(peak, ++open);
    waiting.push(() => {
      open--;
      response.end('{"totalTokens":14}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const secrets = { baseUrl: `http://127.0.0.1:${port}`, key: 'k' };
  const asked = countTokens(route('gemini'), secrets, eight, signal);
  await expect.poll(() => waiting.length).toBe(4);
  for (const answer of waiting) answer();
  await expect.poll(() => waiting.length).toBe(8);
  expect(peak).toBe(4);
  for (const answer of waiting.slice(4)) answer();
  expect(await asked).toEqual(eight.map(() => 14));
});

test('who does not wait for it any more has nothing left open', async () => {
  const server = await served(['HANG']);
  const stop = new AbortController();
  const asked = countTokens(
    route('anthropic'),
    { baseUrl: server.url, key: 'k' },
    [turn('x')],
    stop.signal,
  );
  await expect.poll(() => server.requests.length).toBe(1);
  stop.abort();
  await expect(asked).rejects.toThrow(/aborted/);
  await expect.poll(server.openSockets).toBe(0);
});

test('goes through the proxy that calls go through', async () => {
  const simulator = await simulate();
  const proxy = await proxyServer({ leadsTo: Number(new URL(simulator.url).port) });
  onTestFinished(() => proxy.close());
  const secrets = { baseUrl: 'http://api.example', key: 'k', proxy: proxy.url };
  expect(await countTokens(route('anthropic'), secrets, [turn('x')], signal)).toHaveLength(1);
  expect(proxy.asked).toEqual(['POST http://api.example/v1/messages/count_tokens']);
});
