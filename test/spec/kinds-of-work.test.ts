import { expect, it } from 'vitest';
import { refusal, resolved } from '../helpers/spec.ts';

it('a workload is one kind of work', async () => {
  const yaml = 'workload:\n  prompts: [a]\n  embeddings: { file: b }\n';
  expect(await refusal(resolved({}, yaml))).toBe(
    'swarm.yaml:3: workload.embeddings: expected one kind of work, got prompts and embeddings',
  );
});
