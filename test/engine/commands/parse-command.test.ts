import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command } from '../../../src/engine/commands/command.ts';
import { commandWords } from '../../../src/engine/commands/command-words.ts';
import { parseCommand } from '../../../src/engine/commands/parse-command.ts';
import { names } from './names.ts';

function read(text: string) {
  const parsed = parseCommand(text, names);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  return parsed.command;
}

function refused(text: string) {
  const parsed = parseCommand(text, names);
  if (parsed.ok) throw new Error(`${text} is taken as ${JSON.stringify(parsed.command)}`);
  return `${parsed.at} ${parsed.message}`;
}

test.each<[string, unknown]>([
  ['pause', { type: 'pause', mode: 'soft' }],
  ['pause now', { type: 'pause', mode: 'hard' }],
  ['resume', { type: 'resume' }],
  ['stop', { type: 'stop', mode: 'drain' }],
  ['  stop  now ', { type: 'stop', mode: 'now' }],
  ['concurrency 200', { type: 'concurrency', value: 200 }],
  ['concurrency auto', { type: 'concurrency', value: 'auto' }],
  ['concurrency 10-200', { type: 'concurrency', value: { min: 10, max: 200 } }],
  ['agents 300', { type: 'agents', role: null, value: 300 }],
  ['agents kaoz 40', { type: 'agents', role: 'kaoz', value: 40 }],
  ['agents kaoz=300 order=200', { type: 'tune', wish: { agents: { kaoz: 300, order: 200 } } }],
  ['share kaoz=4 order=0.5', { type: 'tune', wish: { shares: { kaoz: 4, order: 0.5 } } }],
  ['budget 40', { type: 'tune', wish: { budget: { usd: 40 } } }],
  ['budget $12.50', { type: 'tune', wish: { budget: { usd: 12.5 } } }],
  ['budget none', { type: 'tune', wish: { budget: { usd: null } } }],
  [
    'budget agent=0.1 day=50',
    { type: 'tune', wish: { budget: { perAgentUsd: 0.1, perDayUsd: 50 } } },
  ],
  [
    'limit azure/gpt-5-mini rpm=60 tpm=60k',
    {
      type: 'tune',
      wish: {
        route: 'azure/gpt-5-mini',
        limits: { requestsPerMinute: 60, tokensPerMinute: 60_000 },
      },
    },
  ],
  [
    'limit rph=none rps=2 tpd=1.5M burst=3',
    {
      type: 'tune',
      wish: {
        limits: { requestsPerHour: null, requestsPerSecond: 2, tokensPerDay: 1_500_000, burst: 3 },
      },
    },
  ],
  [
    'set retry.retries=8 timeouts.idleSeconds=30 breaker.failures=5 pool=50 batch=10',
    {
      type: 'tune',
      wish: {
        retry: { retries: 8 },
        timeouts: { idleSeconds: 30 },
        breaker: { failures: 5 },
        pool: 50,
        batch: 10,
      },
    },
  ],
  [
    'set retry.perClass.timeout=1 timeouts.totalSeconds=none',
    {
      type: 'tune',
      wish: { retry: { perClass: { timeout: 1 } }, timeouts: { totalSeconds: null } },
    },
  ],
  ['set agents=300', { type: 'tune', wish: { agents: 300 } }],
  [
    'cancel status:retrying age>2m',
    { type: 'cancel', selection: { query: 'status:retrying age>2m' } },
  ],
  ['retry kaoz', { type: 'retry', selection: { query: 'role:kaoz' } }],
  ['requeue kaoz_17', { type: 'requeue', selection: { query: 'kaoz_17' } }],
  [
    'route kaoz ollama/llama3.2',
    { type: 'route', selection: { query: 'role:kaoz' }, route: 'ollama/llama3.2' },
  ],
  [
    'route error:timeout  attempts>=3 azure/gpt-5-mini ',
    {
      type: 'route',
      selection: { query: 'error:timeout  attempts>=3' },
      route: 'azure/gpt-5-mini',
    },
  ],
  ['priority all High', { type: 'priority', selection: { query: 'all' }, value: 200 }],
  ['priority all -5', { type: 'priority', selection: { query: 'all' }, value: -5 }],
  ['trip ollama/llama3.2', { type: 'breaker', action: 'trip', route: 'ollama/llama3.2' }],
  ['breaker reset ollama/llama3.2', { type: 'breaker', action: 'reset', route: 'ollama/llama3.2' }],
  ['preset azure-standard', { type: 'switch', preset: 'azure-standard' }],
  ['save night-batch', { type: 'save', name: 'night-batch' }],
  ['mark status:failed', { type: 'mark', selection: { query: 'status:failed' } }],
  ['theme mono', { type: 'theme', name: 'mono' }],
  ['help', { type: 'help' }],
  ['quit', { type: 'quit' }],
])('%s', (text, command) => {
  expect(read(text)).toEqual(command);
});

test.each<[string, string]>([
  ['', '0 a command is missing; help shows them all'],
  ['concurency 20', '0 there is no command `concurency`; did you mean `concurrency`?'],
  ['frobnicate', '0 there is no command `frobnicate`; help shows them all'],
  ['pause later', '6 pause takes nothing but now behind it, not later'],
  ['resume 3', '7 resume takes nothing behind it, not 3'],
  [
    'concurrency',
    '11 concurrency takes a whole number from 1 up, a range as 10-200, auto or fixed',
  ],
  [
    'concurrency 2x',
    '12 concurrency takes a whole number from 1 up, a range as 10-200, auto or fixed, not 2x',
  ],
  ['agents koaz 40', '7 there is no role `koaz`; did you mean `kaoz`?'],
  ['agents kaoz=4 ordre=1', '14 there is no role `ordre`; did you mean `order`?'],
  ['agents kaoz=0', '7 kaoz: expected a whole number of at least 1, got 0'],
  ['share kaoz=4', '12 share takes two roles or more with their weights, as share kaoz=4 order=1'],
  ['share kaoz=4 order=0', '13 order: expected a number above 0, got 0'],
  ['limit brust=60', '6 there is no limit `brust`; did you mean `burst`?'],
  ['limit rpm=0', '6 rpm: expected a whole number of at least 1, got 0'],
  ['limit rpm=', '10 rpm: a value is missing; write it as limit rpm=60 tpm=60k'],
  [
    'limit azure/gpt rpm=6',
    '6 there is no route `azure/gpt`; there are: azure/gpt-5-mini, ollama/llama3.2',
  ],
  ['budget much', '7 budget: expected a number above 0, at most 9000000, got "much"'],
  ['budget daily=3', '7 there is no budget `daily`; did you mean `day`?'],
  ['set', '3 set takes fields with their values, as set retry.retries=8'],
  ['set retry.retrys=8', '4 unknown field `retry.retrys`; did you mean `retry.retries`?'],
  [
    'set pool=9 retry.retries=800',
    '11 retry.retries: expected a whole number from 0 to 100, got 800',
  ],
  [
    'set retry.strategy=expo',
    '4 retry.strategy: expected exponential, linear, fixed or none, got "expo"',
  ],
  [
    'set model=gpt-5',
    "4 model cannot change while the run lives; it is taken from the next run's spec",
  ],
  ['cancel', '6 say which tasks, as cancel status:retrying'],
  [
    'cancel status:retryng',
    '14 status:retryng: there is no status `retryng`; did you mean `retrying`?',
  ],
  ['route kaoz', '10 route takes a selection and a route, as route all azure/gpt-5-mini'],
  [
    'route kaoz ollama/lama3.2',
    '11 there is no route `ollama/lama3.2`; did you mean `ollama/llama3.2`?',
  ],
  [
    'priority all hihg',
    '13 a priority is critical, high, normal, low or a whole number, not hihg; did you mean `high`?',
  ],
  ['trip', '4 trip takes a route, as trip azure/gpt-5-mini'],
  ['breaker smash', '8 breaker takes trip or reset, and then a route'],
  ['preset meduim', '7 there is no preset `meduim`; did you mean `medium`?'],
  ['theme', '5 theme takes a name'],
])('%s is refused in one sentence', (text, sentence) => {
  expect(refused(text)).toBe(sentence);
});

const amount = fc.integer({ min: 1, max: 5_000 });
const limit = fc.option(amount, { nil: null });
const selection = fc
  .constantFrom('all', 'status:retrying age>2m', '!role:kaoz cost>0.05')
  .map((query) => ({ query }));
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ type: fc.constant('pause' as const), mode: fc.constantFrom('soft', 'hard') }),
  fc.record({ type: fc.constant('stop' as const), mode: fc.constantFrom('drain', 'now') }),
  fc.record({
    type: fc.constant('concurrency' as const),
    value: fc.oneof(amount, fc.constant('auto' as const), fc.record({ min: amount, max: amount })),
  }),
  fc.record({ type: fc.constantFrom('cancel', 'retry', 'requeue'), selection }),
  fc.record({
    type: fc.constant('route' as const),
    selection,
    route: fc.constantFrom(...names.routes),
  }),
  fc.record({
    type: fc.constant('priority' as const),
    selection,
    value: fc.integer({ min: -1000, max: 1000 }),
  }),
  fc.record({
    type: fc.constant('agents' as const),
    role: fc.constantFrom(null, ...names.roles),
    value: amount,
  }),
  fc.record({
    type: fc.constant('breaker' as const),
    action: fc.constantFrom('trip', 'reset'),
    route: fc.constantFrom(...names.routes),
  }),
  fc
    .record(
      {
        concurrency: fc.oneof(amount, fc.record({ min: amount, max: amount })),
        agents: fc.oneof(amount, fc.record({ kaoz: amount, order: amount })),
        shares: fc.record({ kaoz: amount, order: amount }),
        pool: amount,
        maxConnections: limit,
        limits: fc.record({ tokensPerHour: limit, burst: limit }),
        retry: fc.record({
          retries: fc.nat(100),
          jitter: fc.constantFrom('full', 'none'),
          perClass: fc.record({ timeout: fc.nat(100) }),
        }),
        timeouts: fc.record({ idleSeconds: limit }),
        budget: fc.record({ usd: limit }),
      },
      { requiredKeys: ['pool'] },
    )
    .map((wish) => ({ type: 'tune' as const, wish })),
  fc.record({
    type: fc.constant('tune' as const),
    wish: fc.record({
      route: fc.constantFrom(...names.routes),
      limits: fc.record({ tokensPerMinute: limit }),
    }),
  }),
) as fc.Arbitrary<Command>;

test('whatever the log says was asked can be asked again in its words', () => {
  fc.assert(
    fc.property(command, (asked) => {
      expect(read(commandWords(asked))).toEqual(asked);
    }),
  );
});
