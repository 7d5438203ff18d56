import { createServer } from 'node:net';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { OpenAiChat } from '../../src/providers/openai/openai-chat.ts';
import { proxyFor } from '../../src/providers/proxy-for.ts';
import { http2Server, trustTestCertificate } from '../helpers/http2-server.ts';
import { type ProxyHabits, proxyServer } from '../helpers/proxy-server.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { refusal } from '../helpers/spec.ts';
import { tlsServer } from '../helpers/tls-server.ts';
import { patient, turn, turnOf } from './behaviour/one-turn.ts';

beforeAll(trustTestCertificate);

const body =
  'data: {"choices":[{"index":0,"delta":{"content":"ok"}}]}\n\n' +
  'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

async function proxied(habits?: ProxyHabits) {
  const proxy = await proxyServer(habits);
  onTestFinished(() => proxy.close());
  return proxy;
}

function providerThrough(proxy: string, baseUrl: string, http2 = false): HttpProvider {
  const provider = new HttpProvider({
    protocol: new OpenAiChat({ baseUrl, key: 'k-secret' }),
    baseUrl,
    pool: 2,
    http2,
    proxy,
    timeouts: { ...patient, connectSeconds: 1 },
  });
  onTestFinished(async () => {
    await provider.close();
  });
  return provider;
}

describe('an https server', () => {
  test('is reached in a tunnel, whose connection is kept and counted', async () => {
    const server = await tlsServer(body);
    onTestFinished(() => server.close());
    const proxy = await proxied();
    const provider = providerThrough(proxy.url, server.url);
    expect((await turnOf(provider)).result?.text).toBe('ok');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await turnOf(provider)).result?.text).toBe('ok');
    const { host } = new URL(server.url);
    expect(proxy.asked).toEqual([`CONNECT ${host}`]);
    expect(provider.traffic()).toMatchObject({ openSockets: 1 });
    expect(provider.traffic().bytesIn).toBeGreaterThan(body.length);
    expect(await provider.close()).toBe(1);
    await expect.poll(() => proxy.openSockets()).toBe(0);
  });

  test('is reached over HTTP/2 as well', async () => {
    const server = await http2Server((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' });
      stream.end(body);
    });
    onTestFinished(() => server.close());
    const proxy = await proxied();
    const provider = providerThrough(proxy.url, server.url, true);
    expect((await turnOf(provider)).result?.text).toBe('ok');
    expect(proxy.asked).toHaveLength(1);
  });

  test('the proxy gets its own credentials, and the server alone the key', async () => {
    const server = await tlsServer(body);
    onTestFinished(() => server.close());
    const proxy = await proxied();
    const withUser = proxy.url.replace('://', '://me:p%40ss@');
    expect((await turnOf(providerThrough(withUser, server.url))).result?.text).toBe('ok');
    expect(proxy.credentials).toEqual([`Basic ${btoa('me:p@ss')}`]);
    expect(server.requests[0]).toContain('Bearer k-secret');
    expect(server.requests[0]).not.toMatch(/proxy-authorization/i);
  });

  test('a cancelled call closes the tunnel', async () => {
    const server = await tlsServer(body.slice(0, 80), false);
    onTestFinished(() => server.close());
    const proxy = await proxied();
    const provider = providerThrough(proxy.url, server.url);
    const { failure } = await turnOf(provider, turn, (call) =>
      call.abort('cancelled', 'by a test'),
    );
    expect(failure).toMatchObject({ class: 'cancelled' });
    await expect.poll(() => server.openSockets()).toBe(0);
    await expect.poll(() => provider.traffic().openSockets).toBe(0);
  });
});

test.each([
  [
    'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n',
    'it answers 407 Proxy Authentication Required',
  ],
  ['HTTP/1.1 502 Bad Gateway\r\n\r\n', 'it answers 502 Bad Gateway'],
  ['SSH-2.0-OpenSSH\r\n\r\n', 'what answers is no proxy'],
  ['', 'it closed the connection'],
])('a proxy that answers %j is named with what is wrong', async (answer, words) => {
  const proxy = await proxied({ answer });
  const { failure } = await turnOf(providerThrough(proxy.url, 'https://models.test/v1'));
  const { host } = new URL(proxy.url);
  expect(failure).toMatchObject({ class: 'network', uncertain: false });
  expect(failure?.message).toBe(`no connection: the proxy ${host}: ${words}`);
});

test('a proxy that is not there is named, and its password is not', async () => {
  const { failure } = await turnOf(
    providerThrough('http://me:secret@127.0.0.1:1', 'https://models.test/v1'),
  );
  expect(failure?.message).toMatch(/the proxy 127\.0\.0\.1:1: connect ECONNREFUSED/);
  expect(failure?.message).not.toContain('secret');
});

test('a proxy that takes the connection and says nothing ends with the connect time limit', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as { port: number };
  const provider = providerThrough(`http://127.0.0.1:${port}`, 'https://models.test/v1');
  const { failure } = await turnOf(provider);
  expect(failure?.uncertain).toBe(false);
  expect(['timeout', 'network']).toContain(failure?.class);
  await expect.poll(() => provider.traffic().openSockets, { timeout: 5_000 }).toBe(0);
});

test('a plain http server is asked for by its whole address', async () => {
  const server = await scriptedServer([
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n',
    body,
    'END',
  ]);
  onTestFinished(() => server.close());
  const proxy = await proxied({ leadsTo: Number(new URL(server.url).port) });
  const { result } = await turnOf(providerThrough(proxy.url, 'http://models.test:81/v1'));
  expect(result?.text).toBe('ok');
  expect(proxy.asked).toEqual(['POST http://models.test:81/v1/chat/completions']);
  expect(server.requests[0]).toMatch(/host: models\.test:81\r\n/i);
});

describe('the environment', () => {
  const https = 'https://api.openai.com/v1';
  const both = { HTTPS_PROXY: 'http://s:1', HTTP_PROXY: 'http://p:1' };

  test.each([
    [https, both, 'http://s:1'],
    ['http://models.test/v1', both, 'http://p:1'],
    [https, { HTTP_PROXY: 'http://p:1' }, 'http://p:1'],
    ['http://models.test/v1', { HTTPS_PROXY: 'http://s:1' }, null],
    [https, { ...both, https_proxy: 'http://small:1' }, 'http://small:1'],
    [https, { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128'],
    [https, { HTTPS_PROXY: '' }, null],
    [https, {}, null],
  ])('%s with %j goes through %s', (address, environment, proxy) => {
    expect(proxyFor(address, environment)).toBe(proxy);
  });

  test.each(['http://127.0.0.1:8080/v1', 'https://localhost/v1', 'http://[::1]:1/v1'])(
    '%s is never proxied',
    (address) => expect(proxyFor(address, both)).toBeNull(),
  );

  test.each([
    ['*', true],
    ['openai.com', true],
    ['.openai.com', true],
    ['*.openai.com', true],
    ['x.test, api.openai.com', true],
    ['API.OpenAI.com:443', true],
    ['api.openai.com:8443', false],
    ['ai.com', false],
    ['', false],
  ])('NO_PROXY %j excepts api.openai.com: %s', (list, excepted) => {
    const proxy = proxyFor(https, { ...both, NO_PROXY: list });
    expect(proxy).toBe(excepted ? null : 'http://s:1');
  });

  test.each(['socks5://me:pw-1@x:1', 'not an address at all'])(
    '%s is no proxy, and is not shown',
    async (written) => {
      const told = await refusal(() => proxyFor(https, { HTTPS_PROXY: written }));
      expect(told).toContain('HTTPS_PROXY: expected the address of an http or https proxy');
      expect(told).not.toContain('pw-1');
    },
  );
});
