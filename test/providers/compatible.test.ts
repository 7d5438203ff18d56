import { describe, expect, onTestFinished, test } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { protocolOf } from '../../src/providers/protocols.ts';
import type { Turn } from '../../src/providers/provider.ts';
import { reply, type Step, scriptedServer, streamHead } from '../helpers/scripted-server.ts';
import { patient, turnOf } from './behaviour/one-turn.ts';

// What is special about each server that speaks Chat Completions, over real sockets.

const turn: Turn = {
  model: 'm/1',
  messages: [{ role: 'user', content: 'Hello?' }],
  maxOutputTokens: 7,
};

interface Served {
  /** Path of the address, `/v1` where it is left out. */
  readonly at?: string;
  readonly key?: string | null;
  readonly turns?: number;
  /** What is asked, where it is not the usual turn. */
  readonly of?: Turn;
}

/** Calls a server with these scripts as the provider does, and gives the last trace and all requests. */
async function called(provider: string, scripts: Step[][], of: Served = {}) {
  const { at = '/v1', key = 'k-1', turns = 1, of: asked = turn } = of;
  const server = await scriptedServer(...scripts);
  const baseUrl = new URL(server.url).origin + at;
  const http = new HttpProvider({
    protocol: protocolOf({ provider, model: turn.model, ollama: null }, { baseUrl, key }),
    baseUrl,
    pool: 2,
    http2: false,
    timeouts: patient,
  });
  onTestFinished(async () => {
    await http.close();
    await server.close();
  });
  let trace = await turnOf(http, asked);
  for (let at = 1; at < turns; at++) trace = await turnOf(http, asked);
  return { ...trace, requests: server.requests };
}

const event = (json: object) => `data: ${JSON.stringify(json)}\n\n`;
const delta = (content: string) => event({ choices: [{ index: 0, delta: { content } }] });
const stop = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
const usage = { prompt_tokens: 9, completion_tokens: 2 };
const stream = (...events: string[]): Step[] => [streamHead, events.join(''), 'END'];
const hello = stream(delta('Hello'), stop, event({ choices: [], usage }), 'data: [DONE]\n\n');
const refused = (status: number, body: object, headers: Record<string, string> = {}) =>
  reply(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
const bodyOf = (request: string) => JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4));

describe('azure-openai', () => {
  test('v1 takes the deployment as the model, and the key in a header of its own', async () => {
    const { result, requests } = await called('azure-openai', [hello], { at: '/openai/v1' });
    expect(result?.text).toBe('Hello');
    expect(requests[0]).toMatch(/^POST \/openai\/v1\/chat\/completions HTTP/);
    expect(requests[0]).toContain('api-key: k-1');
    expect(requests[0]).not.toMatch(/^authorization/im);
    expect(bodyOf(requests[0])).toMatchObject({ model: 'm/1', max_completion_tokens: 7 });
  });

  test.each([
    ['/openai', '/openai/deployments/m%2F1/chat/completions?api-version=2024-10-21'],
    [
      '/openai/deployments?api-version=2025-04-01-preview',
      '/openai/deployments/m%2F1/chat/completions?api-version=2025-04-01-preview',
    ],
    [
      '/openai/deployments/night/chat/completions?api-version=2024-10-21',
      '/openai/deployments/night/chat/completions?api-version=2024-10-21',
    ],
  ])('the address %s is called at %s', async (at, path) => {
    const { requests, result } = await called('azure-openai', [hello], { at });
    expect(result?.text).toBe('Hello');
    expect(requests[0].split(' ')[1]).toBe(path);
  });

  test('a first chunk with results of the prompt filter alone disturbs nothing', async () => {
    const filter = event({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] });
    const filtered = { index: 0, content_filter_results: { hate: { filtered: false } } };
    const { result, deltas } = await called('azure-openai', [
      stream(
        filter,
        event({ choices: [{ ...filtered, delta: { content: 'Hello' } }] }),
        event({ choices: [{ ...filtered, delta: {}, finish_reason: 'stop' }] }),
        event({ choices: [], usage }),
        'data: [DONE]\n\n',
      ),
    ]);
    expect(deltas).toEqual(['Hello']);
    expect(result?.usage).toMatchObject({ inputTokens: 9, outputTokens: 2, estimated: false });
  });

  test('a blocked prompt and a blocked answer are the filter, not a wrong request', async () => {
    const error = { code: 'content_filter', message: 'was filtered', type: null, status: 400 };
    const prompt = await called('azure-openai', [refused(400, { error })]);
    expect(prompt.failure).toMatchObject({ class: 'content-filter', status: 400 });
    const end = event({ choices: [{ index: 0, delta: {}, finish_reason: 'content_filter' }] });
    const answer = await called('azure-openai', [stream(delta('He'), end, 'data: [DONE]\n\n')]);
    expect(answer.failure).toMatchObject({ class: 'content-filter' });
  });

  test('an unknown deployment is a missing model, and too many requests name their wait', async () => {
    const none = { code: 'DeploymentNotFound', message: 'The API deployment does not exist.' };
    const missing = await called('azure-openai', [refused(404, { error: none })]);
    expect(missing.failure).toMatchObject({ class: 'not-found' });
    const error = {
      code: '429',
      message: 'exceeded token rate limit. Please retry after 37 seconds.',
    };
    const limited = await called('azure-openai', [refused(429, { error })]);
    expect(limited.failure).toMatchObject({ class: 'rate-limited', retryAfterMs: 37_000 });
  });

  test('a deployment that knows only the older name of the token field gets that one', async () => {
    const message = 'Unrecognized request argument supplied: max_completion_tokens';
    const { failure, requests } = await called(
      'azure-openai',
      [refused(400, { error: { message } }), hello],
      { turns: 2 },
    );
    expect(failure).toBeNull();
    expect(bodyOf(requests[1])).toMatchObject({ max_tokens: 7 });
    expect(bodyOf(requests[1])).not.toHaveProperty('max_completion_tokens');
  });
});

test('a token limit whose value is wrong is no question of its name', async () => {
  const message = 'max_tokens is too large: 7. This model supports at most 5 completion tokens.';
  const { failure } = await called('openai', [refused(400, { error: { message } })]);
  expect(failure).toMatchObject({ class: 'invalid-request' });
  expect(failure?.resend).toBeUndefined();
});

describe('vllm', () => {
  test.each([
    ['inside error', { error: { message: 'no such model', type: 'NotFoundError', code: 404 } }],
    ['at the top', { object: 'error', message: 'no such model', type: 'NotFoundError', code: 404 }],
  ])('an error with a number as its code is read %s', async (_, body) => {
    const { failure } = await called('vllm', [refused(404, body)], { key: null });
    expect(failure).toMatchObject({ class: 'not-found', message: '404: no such model' });
  });

  test('the same error in a stream that has begun ends the call', async () => {
    const error = { object: 'error', message: 'engine is dead', type: 'InternalError', code: 500 };
    const { failure } = await called('vllm', [stream(delta('He'), event(error))]);
    expect(failure).toMatchObject({ class: 'server', uncertain: true });
    expect(failure?.message).toContain('engine is dead');
  });

  test('usage on every chunk is that of the last', async () => {
    const chunk = (content: string, completion_tokens: number) =>
      event({
        choices: [{ index: 0, delta: { content } }],
        usage: { prompt_tokens: 9, completion_tokens },
      });
    const { result } = await called('vllm', [
      stream(chunk('He', 1), chunk('llo', 2), stop, 'data: [DONE]\n\n'),
    ]);
    expect(result).toMatchObject({ text: 'Hello', usage: { inputTokens: 9, outputTokens: 2 } });
  });
});

describe('llamacpp', () => {
  test('a model that is still loading is an overload, which passes', async () => {
    const error = { code: 503, message: 'Loading model', type: 'unavailable_error' };
    const { failure } = await called('llamacpp', [refused(503, { error })], { key: null });
    expect(failure).toMatchObject({ class: 'overloaded' });
  });

  test('its timings stand beside what others send', async () => {
    const timings = { prompt_n: 9, predicted_per_second: 31.5 };
    const last = event({
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      usage,
      timings,
    });
    const { result } = await called('llamacpp', [stream(delta('Hello'), last)]);
    expect(result).toMatchObject({ text: 'Hello', usage: { outputTokens: 2, estimated: false } });
  });
});

test('lmstudio: an error in the stream with an event name of its own ends the call', async () => {
  const error = 'event: error\ndata: {"error":{"message":"The model has crashed"}}\n\n';
  const { failure, requests } = await called('lmstudio', [stream(delta('He'), error)], {
    key: null,
  });
  expect(failure).toMatchObject({ class: 'server' });
  expect(failure?.message).toContain('The model has crashed');
  expect(requests[0]).not.toMatch(/^authorization/im);
});

describe('groq', () => {
  test('usage is read where its last chunk holds it', async () => {
    const last = event({
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      x_groq: { id: 'req_1', usage: { ...usage, total_time: 0.02 } },
    });
    const first = event({ choices: [{ index: 0, delta: {} }], x_groq: { id: 'req_1' } });
    const { result, requests } = await called('groq', [
      stream(first, delta('Hello'), last, 'data: [DONE]\n\n'),
    ]);
    expect(result?.usage).toEqual({
      inputTokens: 9,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 2,
      estimated: false,
    });
    expect(bodyOf(requests[0])).toMatchObject({ max_completion_tokens: 7 });
  });

  test('498 is a lack of capacity, and a rate limit tells its wait in words', async () => {
    const full = await called('groq', [refused(498, { error: { message: 'capacity exceeded' } })]);
    expect(full.failure).toMatchObject({ class: 'overloaded', status: 498 });
    const error = {
      message: 'Rate limit reached for model m. Please try again in 5.289s. ',
      type: 'tokens',
      code: 'rate_limit_exceeded',
    };
    const limited = await called('groq', [refused(429, { error })]);
    expect(limited.failure).toMatchObject({ class: 'rate-limited', retryAfterMs: 5_289 });
  });
});

describe('openrouter', () => {
  test('comments while it works are passed over', async () => {
    const comment = ': OPENROUTER PROCESSING\n\n';
    const costly = event({ choices: [], usage: { ...usage, cost: 0.0001 } });
    const { result, requests } = await called('openrouter', [
      stream(
        comment,
        comment,
        delta('Hel'),
        comment,
        delta('lo'),
        stop,
        costly,
        'data: [DONE]\n\n',
      ),
    ]);
    expect(result).toMatchObject({ text: 'Hello', usage: { inputTokens: 9, outputTokens: 2 } });
    expect(requests[0]).toContain('x-title: swarmdeck');
  });

  const costOf = async (told: object, provider = 'openrouter') => {
    const counted = event({ choices: [], usage: { ...usage, ...told } });
    const { result, requests } = await called(provider, [
      stream(delta('Hello'), stop, counted, 'data: [DONE]\n\n'),
    ]);
    return { cost: result?.costNanoUsd, asked: bodyOf(requests[0]).usage };
  };

  test.each([
    // Binary fractions add nothing, and what is less than a nano-dollar is one.
    [{ cost: 0.00014 }, 140_000],
    [{ cost: 0.0123456789 }, 12_345_679],
    [{ cost: 1e-12 }, 1],
    [{ cost: 0 }, 0],
    // With a key of one's own at the provider, which bills it there.
    [{ cost: 0, is_byok: true, cost_details: { upstream_inference_cost: 0.25 } }, 250_000_000],
    [{ cost: 0.05, is_byok: true, cost_details: { upstream_inference_cost: 1 } }, 1_050_000_000],
    [{ cost: 0.5, is_byok: false, cost_details: { upstream_inference_cost: 0.5 } }, 500_000_000],
    [{ cost: 0.5, is_byok: true, cost_details: null }, undefined],
    [{ cost: -1 }, undefined],
    [{ cost: '0.1' }, undefined],
    [{ cost: null }, undefined],
    [{}, undefined],
  ])('what it says of the cost, %j, is %s nano-dollars', async (told, nanoUsd) => {
    expect(await costOf(told)).toEqual({ cost: nanoUsd, asked: { include: true } });
  });

  test('the cost stands in a reply that is not streamed too', async () => {
    const message = { content: 'Hi' };
    const whole = {
      choices: [{ index: 0, message, finish_reason: 'stop' }],
      usage: { ...usage, cost: 0.002 },
    };
    const json = { 'content-type': 'application/json' };
    const { result } = await called('openrouter', [reply(200, json, JSON.stringify(whole))]);
    expect(result).toMatchObject({ text: 'Hi', costNanoUsd: 2_000_000 });
  });

  test('the cost of vectors is told too', async () => {
    const data = [{ index: 0, embedding: [1, 0] }];
    const body = JSON.stringify({ data, usage: { prompt_tokens: 3, cost: 0.000_000_6 } });
    const texts = { ...turn, kind: 'embed', messages: [], texts: ['a'] } as const;
    const whole = reply(200, { 'content-type': 'application/json' }, body);
    expect((await called('openrouter', [whole], { of: texts })).result).toMatchObject({
      usage: { inputTokens: 3 },
      costNanoUsd: 600,
    });
    const { result } = await called('together', [whole], { of: texts });
    expect(result).not.toHaveProperty('costNanoUsd');
  });

  test('others are not asked for it, nor is what they say taken for it', async () => {
    expect(await costOf({ cost: 0.5 }, 'together')).toEqual({ cost: undefined, asked: undefined });
  });

  test('an error after the answer has begun carries its status as a number', async () => {
    const error = { code: 502, message: 'Provider disconnected' };
    const choices = [{ index: 0, delta: { content: '' }, finish_reason: 'error' }];
    const { failure } = await called('openrouter', [
      stream(delta('He'), event({ error, choices })),
    ]);
    expect(failure).toMatchObject({ class: 'server', status: 502, uncertain: true });
  });

  test('402 is the end of the credits, unless it says when to come back', async () => {
    const error = { code: 402, message: 'Insufficient credits' };
    const spent = await called('openrouter', [refused(402, { error })]);
    expect(spent.failure).toMatchObject({ class: 'quota' });
    const later = await called('openrouter', [refused(402, { error }, { 'retry-after': '3' })]);
    expect(later.failure).toMatchObject({ class: 'rate-limited', retryAfterMs: 3_000 });
  });
});

test('together: what is left of its limits is told, and for which time it holds is not known', async () => {
  const headers = [
    'x-ratelimit-limit: 10',
    'x-ratelimit-remaining: 9',
    'x-tokenlimit-limit: 5000',
    'x-tokenlimit-remaining: 4100',
  ].join('\r\n');
  const head = streamHead.replace('connection: close', `${headers}\r\nconnection: close`);
  const { result } = await called('together', [[head, ...hello.slice(1)]]);
  expect(result?.hints).toEqual([
    { unit: 'requests', perMinute: null, remaining: 9, resetMs: null },
    { unit: 'tokens', perMinute: null, remaining: 4100, resetMs: null },
  ]);
});
