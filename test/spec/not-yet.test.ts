import { describe, expect, it } from 'vitest';
import type { SpecFlags } from '../../src/spec/resolve/flags-layer.ts';
import { refusal, resolved } from '../helpers/spec.ts';

const kinds: Record<string, string> = {
  content:
    '{ file: ./book.txt, chunkBytes: 12288, batchSize: 100, mode: broadcast, instruction: Read. }',
  compare:
    '{ prompts: ./p.jsonl, variants: { a: { model: m1 }, b: { model: m2 } }, judge: { role: referee } }',
  embeddings: '{ file: ./texts.jsonl, model: text-embedding-3-small }',
};

describe('what the spec has and this version has not', () => {
  it.each(Object.entries(kinds))(
    'takes a workload of %s for what it is, and says so',
    async (kind, yaml) => {
      expect(await refusal(resolved({}, `workload:\n  ${kind}: ${yaml}\n`))).toBe(
        `swarm.yaml:2: workload.${kind}: this kind of work is not in this version yet; use workload.prompts`,
      );
    },
  );

  it.each([
    ['workload: { prompts: [a], dedupe: text }', 'workload.dedupe: asking only once is'],
    [
      'workload: { prompts: [a], reduce: { prompt: b } }',
      'workload.reduce: a last task over all answers is',
    ],
  ])('refuses %s', async (yaml, sentence) => {
    expect(await refusal(resolved({}, yaml))).toBe(
      `swarm.yaml:1: ${sentence} not in this version yet; leave it out`,
    );
  });

  it.each<[SpecFlags, string]>([[{ content: 'book.txt' }, '--content']])(
    'refuses %o',
    async (flags, name) => {
      expect(await refusal(resolved({ flags }))).toBe(`${name} is not in this version yet`);
    },
  );

  it('wants one kind of work', async () => {
    const yaml = 'workload:\n  prompts: [a]\n  embeddings: { file: b }\n';
    expect(await refusal(resolved({}, yaml))).toBe(
      'swarm.yaml:3: workload.embeddings: expected one kind of work, got prompts and embeddings',
    );
  });
});
