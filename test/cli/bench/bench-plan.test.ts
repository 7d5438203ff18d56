import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { benchCost, costWords } from '../../../src/cli/bench/bench-cost.ts';
import type { BenchOptions } from '../../../src/cli/bench/bench-options.ts';
import { planBench } from '../../../src/cli/bench/bench-plan.ts';
import { loadSpecDocument } from '../../../src/spec/spec-document.ts';
import { folder, refusal } from '../../helpers/spec.ts';

beforeEach(() => {
  vi.stubEnv('SWARMDECK_HOME', folder());
});
afterEach(() => vi.unstubAllEnvs());

const plan = (options: BenchOptions = {}, environment = {}) =>
  planBench(null, options, environment);
const widths = ({ steps }: Awaited<ReturnType<typeof plan>>) => steps.map(({ atOnce }) => atOnce);

test('without anything it is the simulator, 32 questions and 2, 4, 8, 16 at once, for nothing', async () => {
  const made = await plan();
  expect(made.steps.every(({ spec }) => spec.routes[0].provider === 'simulator')).toBe(true);
  expect(widths(made)).toEqual([1, 10, 2, 4, 8, 16]);
  expect(made.questions.items).toHaveLength(32);
  expect(new Set(made.questions.items.map(({ prompt }) => prompt)).size).toBe(32);
  expect(await benchCost(made)).toMatchObject({ free: true, calls: 6 * 32 + 1 });
});

test('each level is resolved as a run with so many calls and agents would be, above spec and settings', async () => {
  const made = await plan({ preset: 'heavy', levels: '3', set: ['concurrency=20'] });
  const [sequential, parallel, level] = made.steps.map(({ spec }) => spec);
  expect(sequential).toMatchObject({ agents: 1, concurrency: { max: 1 }, preset: 'heavy' });
  expect(parallel).toMatchObject({ agents: 500, concurrency: { max: 20 } });
  expect(level).toMatchObject({ agents: 3, concurrency: { min: 3, max: 3, auto: false } });
  // Batches of the preset would put the questions in line behind each other.
  expect(level.batch).toBe(1);
  expect(level.retry).toEqual(parallel.retry);
});

test('a run at as many calls as another is not made twice', async () => {
  expect(widths(await plan({ concurrency: '8', agents: '8', levels: '1,4,8' }))).toEqual([1, 8, 4]);
  // One at a time against itself would say nothing.
  expect(widths(await plan({ concurrency: '1', levels: '2,4' }))).toEqual([1, 4, 2]);
  expect(await refusal(plan({ concurrency: '1', levels: '1' }))).toContain(
    'nothing to be compared',
  );
  expect(await refusal(plan({ questions: '1' }))).toContain('two questions and a level above 1');
  // What adapts is no level.
  expect(widths(await plan({ concurrency: 'auto', agents: '8', levels: '8' }))).toEqual([1, 8, 8]);
});

test('levels that the questions cannot fill are left out, and refused where they were asked for', async () => {
  expect(widths(await plan({ questions: '5' }))).toEqual([1, 5, 2, 4]);
  expect(await refusal(plan({ questions: '5', levels: '2,6' }))).toBe(
    '--levels: 5 questions cannot fill 6 calls at once; ask more with --questions 24',
  );
  expect(await refusal(plan({ levels: '2,' }))).toMatch(/^--levels: expected whole numbers/);
  expect(await refusal(plan({ questions: '0' }))).toBe(
    '--questions: expected a whole number of 1 to 10000, got 0',
  );
});

test('the questions of a file or a spec are taken, the first of them or over again', async () => {
  const cwd = folder({
    'three.txt': 'One?\nTwo?\nThree?\n',
    'swarm.yaml': 'roles: { a: {}, b: {} }\nworkload: { prompts: [ { id: q1, prompt: Why? } ] }\n',
  });
  const prompts = `${cwd}/three.txt`;
  const few = await plan({ prompts, questions: '2' });
  expect(few.questions.items.map(({ prompt }) => prompt)).toEqual(['One?', 'Two?']);
  expect(few.questions.source).toBe('the first 2 of 3 questions (three.txt)');
  const many = await plan({ prompts, questions: '4', levels: '2' });
  expect(many.questions.items.map(({ prompt }) => prompt)).toEqual([
    ...['One?', 'Two?', 'Three?', 'One?'],
  ]);

  const specFile = await loadSpecDocument('swarm.yaml', cwd);
  const ofSpec = await planBench(specFile, { questions: '4', levels: '2' }, {});
  expect(ofSpec.questions.items).toEqual(Array(4).fill({ prompt: 'Why?' }));
  // Each role has an agent, and all the same one call is in flight.
  expect(ofSpec.sequential.spec).toMatchObject({ agents: 2, concurrency: { max: 1 } });
});

test('a spec of other work is measured with questions of our own', async () => {
  const cwd = folder({
    'swarm.yaml': 'model: m\nworkload: { consensus: { questions: [ "Why?" ], voters: 3 } }\n',
  });
  const made = await planBench(await loadSpecDocument('swarm.yaml', cwd), {}, {});
  expect(made.questions.source).toBe('32 questions of our own');
  expect(made.sequential.spec.routes[0].model).toBe('m');
});

test('a service that costs money is estimated for all runs together; its price may be unknown', async () => {
  const paid = await plan({ provider: 'openai', levels: '2' }, { OPENAI_API_KEY: 'k' });
  const cost = await benchCost(paid);
  expect(cost).toMatchObject({ free: false, calls: 3 * 32 + 1 });
  expect(costWords(cost, 0.5)).toMatch(
    /^97 calls, about \$0\.\d+ \(\$0\.\d+ to \$0\.\d+\), and never more than the budget of \$0\.50$/,
  );
  const unknown = await plan({ baseUrl: 'http://127.0.0.1:1', model: 'm' });
  expect(costWords(await benchCost(unknown), null)).toBe('193 calls at a price that is unknown');
  const capped = await plan({ baseUrl: 'http://127.0.0.1:1', model: 'm', budget: '1' });
  expect(await refusal(benchCost(capped))).toContain('no price is known for m');
});
