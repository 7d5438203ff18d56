import { afterEach, expect, test } from 'vitest';
import { createProvider } from '../../src/providers/create-provider.ts';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { type MinuteUnits, minuteUnits } from '../../src/providers/limit-hints.ts';
import { OpenAiChat } from '../../src/providers/openai/openai-chat.ts';
import type { LimitHints } from '../../src/providers/provider.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { oneCall } from '../helpers/one-call.ts';
import {
  reply,
  type ScriptedServer,
  type Step,
  scriptedServer,
} from '../helpers/scripted-server.ts';
import { resolved } from '../helpers/spec.ts';
import { usualTimeouts } from '../helpers/tuning.ts';

let server: ScriptedServer;
afterEach(() => server.close());

const body = JSON.stringify({
  choices: [{ index: 0, message: { content: 'Whole.' }, finish_reason: 'stop' }],
});
const json = { 'content-type': 'application/json' };
const minutes = { requests: true, tokens: true };
const unknown = { requests: false, tokens: false };

/** What a call is told of limits, from a server whose `limit` headers are known to be a minute's. */
async function hintsOf(script: Step[], units: MinuteUnits = minutes): Promise<LimitHints | null> {
  server = await scriptedServer(script);
  const provider = new HttpProvider({
    protocol: new OpenAiChat({ baseUrl: server.url, key: null }),
    baseUrl: server.url,
    pool: 1,
    http2: false,
    timeouts: usualTimeouts,
    minuteUnits: units,
  });
  const { result, failure } = await oneCall(server.url, { provider });
  await provider.close();
  return (result ?? failure)?.hints ?? null;
}

const answered = (headers: Record<string, string>, units?: MinuteUnits) =>
  hintsOf(reply(200, { ...json, ...headers }, body), units);

/** Nothing of a second has gone by when the hint is read. */
const almost = (ms: number) =>
  expect.toSatisfy((got: number) => got <= ms && got > ms - 900, `almost ${ms}`);

const openai = (unit: 'requests' | 'tokens', limit: number, remaining: number, reset: string) => ({
  [`x-ratelimit-limit-${unit}`]: String(limit),
  [`x-ratelimit-remaining-${unit}`]: String(remaining),
  [`x-ratelimit-reset-${unit}`]: reset,
});

test('requests and tokens a minute, as OpenAI tells them', async () => {
  const headers = {
    ...openai('requests', 500, 499, '1.2s'),
    ...openai('tokens', 30_000, 29_500, '0m59s'),
  };
  expect(await answered(headers)).toEqual([
    { unit: 'requests', perMinute: 500, remaining: 499, resetMs: almost(1_200) },
    {
      unit: 'tokens',
      perMinute: 30_000,
      remaining: expect.closeTo(29_500, -3),
      resetMs: almost(59_000),
    },
  ]);
});

test('a refusal tells them too, also without a wait', async () => {
  const headers = { ...json, ...openai('requests', 3, 0, '20s') };
  const script = reply(429, headers, '{"error":{"message":"slow"}}');
  expect(await hintsOf(script)).toEqual([
    { unit: 'requests', perMinute: 3, remaining: 0, resetMs: almost(20_000) },
  ]);
});

test('a reply without such headers tells nothing', async () => {
  expect(await answered({})).toBeNull();
  expect(await answered({ 'x-request-id': '7', 'retry-after': '3' })).toBeNull();
});

test('a call that reached nobody tells nothing', async () => {
  expect(await hintsOf(['RESET'])).toBeNull();
});

test.each([
  ['6m0s', 360_000],
  ['1h2m3.5s', 3_723_500],
  ['950ms', 950],
  ['37', 37_000],
  ['2m59.56s', 179_560],
])('a reset of %s is so many ms: %i', async (reset, ms) => {
  const hints = await answered(openai('requests', 10, 0, reset), unknown);
  expect(hints).toEqual([{ unit: 'requests', perMinute: null, remaining: 0, resetMs: almost(ms) }]);
});

test.each([
  ['epoch seconds', (at: number) => String(Math.ceil(at / 1_000))],
  ['epoch ms', (at: number) => String(at)],
  ['RFC 3339', (at: number) => new Date(at).toISOString()],
])('a reset in %s is set against the server’s own clock', async (_, written) => {
  // An hour behind ours.
  const server = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000;
  const headers = {
    date: new Date(server).toUTCString(),
    ...openai('requests', 10, 0, written(server + 45_000)),
  };
  expect(await answered(headers)).toMatchObject([{ remaining: 0, resetMs: almost(45_000) }]);
});

test('the limit of a server that is not known is no limit a minute', async () => {
  const headers = openai('requests', 5, 4, '200ms');
  expect(await answered(headers, unknown)).toEqual([
    { unit: 'requests', perMinute: null, remaining: 4, resetMs: almost(200) },
  ]);
  expect(await answered({ 'x-ratelimit-limit-requests': '5' }, unknown)).toBeNull();
});

test('a limit that takes more than a minute to be whole is no limit a minute', async () => {
  // What OpenAI's free tier tells: 200 requests a day.
  expect(await answered(openai('requests', 200, 199, '7m12s'))).toEqual([
    { unit: 'requests', perMinute: null, remaining: 199, resetMs: almost(432_000) },
  ]);
});

test('-1, 0 and nonsense in place of a limit are unknown', async () => {
  expect(await answered(openai('requests', -1, 0, '3s'))).toBeNull();
  expect(await answered(openai('tokens', 0, 0, '3s'))).toBeNull();
  const nonsense = { ...openai('requests', 5, -1, 'soon'), 'x-ratelimit-limit-requests': 'many' };
  expect(await answered(nonsense)).toBeNull();
  expect(await answered(openai('requests', 5, -1, 'soon'))).toEqual([
    { unit: 'requests', perMinute: 5, remaining: null, resetMs: null },
  ]);
});

test('Anthropic’s headers: requests a minute, and of tokens what is left', async () => {
  const date = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  const reset = new Date(date.getTime() + 30_000).toISOString().replace('.000', '');
  const family = (what: string, limit: number, remaining: number) => ({
    [`anthropic-ratelimit-${what}-limit`]: String(limit),
    [`anthropic-ratelimit-${what}-remaining`]: String(remaining),
    [`anthropic-ratelimit-${what}-reset`]: reset,
  });
  const headers = {
    date: date.toUTCString(),
    ...family('requests', 50, 49),
    ...family('tokens', 40_000, 40_000),
    ...family('input-tokens', 30_000, 29_000),
    ...family('output-tokens', 8_000, 0),
  };
  const resetMs = almost(30_000);
  expect(await answered(headers, minuteUnits('api.anthropic.com'))).toEqual([
    { unit: 'requests', perMinute: 50, remaining: expect.closeTo(49, -1), resetMs },
    { unit: 'tokens', perMinute: null, remaining: 40_000, resetMs },
    { unit: 'tokens', perMinute: null, remaining: 29_000, resetMs },
    { unit: 'tokens', perMinute: null, remaining: 0, resetMs },
  ]);
});

test('headers without a unit tell what is left of requests, and never a limit a minute', async () => {
  const headers = {
    'x-ratelimit-limit': '20',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '5',
  };
  expect(await answered(headers)).toEqual([
    { unit: 'requests', perMinute: null, remaining: 0, resetMs: almost(5_000) },
  ]);
});

test('by the end of a stream what its headers said is that much older', async () => {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-ratelimit-remaining-tokens: 0\r\nx-ratelimit-reset-tokens: 300ms\r\nx-ratelimit-limit-requests: 60000\r\nx-ratelimit-remaining-requests: 0\r\nx-ratelimit-reset-requests: 30s\r\nconnection: close\r\n\r\n`;
  const chunk =
    'data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}\n\n';
  const hints = await hintsOf([head, chunk, 400, 'data: [DONE]\n\n', 'END']);
  // The tokens are whole again, and a request has come back every ms.
  expect(hints).toEqual([
    { unit: 'requests', perMinute: 60_000, remaining: expect.any(Number), resetMs: almost(29_700) },
  ]);
  expect(hints?.[0].remaining).toBeGreaterThanOrEqual(390);
});

test('the services that tell limits a minute are known by their hosts', () => {
  expect(minuteUnits('api.openai.com')).toEqual(minutes);
  expect(minuteUnits('mine.openai.azure.com')).toEqual(minutes);
  expect(minuteUnits('mine.services.ai.azure.com')).toEqual(minutes);
  // Requests a day, and tokens of whichever limit is nearest.
  expect(minuteUnits('api.groq.com')).toEqual({ requests: false, tokens: true });
  expect(minuteUnits('api.anthropic.com')).toEqual({ requests: true, tokens: false });
  expect(minuteUnits('openai.com.example.org')).toEqual(unknown);
  expect(minuteUnits('127.0.0.1')).toEqual(unknown);
});

test('the simulator tells its limits as OpenAI does, and they are known to be a minute’s', async () => {
  server = await scriptedServer(['END']);
  const simulator = await startSimulator({ requestsPerMinute: 600, tokensPerMinute: 60_000 });
  const baseUrl = `${simulator.url}/v1`;
  const flags = { provider: 'simulator', baseUrl, prompt: ['Hello'] };
  const { routes } = await resolved({ flags });
  const provider = createProvider(routes[0], usualTimeouts, { baseUrl, key: null });
  const { result } = await oneCall(baseUrl, { provider: provider as HttpProvider });
  await provider.close();
  await simulator.stop();
  expect(result?.hints).toMatchObject([
    { unit: 'requests', perMinute: 600 },
    { unit: 'tokens', perMinute: 60_000 },
  ]);
});
