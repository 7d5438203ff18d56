import { describe, expect, onTestFinished, test } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { chatProfiles } from '../../src/providers/openai/chat-profiles.ts';
import { protocolOf } from '../../src/providers/protocols.ts';
import { reply, type Step, scriptedServer } from '../helpers/scripted-server.ts';
import { embedTurn } from './behaviour/embedder.ts';
import { patient, type TurnTrace, turnOf } from './behaviour/one-turn.ts';

// What OpenAI's embeddings have besides what all have: an order of their own, base64, and paths.

const turn = { ...embedTurn, texts: ['a', 'b'] };

interface Called {
  readonly traces: readonly TurnTrace[];
  readonly requests: readonly string[];
}

/** A call for each script. @param at the path of the address */
async function called(provider: string, scripts: Step[][], at = '/v1'): Promise<Called> {
  const server = await scriptedServer(...scripts);
  const baseUrl = new URL(server.url).origin + at;
  const http = new HttpProvider({
    protocol: protocolOf({ provider, model: 'm' }, { baseUrl, key: 'k-1' }),
    baseUrl,
    pool: 2,
    http2: false,
    timeouts: patient,
  });
  onTestFinished(async () => {
    await http.close();
    await server.close();
  });
  const traces: TurnTrace[] = [];
  for (const _ of scripts) traces.push(await turnOf(http, turn));
  return { traces, requests: server.requests };
}

const whole = (json: object, status = 200) =>
  reply(status, { 'content-type': 'application/json' }, JSON.stringify(json));
const two = { data: [{ embedding: [1, 2] }, { embedding: [3, 4] }] };
const bodyOf = (request: string) => JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4));

async function read(data: readonly object[]): Promise<TurnTrace> {
  return (await called('openai', [whole({ data })])).traces[0];
}
const listsOf = ({ result }: TurnTrace) => result?.embeddings?.map((vector) => [...vector]);

describe('the order', () => {
  test('is that of the index, not that of the list', async () => {
    const trace = await read([
      { index: 1, embedding: [3, 4] },
      { index: 0, embedding: [1, 2] },
    ]);
    expect(listsOf(trace)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('is that of the list where nothing has an index', async () => {
    expect(listsOf(await read(two.data))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test.each([
    [0, 0],
    [1, 2],
    [0, '1'],
    [0, -1],
    [0, undefined],
  ])('with the indices %s and %s is none', async (...indices) => {
    const { result, failure } = await read(indices.map((index) => ({ index, embedding: [1, 2] })));
    expect(result).toBeNull();
    expect(failure).toMatchObject({ class: 'truncated', uncertain: true });
    expect(failure?.message).toContain('it has no vector for text');
  });
});

describe('base64', () => {
  const floats = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [at, value] of values.entries()) bytes.writeFloatLE(value, at * 4);
    return bytes;
  };

  test('is read as little-endian floats', async () => {
    const trace = await read([
      { index: 0, embedding: floats(0.5, -1.25, 3).toString('base64') },
      { index: 1, embedding: [1, 2, 3] },
    ]);
    expect(listsOf(trace)).toEqual([
      [0.5, -1.25, 3],
      [1, 2, 3],
    ]);
  });

  test.each([
    ['half a float', floats(1, 2).subarray(0, 6).toString('base64')],
    ['no base64', '*'.repeat(8)],
    ['an end that is missing', floats(1, 2).toString('base64').slice(0, -1)],
    ['what is no number', floats(1, Number.NaN).toString('base64')],
    ['what is not finite', floats(1, Number.POSITIVE_INFINITY).toString('base64')],
    ['nothing', ''],
  ])('of %s is no vector', async (_, embedding) => {
    const { result, failure } = await read([{ embedding: [1, 2] }, { embedding }]);
    expect(result).toBeNull();
    expect(failure).toMatchObject({ class: 'truncated', uncertain: true });
  });
});

test('a server that does not know encoding_format is asked once more without it, and so from then on', async () => {
  const error = { message: 'Unrecognized request argument supplied: encoding_format' };
  const { traces, requests } = await called('vllm', [
    whole({ error }, 400),
    whole(two),
    whole({ error }, 400),
  ]);
  expect(traces[0].failure).toMatchObject({ resend: true });
  expect(listsOf(traces[1])).toHaveLength(2);
  expect(requests.map((request) => 'encoding_format' in bodyOf(request))).toEqual([
    true,
    false,
    false,
  ]);
  // There is nothing left to ask otherwise.
  expect(traces[2].failure?.resend).toBeUndefined();
});

test.each([...Object.keys(chatProfiles), 'openai-responses'])('%s is asked', async (provider) => {
  const { traces, requests } = await called(provider, [whole(two)]);
  expect(listsOf(traces[0])).toHaveLength(2);
  expect(requests[0]).toMatch(/^POST \/v1\/embeddings HTTP/);
  expect(requests[0]).toMatch(provider === 'azure-openai' ? /^api-key: k-1/m : /: Bearer k-1/);
  expect(bodyOf(requests[0])).toEqual({
    model: 'm',
    input: ['a', 'b'],
    encoding_format: 'float',
  });
});

test.each([
  ['/openai', '/openai/deployments/m/embeddings?api-version=2024-10-21'],
  ['/openai/v1', '/openai/v1/embeddings'],
  [
    '/openai/deployments?api-version=2025-04-01-preview',
    '/openai/deployments/m/embeddings?api-version=2025-04-01-preview',
  ],
  [
    '/openai/deployments/vectors/embeddings?api-version=2023-05-15',
    '/openai/deployments/vectors/embeddings?api-version=2023-05-15',
  ],
])('the Azure address %s is asked at %s', async (at, path) => {
  const { traces, requests } = await called('azure-openai', [whole(two)], at);
  expect(listsOf(traces[0])).toHaveLength(2);
  expect(requests[0].split(' ')[1]).toBe(path);
});
