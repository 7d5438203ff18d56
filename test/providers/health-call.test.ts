import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { protocolOf } from '../../src/providers/protocols.ts';
import { openAiProvider } from '../helpers/one-call.ts';
import {
  reply,
  type ScriptedServer,
  type Step,
  scriptedServer,
} from '../helpers/scripted-server.ts';
import { usualTimeouts } from '../helpers/tuning.ts';

let server: ScriptedServer;
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

/** A provider whose server answers with these scripts, one after the other. */
async function providerOf(...scripts: Step[][]) {
  server = await scriptedServer(...scripts);
  return openAiProvider(server.url);
}

const list = '{"data":[]}';
const kept = [`HTTP/1.1 200 OK\r\ncontent-length: ${list.length}\r\n\r\n${list}`];

test('a server is asked for its list of models, with the key, and on a connection that is kept', async () => {
  const provider = await providerOf(kept);
  expect(await provider.check()).toEqual({ ok: true, detail: '' });
  await sleep(20);
  expect(await provider.check()).toEqual({ ok: true, detail: '' });
  expect(server.requests).toHaveLength(2);
  for (const request of server.requests) {
    expect(request).toMatch(/^GET \/v1\/models HTTP/);
    expect(request).toMatch(/authorization: Bearer k-test\r\n/i);
    expect(request).not.toMatch(/content-type/i);
  }
  expect(server.openSockets()).toBe(1);
  await provider.close();
});

test.each([
  [404, { ok: true, detail: '' }],
  [401, { ok: false, detail: 'key refused (401)' }],
  [503, { ok: false, detail: 'HTTP 503' }],
  [429, { ok: false, detail: 'HTTP 429' }],
])('what %i says of its health', async (status, report) => {
  const provider = await providerOf(reply(status, {}, '{}'));
  expect(await provider.check()).toEqual(report);
  await provider.close();
});

test('a server that breaks off, or is not there, is not well, and the reason is told', async () => {
  const provider = await providerOf(['RESET']);
  expect(await provider.check()).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^no connection: .*ECONNRESET/),
  });
  await server.close();
  expect(await provider.check()).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^no connection: connect ECONNREFUSED/),
  });
  await provider.close();
});

test('a question that is cut by the end of the route gets no answer, and leaves no socket', async () => {
  const provider = await providerOf(['HANG']);
  const report = provider.check();
  await expect.poll(() => server.requests.length).toBe(1);
  expect(await provider.close()).toBe(1);
  expect(await report).toBeNull();
  await expect.poll(() => server.openSockets()).toBe(0);
});

test('a server that does not answer within ten seconds is not well', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const provider = await providerOf(['HANG']);
  const report = provider.check();
  await expect.poll(() => server.requests.length).toBe(1);
  vi.advanceTimersByTime(10_100);
  expect(await report).toEqual({ ok: false, detail: 'no answer within 10 s' });
  await expect.poll(() => server.openSockets()).toBe(0);
  await provider.close();
});

test.each([
  ['openai', 'GET /v1/models ', 'authorization: Bearer k'],
  ['openai-responses', 'GET /v1/models ', 'authorization: Bearer k'],
  ['anthropic', 'GET /v1/models ', 'x-api-key: k'],
  ['gemini', 'GET /v1beta/models ', 'x-goog-api-key: k'],
  ['ollama', 'GET /v1/api/tags ', 'authorization: Bearer k'],
])('%s asks for what costs nothing, with its key', async (name, line, key) => {
  server = await scriptedServer(kept);
  const baseUrl = server.url;
  const provider = new HttpProvider({
    protocol: protocolOf({ provider: name, model: 'm' }, { baseUrl, key: 'k' }),
    baseUrl,
    pool: 1,
    http2: false,
    timeouts: usualTimeouts,
  });
  expect(await provider.check()).toEqual({ ok: true, detail: '' });
  expect(server.requests[0].startsWith(line)).toBe(true);
  expect(server.requests[0]).toContain(`\r\n${key}\r\n`);
  await provider.close();
});
