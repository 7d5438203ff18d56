import { describe, expect, onTestFinished, test } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { protocolOf } from '../../src/providers/protocols.ts';
import type { Turn } from '../../src/providers/provider.ts';
import type { FaultName } from '../../src/simulator/faults.ts';
import type { FailureClass } from '../../src/state/events.ts';
import { patient, type TurnTrace, tools, turnOf } from '../providers/behaviour/one-turn.ts';
import { quick, simulate } from './support.ts';

// Each fault, switched on while the simulator runs, and how our provider ends with it.

const providers = ['openai', 'openai-responses', 'anthropic', 'gemini', 'ollama'] as const;
type ProviderName = (typeof providers)[number];

const turn: Turn = {
  model: 'sim-small',
  messages: [{ role: 'user', content: 'What holds a nave up?' }],
  maxOutputTokens: null,
};

async function traceOf(name: ProviderName, fault: FaultName, of: Turn = turn): Promise<TurnTrace> {
  const simulator = await simulate({ ...quick, outputTokens: 12 });
  const provider = providerAt(simulator.url, name);
  await fetch(`${simulator.url}/__sim/config`, {
    method: 'POST',
    body: JSON.stringify({ faults: { shares: { [fault]: 1 } } }),
  });
  const trace = await turnOf(provider, of);
  expect(simulator.record().calls.at(-1)?.fault).toBe(fault);
  return trace;
}

function providerAt(url: string, name: ProviderName): HttpProvider {
  const baseUrl = name.startsWith('openai') ? `${url}/v1` : url;
  const provider = new HttpProvider({
    protocol: protocolOf(
      { provider: name, model: turn.model, ollama: null },
      { baseUrl, key: 'k' },
    ),
    baseUrl,
    pool: 1,
    http2: false,
    timeouts: patient,
  });
  onTestFinished(async () => {
    await provider.close();
  });
  return provider;
}

const except = (...left: ProviderName[]) => providers.filter((name) => !left.includes(name));

/** Faults of the line that an answer survives whole. */
const harmless: readonly FaultName[] = [
  'split-writes',
  'crlf',
  'comments',
  'one-write',
  'gzip',
  'unknown',
  'empty-choices',
];

describe.each(harmless)('%s', (fault) => {
  test.each(providers)('changes nothing for %s', async (name) => {
    const { result, failure, deltas } = await traceOf(name, fault);
    expect(failure).toBeNull();
    expect(result?.text.split(/(?= )|(?=[.,])/).length).toBeGreaterThan(5);
    expect(deltas.join('')).toBe(result?.text);
    expect(result?.usage).toMatchObject({ outputTokens: 12, estimated: false });
    expect(result?.finishReason).toBe('stop');
  });
});

test.each(providers)('characters are split across writes, and whole again for %s', async (name) => {
  const { result } = await traceOf(name, 'split-writes');
  expect(result?.text).toMatch(/^ü🌊/);
});

test.each(providers)('no-usage leaves an estimate for %s', async (name) => {
  const { result } = await traceOf(name, 'no-usage');
  expect(result?.usage?.estimated).toBe(true);
  expect(result?.usage?.outputTokens).toBeGreaterThan(0);
});

test.each(providers)('zero-usage is what was told for %s', async (name) => {
  const { result } = await traceOf(name, 'zero-usage');
  expect(result?.usage).toMatchObject({ inputTokens: 0, outputTokens: 0, estimated: false });
});

test.each(providers)('length ends the answer of %s in its middle, and says so', async (name) => {
  const { result } = await traceOf(name, 'length');
  expect(result).toMatchObject({ finishReason: 'length', usage: { outputTokens: 6 } });
});

test.each(['bad-event', 'wrong-type'] as const)('%s is no answer', async (fault) => {
  for (const name of providers) {
    const { result, failure } = await traceOf(name, fault);
    expect(result, name).toBeNull();
    expect(failure, name).toMatchObject({ class: 'truncated', uncertain: true });
  }
});

test.each([
  ['openai', null],
  ['openai-responses', null],
  ['anthropic', 'content-filter'],
  ['gemini', 'content-filter'],
] as const)(
  'refusal of the model: by %s it is its answer, or a filter’s word (%s)',
  async (name, failureClass) => {
    const { result, failure } = await traceOf(name, 'refusal');
    if (failureClass === null) expect(result?.text).not.toBe('');
    else expect(failure).toMatchObject({ class: failureClass });
  },
);

test.each(except('ollama'))('content-filter is told of %s as what it is', async (name) => {
  const { failure } = await traceOf(name, 'content-filter');
  expect(failure).toMatchObject({ class: 'content-filter', uncertain: true });
});

test.each(except('gemini', 'ollama'))(
  'bad-tool-call comes from %s as the model wrote it',
  async (name) => {
    const { result } = await traceOf(name, 'bad-tool-call', { ...turn, tools });
    expect(result?.finishReason).toBe('tool_calls');
    const [call] = result?.toolCalls ?? [];
    expect(call.name).toBe('find_city');
    expect(() => JSON.parse(call.arguments)).toThrow();
  },
);

const refusals: readonly (readonly [FaultName, number, FailureClass, boolean | null])[] = [
  ['too-large', 413, 'invalid-request', null],
  ['retry-refused', 500, 'server', false],
  ['retry-asked', 400, 'invalid-request', true],
];
test.each(refusals)(
  '%s is %i, a failure of class %s',
  async (fault, status, failureClass, shouldRetry) => {
    for (const name of providers) {
      const { failure } = await traceOf(name, fault);
      expect(failure, name).toMatchObject({ status, class: failureClass, shouldRetry });
    }
  },
);

test('refuse-connection breaks the line, refuses others for a moment, and comes back', async () => {
  const simulator = await simulate({
    ...quick,
    faults: { shares: { 'refuse-connection': 1 }, firstCalls: 1 },
  });
  const provider = providerAt(simulator.url, 'openai');
  const broken = await turnOf(provider, turn);
  expect(broken.failure).toMatchObject({ class: 'network', uncertain: true });
  const refused = await turnOf(provider, turn);
  expect(refused.failure).toMatchObject({ class: 'network', uncertain: false });
  expect(refused.failure?.message).toContain('ECONNREFUSED');
  await expect
    .poll(async () => (await turnOf(provider, turn)).result?.finishReason, { interval: 60 })
    .toBe('stop');
});

test.each(['gzip', 'no-usage', 'zero-usage', 'length', 'refusal', 'unknown'] as const)(
  '%s works on a reply that is not streamed, too',
  async (fault) => {
    const simulator = await simulate({ ...quick, faults: { shares: { [fault]: 1 } } });
    for (const [path, body] of [
      ['/v1/chat/completions', { messages: [{ role: 'user', content: 'Hi' }] }],
      ['/v1/responses', { input: 'Hi' }],
      ['/v1/messages', { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 50 }],
      ['/api/chat', { messages: [{ role: 'user', content: 'Hi' }], stream: false }],
    ] as const) {
      const response = await fetch(simulator.url + path, {
        method: 'POST',
        headers: { 'anthropic-version': '2023-06-01' },
        body: JSON.stringify({ model: 'm', ...body }),
      });
      expect(response.status, path).toBe(200);
      const json = (await response.json()) as Record<string, unknown>;
      if (fault === 'no-usage') expect(json.usage, path).toBeUndefined();
      if (fault === 'unknown') expect(json.surprise, path).toBeDefined();
    }
  },
);
