import { expect, onTestFinished, test } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { protocolOf } from '../../src/providers/protocols.ts';
import type { FaultName } from '../../src/simulator/faults.ts';
import type { FailureClass } from '../../src/state/events.ts';
import { embedTurn } from '../providers/behaviour/embedder.ts';
import { patient, type TurnTrace, turnOf } from '../providers/behaviour/one-turn.ts';
import { quick, simulate } from './support.ts';

// Each fault, and how our providers end with it when they have asked for vectors.

const providers = {
  openai: '/v1',
  'openai-responses': '/v1',
  'azure-openai': '/openai',
  gemini: '',
  ollama: '',
} as const;
type ProviderName = keyof typeof providers;
const names = Object.keys(providers) as ProviderName[];

async function traceOf(name: ProviderName, fault: FaultName): Promise<TurnTrace> {
  const simulator = await simulate({ ...quick, faults: { shares: { [fault]: 1 } } });
  const baseUrl = simulator.url + providers[name];
  const provider = new HttpProvider({
    protocol: protocolOf({ provider: name, model: 'm', ollama: null }, { baseUrl, key: 'k' }),
    baseUrl,
    pool: 1,
    http2: false,
    timeouts: { ...patient, firstTokenSeconds: 1 },
  });
  onTestFinished(async () => {
    await provider.close();
  });
  const trace = await turnOf(provider, { ...embedTurn, texts: ['a nave'] });
  expect(simulator.record().calls.map((call) => call.fault)).toEqual([fault]);
  return trace;
}

const tracesOf = (fault: FaultName) =>
  Promise.all(names.map(async (name) => ({ name, ...(await traceOf(name, fault)) })));

/** Where there is no text and no stream they have nothing to change. */
const harmless: readonly FaultName[] = [
  'split-writes',
  'crlf',
  'comments',
  'one-write',
  'gzip',
  'wrong-type',
  'unknown',
  'empty-choices',
  'length',
  'refusal',
  'content-filter',
  'bad-tool-call',
  'trickle',
];

test.each(harmless)('%s changes nothing', async (fault) => {
  for (const { name, result, failure } of await tracesOf(fault)) {
    expect(failure, name).toBeNull();
    const [vector] = result?.embeddings ?? [];
    expect(Math.hypot(...vector), name).toBeCloseTo(1, 5);
    expect(result?.usage, name).toMatchObject({ outputTokens: 0, estimated: false });
    expect(result?.usage?.inputTokens, name).toBeGreaterThan(0);
  }
});

test.each([
  ['no-usage', { inputTokens: 2, outputTokens: 0, estimated: true }],
  ['zero-usage', { inputTokens: 0, outputTokens: 0, estimated: false }],
] as const)('%s gives %o', async (fault, usage) => {
  for (const { name, result } of await tracesOf(fault))
    expect(result?.usage, name).toMatchObject(usage);
});

const failures: readonly (readonly [FaultName, FailureClass, boolean])[] = [
  ['bad-request', 'invalid-request', false],
  ['unauthorized', 'auth', false],
  ['not-found', 'not-found', false],
  ['rate-limited', 'rate-limited', false],
  ['quota', 'quota', false],
  ['server-error', 'server', false],
  ['bad-gateway', 'server', false],
  ['unavailable', 'overloaded', false],
  ['stream-error', 'server', false],
  ['reset-headers', 'network', true],
  ['reset-body', 'network', true],
  ['refuse-connection', 'network', true],
  ['truncated', 'truncated', true],
  ['bad-event', 'truncated', true],
  ['hang-headers', 'timeout', true],
  ['hang-body', 'timeout', true],
];

test.each(failures)('%s is a failure of class %s (uncertain: %s)', async (fault, of, uncertain) => {
  for (const { name, result, failure } of await tracesOf(fault)) {
    // Its errors have no word for a quota.
    if (fault === 'quota' && name === 'ollama') continue;
    expect(result, name).toBeNull();
    expect(failure, name).toMatchObject({ class: of, uncertain });
  }
});
