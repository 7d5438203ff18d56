import { expect, test } from 'vitest';
import { directory, eachTestOnSimulator, simulator } from './on-simulator.ts';

eachTestOnSimulator();

const run = (...flags: string[]) =>
  directory.run(
    [
      'run',
      '--provider',
      'ollama',
      '--prompt',
      'Hello?',
      '--repeat',
      '6',
      '--out',
      'out',
      ...flags,
    ],
    { OLLAMA_URL: simulator.url },
  );

test('a missing model is fetched with its progress told, loaded, and then every call finds it warm', async () => {
  simulator.configure({ modelLoadMs: 600 });
  const { code, stderr } = await run('--model', 'unpulled-tiny');
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/held {2}ollama\/unpulled-tiny: loading unpulled-tiny/);
  expect(stderr).toMatch(/model {2}ollama\/unpulled-tiny fetches its model/);
  expect(stderr).toMatch(/model {2}ollama\/unpulled-tiny is loaded/);
  const [route] = directory.json('out/metrics.json').per_route;
  expect(route).toMatchObject({ requests: 6, success_rate: 1, model_warm_rate: 1 });
  expect(route.model_tokens_per_second).toBeGreaterThan(0);
  const paths = simulator.record().calls.map(({ path }) => path);
  expect(paths.slice(0, 3)).toEqual(['/api/chat', '/api/pull', '/api/chat']);
  // No more than two at once, as Ollama works them off.
  expect(simulator.record().totals.connections.peakOpen).toBeLessThanOrEqual(4);
});

test('where it must not be fetched, the run ends and says the mend', async () => {
  const { code, stderr, stdout } = await run(
    '--model',
    'unpulled-tiny',
    '--set',
    'ollama.pull=false',
  );
  expect(code).toBe(4);
  expect(stderr).toContain('run `ollama pull unpulled-tiny` there');
  expect(stdout + stderr).toContain("model 'unpulled-tiny' not found");
  expect(simulator.record().calls.map(({ path }) => path)).not.toContain('/api/pull');
});

test('a model without a chat template is asked to go on from its prompt', async () => {
  const { code, stderr } = await run('--set', 'ollama.api=generate');
  expect(code, stderr).toBe(0);
  const paths = simulator.record().calls.map(({ path }) => path);
  // The model is loaded by it too.
  expect(paths).toEqual(Array.from({ length: 7 }, () => '/api/generate'));
  const [route] = directory.json('out/metrics.json').per_route;
  expect(route).toMatchObject({ requests: 6, success_rate: 1 });
  const neither = await run('--set', 'ollama.api=completion');
  expect(neither.code).toBe(2);
  expect(neither.stderr).toContain('ollama.api: expected chat or generate, got "completion"');
});

test('a wrong duration is refused before anything runs', async () => {
  const { code, stderr } = await run('--set', 'ollama.keepAlive=soon');
  expect(code).toBe(2);
  expect(stderr).toContain('ollama.keepAlive: expected a duration like 10m');
});
