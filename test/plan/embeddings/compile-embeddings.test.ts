import { expect, test } from 'vitest';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import { estimateWith } from '../../../src/plan/estimate-plan.ts';
import { usualService } from '../../../src/plan/service-habits.ts';
import type { SpecFlags } from '../../../src/spec/resolve/flags-layer.ts';
import { folder, refusal, resolved } from '../../helpers/spec.ts';

const keys = { OPENAI_API_KEY: 'k', GEMINI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' };

async function planned(yaml: string, flags: SpecFlags = {}, texts = 'one\ntwo\nthree\nfour\nfive') {
  const cwd = folder({ 'texts.txt': texts });
  const spec = await resolved(
    { cwd, flags, environment: keys },
    `workload: { embeddings: ${yaml} }\n`,
  );
  return { spec, plan: compilePlan(spec) };
}

const sizes = ({ plan }: Awaited<ReturnType<typeof planned>>) =>
  Array.from({ length: plan.size }, (_, task) => plan.texts?.(task).length);

test('texts go in batches, in their order, and every text once', async () => {
  const made = await planned('{ file: texts.txt, batchSize: 2 }');
  expect(sizes(made)).toEqual([2, 2, 1]);
  const { plan } = made;
  expect([0, 1, 2].flatMap((task) => plan.texts?.(task))).toEqual([
    'one',
    'two',
    'three',
    'four',
    'five',
  ]);
  expect(plan.messages(0)).toEqual([]);
  expect(plan.id(2)).toBe('batch-0003');
});

test('a batch has no more tokens than it may, a text that has more is by itself', async () => {
  const long = 'x'.repeat(100);
  const texts = ['aaaa', 'bbbb', long, 'cccc', 'dddd', 'eeee'].join('\n');
  expect(sizes(await planned('{ file: texts.txt, maxTokensPerBatch: 4 }', {}, texts))).toEqual([
    2, 1, 2, 1,
  ]);
});

test('the most that a provider takes is the most that it is given', async () => {
  const many = Array.from({ length: 450 }, (_, text) => `text ${text}`).join('\n');
  expect(sizes(await planned('{ file: texts.txt }', {}, many))).toEqual([256, 194]);
  expect(sizes(await planned('{ file: texts.txt }', { provider: 'gemini' }, many))).toEqual([
    100, 100, 100, 100, 50,
  ]);
  const openai = await planned(
    '{ file: texts.txt, batchSize: 2048 }',
    { provider: 'openai' },
    many,
  );
  expect(openai.spec.workload).toMatchObject({ maxTokensPerBatch: 300_000, batchSize: 2_048 });
});

test.each([
  [{ provider: 'openai' }, '', 'text-embedding-3-small'],
  [{ provider: 'gemini' }, '', 'gemini-embedding-001'],
  [{ provider: 'ollama' }, '', 'nomic-embed-text'],
  [{}, '', 'sim-embedding'],
  [{ provider: 'openai', model: 'mine' }, '', 'mine'],
  [{ provider: 'openai', model: 'mine' }, ', model: named', 'named'],
])('with %o%s the model is %s', async (flags, more, model) => {
  const { spec } = await planned(`{ file: texts.txt${more} }`, flags);
  expect(spec.routes[0].model).toBe(model);
});

test('texts can stand in the spec', async () => {
  const { plan } = await planned('{ texts: [one, { id: b, text: two }] }');
  expect(plan.texts?.(0)).toEqual(['one', 'two']);
  expect([0, 1].map((text) => plan.pieces?.name(text))).toEqual([null, 'b']);
});

test('vectors take no tokens of output', async () => {
  const { spec, plan } = await planned('{ file: texts.txt }');
  const price = { input: 20, output: 2_000, cacheRead: 0, cacheWrite: 0, long: null, source: '' };
  const estimate = estimateWith(plan, spec, [price], {
    count: (text) => text.length,
    scale: () => ({ ratio: 1, margin: 0 }),
    service: usualService,
  });
  expect(estimate.outputTokens.high).toBe(0);
  expect(estimate.inputTokens.expected).toBe(19);
});

test.each([
  [
    '{ file: texts.txt }',
    { provider: 'anthropic' },
    /the role agent goes to anthropic, which turns no texts into vectors; providers that do: openai,/,
  ],
  [
    '{ file: none.txt }',
    {},
    /workload\.embeddings\.file: expected a file of texts, but there is no none\.txt/,
  ],
  ['{ model: m }', {}, /workload\.embeddings: expected a file of texts, or texts, got neither/],
  [
    '{ file: texts.txt, texts: [a] }',
    {},
    /workload\.embeddings\.texts: expected either a file or texts, got both/,
  ],
  [
    '{ file: texts.txt, batchSize: 101 }',
    { provider: 'gemini' },
    /batchSize: expected at most 100, which is what the provider takes a call, got 101/,
  ],
  ['{ file: texts.txt, role: x }', {}, /unknown role `x`/],
])('%s with %o is refused', async (yaml, flags, sentence) => {
  expect(await refusal(planned(yaml, flags))).toMatch(sentence);
});
