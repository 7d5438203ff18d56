import { expect, test } from 'vitest';
import type { LaunchChoices, LaunchEstimate, LaunchWish } from '../../components/launch-choices.ts';
import { routeSamples, ServiceCounts } from '../../src/cli/launch/service-counts.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { SimulatorRecord } from '../../src/simulator/record.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { resolved } from '../helpers/spec.ts';
import { simulate } from '../simulator/support.ts';
import { file, openDesk, wish } from './launch-desk.ts';

/** The first estimate of a launch that a service has counted. */
function countedByService(choices: LaunchChoices, of: LaunchWish): Promise<LaunchEstimate> {
  return new Promise((resolve, reject) => {
    const end = choices.look(of, ({ estimate, problem }) => {
      if (problem !== null) reject(new Error(problem));
      if (!estimate?.countedBy || estimate.pricing) return;
      queueMicrotask(() => end());
      resolve(estimate);
    });
  });
}

const environmentOf = ({ url }: Simulator, key = 'k') => ({
  ANTHROPIC_API_KEY: key,
  ANTHROPIC_BASE_URL: url,
  GEMINI_API_KEY: key,
  GEMINI_BASE_URL: url,
  OPENAI_API_KEY: key,
  OPENAI_BASE_URL: `${url}/v1`,
  OLLAMA_HOST: '127.0.0.1:9',
});

const prompts = (count: number) =>
  Array.from({ length: count }, (_, i) => `Why does pillar ${i} of the nave hold?`);
const files = { 'p.txt': prompts(50).join('\n') };
/** As the simulator counts: four characters a token, four a message, three the answer. */
const tokensOf = (prompt: string) => Math.ceil(`user: ${prompt}`.length / 4) + 4 + 3;

const asked = (provider: string, more: object = {}) =>
  wish('light', {
    changes: { provider, ...more },
    work: file('p.txt'),
  });
/** What the requests to it said. */
async function bodiesAt({ url }: Simulator) {
  const record = (await (await fetch(`${url}/__sim/record?bodies=1`)).json()) as SimulatorRecord;
  return (record.requests ?? []).map(({ body }) => JSON.parse(body));
}

test.each([
  ['anthropic', '/v1/messages/count_tokens'],
  ['gemini', '/v1beta/models/gemini-3.7-flash:countTokens'],
])('%s counts a few prompts, and the estimate says so and is narrower', async (provider, path) => {
  const simulator = await simulate();
  const { choices } = await openDesk(files, environmentOf(simulator));
  const theirs = await countedByService(choices, asked(provider));
  expect(theirs).toMatchObject({ counted: true, countedBy: `counted by ${provider}` });
  const exact = prompts(50).reduce((sum, prompt) => sum + tokensOf(prompt), 0);
  const { low, expected, high } = theirs.inputTokens;
  expect(Math.abs(expected - exact)).toBeLessThan(exact * 0.02);
  expect(low).toBeLessThanOrEqual(exact);
  expect(high).toBeGreaterThanOrEqual(exact);
  // A tokenizer that nobody has asked may be off by a fifth either way.
  expect(high - low).toBeLessThan(expected * 0.1);
  const { calls } = simulator.record();
  expect(calls.map((call) => call.path)).toEqual(Array(8).fill(path));
});

test('the same work is not asked about again, whatever else is changed', async () => {
  const simulator = await simulate();
  const { choices, look } = await openDesk(files, environmentOf(simulator));
  await countedByService(choices, asked('anthropic'));
  const { estimate } = await look(asked('anthropic', { agents: 20 }));
  expect(estimate?.countedBy).toBe('counted by anthropic');
  const named = { ...asked('anthropic'), preset: 'heavy' };
  expect((await look(named)).estimate?.countedBy).toBe('counted by anthropic');
  // Nor is the question before the launch a reason to ask.
  await choices.question(named);
  expect(simulator.record().totals.calls).toBe(8);
});

test('each service sees only what a launch would send to it', async () => {
  const simulator = await simulate();
  const roles = { claude: { provider: 'anthropic' }, gpt: { provider: 'openai' } };
  const work = ['claude', 'gpt'].flatMap((role) =>
    [1, 2, 3].map((n) => JSON.stringify({ role, prompt: `To ${role}: ${n}` })),
  );
  const { choices } = await openDesk({ 'p.jsonl': work.join('\n') }, environmentOf(simulator));
  const changes = { roles };
  const { countedBy } = await countedByService(
    choices,
    wish('light', { changes, work: file('p.jsonl') }),
  );
  expect(countedBy).toBe('counted in part by anthropic');
  const bodies = await bodiesAt(simulator);
  expect(bodies.map(({ messages }) => messages[0].content).sort()).toEqual([
    'To claude: 1',
    'To claude: 2',
    'To claude: 3',
  ]);
});

/** The counts of a spec's work, asked as the launch screen asks. */
async function counting(simulator: Simulator, yaml: string, key = 'k') {
  const environment = environmentOf(simulator, key);
  const spec = await resolved({ environment }, yaml);
  const samples = routeSamples(compilePlan(spec), spec);
  const counts = new ServiceCounts(environment);
  const { signal } = new AbortController();
  return { counts, samples, ask: () => counts.ask(samples, signal) };
}
const claude = `provider: anthropic\nworkload: { prompts: ${JSON.stringify(prompts(3))} }\n`;

test('a service that refuses is not asked again, but on demand', async () => {
  const simulator = await simulate();
  const { counts, samples, ask } = await counting(simulator, claude, 'invalid');
  expect(counts.isSettled(samples)).toBe(false);
  expect(await ask()).toBe(false);
  const { calls } = simulator.record().totals;
  expect(calls).toBeGreaterThan(0);
  expect(counts.isSettled(samples)).toBe(true);
  expect(counts.scale(samples[0], () => 1)).toBeNull();
  await ask();
  expect(simulator.record().totals.calls).toBe(calls);
  counts.askAgain();
  await ask();
  expect(simulator.record().totals.calls).toBeGreaterThan(calls);
});

test('what else goes with a call is counted too: instructions and the schema of answers', async () => {
  const simulator = await simulate();
  const schema = { type: 'object', properties: { reason: { type: 'string' } } };
  const roles = { r: { instructions: 'Be brief.', schema } };
  const { ask } = await counting(
    simulator,
    `provider: anthropic\nroles: ${JSON.stringify(roles)}\nworkload: { prompts: [Why?], repeat: 9 }\n`,
  );
  expect(await ask()).toBe(true);
  const [body] = await bodiesAt(simulator);
  expect(body).toEqual({
    model: 'claude-haiku-4-5',
    system: 'Be brief.',
    messages: [{ role: 'user', content: 'Why?' }],
    output_config: { format: { type: 'json_schema', schema } },
  });
});

test('who changes the launch while it is asked finds it unasked, not refused', async () => {
  const simulator = await simulate();
  const { counts, samples, ask } = await counting(simulator, claude);
  expect(await counts.ask(samples, AbortSignal.abort())).toBe(false);
  expect(counts.isSettled(samples)).toBe(false);
  expect(await ask()).toBe(true);
  expect(await ask()).toBe(false);
  expect(simulator.record().totals.calls).toBe(3);
});

test.each([
  ['another provider', 'openai', {}, true],
  ['a route without a key', 'anthropic', { ANTHROPIC_API_KEY: '' }, true],
  ['an operator who does not want it', 'anthropic', {}, false],
])('nothing is sent for %s', async (_, provider, environment, countByService) => {
  const simulator = await simulate();
  const { look } = await openDesk(
    files,
    { ...environmentOf(simulator), ...environment },
    countByService,
  );
  // Whoever is asked is asked before the tokenizer begins, which takes a process of its own.
  expect((await look(asked(provider))).estimate?.countedBy).toBe('');
  expect(simulator.record().totals.calls).toBe(0);
});
