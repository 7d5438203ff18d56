import type { GenerationAsk, Problem } from './protocols/protocol.ts';
import type { Random } from './random.ts';
import { type WireFault, type WireFaultName, wireFaults } from './wire-faults.ts';

/**
 * What a fault does to a call. `refuse` answers with an error in place of the reply, `page` with
 * HTML as a proxy in front would, `slow` makes the reply take ten times as long, `answer` changes what
 * is answered and `wire` how it is written; `restart` breaks the connection off, and for a moment no
 * other is accepted. Those with `before` happen when the reply would have begun; the others after half of it was sent.
 */
export type FaultAct =
  | { readonly act: 'refuse'; readonly problem: Problem }
  | { readonly act: 'page'; readonly status: number }
  | { readonly act: 'reset'; readonly before: boolean }
  | { readonly act: 'hang'; readonly before: boolean }
  | { readonly act: 'truncate' }
  | { readonly act: 'error-event' }
  /** A reply that is well by its status tells of the failure inside, before any of the answer. */
  | { readonly act: 'fail-inside'; readonly problem: Problem }
  | { readonly act: 'slow' }
  | { readonly act: 'answer' }
  | { readonly act: 'wire'; readonly wire: WireFault }
  | { readonly act: 'restart' };

function refuse(
  status: number,
  kind: Problem['kind'],
  message: string,
  shouldRetry?: boolean,
): FaultAct {
  return { act: 'refuse', problem: { status, kind, message, shouldRetry } };
}

const tooFast = 'The simulator was told to refuse this call as one too many; try again later.';

const onTheWire = Object.fromEntries(
  Object.entries(wireFaults).map(([name, wire]): [string, FaultAct] => [
    name,
    { act: 'wire', wire },
  ]),
) as Record<WireFaultName, FaultAct>;

/** Every fault by the name that the config, the command line and the record use. */
export const faults = {
  'bad-request': refuse(400, 'invalid-request', 'The simulator was told to refuse this request.'),
  unauthorized: refuse(401, 'invalid-key', 'The simulator was told to refuse this key.'),
  forbidden: refuse(403, 'forbidden', 'The simulator was told to forbid this call.'),
  'not-found': refuse(404, 'model-not-found', 'The simulator was told not to know this model.'),
  'too-large': refuse(413, 'too-large', 'The simulator was told to find this request too large.'),
  'rate-limited': refuse(429, 'rate-limit', tooFast),
  'rate-limited-date': refuse(429, 'rate-limit', tooFast),
  'rate-limited-bare': refuse(429, 'rate-limit', tooFast),
  'rate-limited-inside': {
    act: 'fail-inside',
    problem: { status: 429, kind: 'rate-limit', message: tooFast },
  },
  quota: refuse(429, 'quota', 'The simulator was told that the quota of this key is used up.'),
  'server-error': refuse(500, 'server', 'The simulator was told to fail this call.'),
  'retry-refused': refuse(
    500,
    'server',
    'The simulator was told to fail this call for good.',
    false,
  ),
  'retry-asked': refuse(
    400,
    'invalid-request',
    'The simulator was told to refuse this request, and to ask for another try.',
    true,
  ),
  'bad-gateway': { act: 'page', status: 502 },
  unavailable: refuse(503, 'unavailable', 'The simulator was told to be overloaded; try later.'),
  overloaded: refuse(529, 'overloaded', 'The simulator was told to be overloaded; try later.'),
  'refuse-connection': { act: 'restart' },
  'reset-headers': { act: 'reset', before: true },
  'reset-body': { act: 'reset', before: false },
  'hang-headers': { act: 'hang', before: true },
  'hang-body': { act: 'hang', before: false },
  truncated: { act: 'truncate' },
  'stream-error': { act: 'error-event' },
  trickle: { act: 'slow' },
  length: { act: 'answer' },
  'bad-tool-call': { act: 'answer' },
  'invalid-answer': { act: 'answer' },
  'schema-refused': refuse(
    400,
    'invalid-request',
    'The simulator was told to refuse structured output: json_schema is not supported by this model.',
  ),
  ...onTheWire,
} as const satisfies Record<string, FaultAct>;

export type FaultName = keyof typeof faults;

export const faultNames = Object.keys(faults) as readonly FaultName[];

/**
 * Which calls go wrong. Each call for text or vectors draws once: the `shares` are tried first, in their
 * order, then `rate`; together they are at most 1. Refusals for a limit, a key or a bad request
 * come before, and are not drawn.
 */
export interface FaultConfig {
  /** Share of the calls, 0 to 1, that go wrong by the mix of `faultMix`. */
  readonly rate: number;
  /** Share of the calls, 0 to 1, for one fault each. */
  readonly shares: Readonly<Partial<Record<FaultName, number>>>;
  /** Only calls to this model go wrong; null: any. */
  readonly model: string | null;
  /** Only the first n generation calls since the faults were configured; null: all. */
  readonly firstCalls: number | null;
  /** What `rate-limited` and `rate-limited-date` ask the client to wait, ms. */
  readonly retryAfterMs: number;
}

export const noFaults: FaultConfig = {
  rate: 0,
  shares: {},
  model: null,
  firstCalls: null,
  retryAfterMs: 1000,
};

/**
 * What `faults.rate` (`--fault-rate`) is made of, in parts of 100: all of it passes when a call is
 * tried again. Hangs and trickles are left out, so that a run ends without waiting for a timeout.
 */
export const faultMix: readonly (readonly [FaultName, number])[] = [
  ['server-error', 25],
  ['unavailable', 15],
  ['rate-limited', 20],
  ['bad-gateway', 5],
  ['reset-headers', 10],
  ['reset-body', 10],
  ['truncated', 10],
  ['stream-error', 5],
];

/** Faults that need something in the request to strike; the others strike any. */
const needs: Readonly<Partial<Record<FaultName, (ask: GenerationAsk) => boolean>>> = {
  'invalid-answer': ({ outputSchema, wordedSchema }) => (outputSchema ?? wordedSchema) != null,
  'schema-refused': ({ outputSchema }) => outputSchema != null,
};

/** Whether there is anything in a request for a fault to strike. */
export function strikes(fault: FaultName | null, ask: GenerationAsk): boolean {
  return fault !== null && (needs[fault]?.(ask) ?? true);
}

/**
 * The fault of one call, or null. Always draws twice, so that a changed share does not shift what
 * later calls draw.
 *
 * @param number of the generation call since the faults were configured, 1 for the first
 */
export function drawFault(
  config: FaultConfig,
  model: string,
  number: number,
  random: Random,
): FaultName | null {
  let left = random();
  let part = random() * 100;
  if (config.model !== null && config.model !== model) return null;
  if (config.firstCalls !== null && number > config.firstCalls) return null;
  for (const name of faultNames) {
    left -= config.shares[name] ?? 0;
    if (left < 0) return name;
  }
  if (left >= config.rate) return null;
  for (const [name, parts] of faultMix) {
    part -= parts;
    if (part < 0) return name;
  }
  return null;
}

/** The problem that a refusing fault answers with, with the wait it asks for. */
export function faultProblem(name: FaultName, problem: Problem, config: FaultConfig): Problem {
  if (name === 'rate-limited' || name === 'rate-limited-inside')
    return { ...problem, retryAfterMs: config.retryAfterMs };
  if (name === 'rate-limited-date') {
    return { ...problem, retryAfterMs: config.retryAfterMs, retryAfterAsDate: true };
  }
  return problem;
}
