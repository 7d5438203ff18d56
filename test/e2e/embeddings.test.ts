import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embeddingOf } from '../../src/simulator/embedding.ts';
import { directory, eachTestOnSimulator, onSimulator, simulator } from './on-simulator.ts';

eachTestOnSimulator();

const texts = Array.from({ length: 60 }, (_, index) => ({
  id: `t${index}`,
  text: `Text ${index}: Maß`,
}));
const write = () =>
  writeFileSync(
    join(directory.path, 'texts.jsonl'),
    texts.map((text) => JSON.stringify(text)).join('\n'),
  );
const args = (...more: string[]) => [
  ...['run', '--provider', 'openai', '--set', 'workload.embeddings.file=texts.jsonl'],
  ...['--set', 'workload.embeddings.batchSize=10', '--agents', '2', ...onSimulator(), ...more],
];
const key = { OPENAI_API_KEY: 'k' };

interface Line {
  readonly id: string;
  readonly index: number;
  readonly embedding: readonly number[];
  readonly model: string;
}

const embeddings = () => directory.lines('out/embeddings.jsonl') as unknown as Line[];

test('every text has its vector, with its id and its place', async () => {
  write();
  const { code } = await directory.run(args(), key);
  expect(code).toBe(0);
  expect(embeddings()).toHaveLength(60);
  for (const [index, line] of embeddings().entries()) {
    expect(line).toMatchObject({ id: `t${index}`, index, model: 'text-embedding-3-small' });
    expect(line.embedding).toEqual(Array.from(embeddingOf(texts[index].text)));
  }
  const results = directory.lines('out/results.jsonl') as { text: string; usage: object }[];
  expect(results).toHaveLength(6);
  expect(results[0]).toMatchObject({
    text: '10 vectors of 1536 numbers',
    usage: { output_tokens: 0, estimated: false },
  });
  const metrics = directory.json('out/metrics.json');
  expect(metrics).toMatchObject({ total_chunks_processed: 0, calls: 6 });
  expect(metrics.cost_usd).toBeGreaterThan(0);
  expect(metrics.usage.input_tokens).toBeGreaterThan(60);
});

test('a batch that failed is done by a resume, from the record alone, and the vectors are whole', async () => {
  write();
  simulator.configure({ faults: { shares: { 'bad-request': 1 }, firstCalls: 1 } });
  expect((await directory.run(args(), key)).code).toBe(1);
  expect(embeddings()).toHaveLength(50);
  writeFileSync(join(directory.path, 'texts.jsonl'), '{"text":"another"}');
  expect((await directory.run(['resume', 'out', '--failed'], key)).code).toBe(0);
  expect(embeddings().map(({ id }) => id)).toEqual(texts.map(({ id }) => id));
  expect(embeddings()[3].embedding).toEqual(Array.from(embeddingOf(texts[3].text)));
});

test('a run of prompts has no such file', async () => {
  expect((await directory.run(['run', '--prompt', 'Hi', ...onSimulator()])).code).toBe(0);
  expect(() => directory.read('out/embeddings.jsonl')).toThrow(/ENOENT/);
});
