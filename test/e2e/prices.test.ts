import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory, eachTestOnSimulator, onSimulator, simulator } from './on-simulator.ts';

eachTestOnSimulator();

const run = (...more: string[]) =>
  directory.run([
    'run',
    '--prompt',
    'Why?',
    '--repeat',
    '4',
    '--model',
    'my-own',
    ...onSimulator(),
    ...more,
  ]);

function settings(value: object): void {
  mkdirSync(join(directory.path, 'home'), { recursive: true });
  writeFileSync(join(directory.path, 'home', 'settings.json'), JSON.stringify(value));
}

test('a model that no list has costs what the settings say, and without them nobody knows', async () => {
  expect((await run()).code).toBe(0);
  expect(directory.json('out/metrics.json').cost_usd).toBeNull();
  settings({ prices: { 'openai/my-own': { input: 0, output: 100 } } });
  const { code, stderr } = await run('--out', 'priced', '--budget', '1');
  expect(code, stderr).toBe(0);
  // Four answers of ten tokens.
  expect(directory.json('priced/metrics.json').cost_usd).toBeCloseTo(0.004, 9);
});

test('what OpenRouter says that a call cost goes before every price, and no price is missed', async () => {
  const openrouter = (...more: string[]) =>
    directory.run(
      ['run', '--provider', 'openrouter', '--model', 'vendor/my-own', '--prompt', 'Why?', ...more],
      { OPENROUTER_API_KEY: 'k', OPENROUTER_BASE_URL: `${simulator.url}/api/v1` },
    );
  const { code, stdout, stderr } = await openrouter('--repeat', '4', '--out', 'out');
  expect(code, stderr).toBe(0);
  const { usage, cost_usd } = directory.json('out/metrics.json');
  // A quarter of a dollar a million in, two out, as the simulator bills there.
  expect(cost_usd).toBeCloseTo((usage.input_tokens * 0.25 + usage.output_tokens * 2) / 1e6, 8);
  expect(stdout).not.toContain('unknown price');
  settings({ prices: { 'openrouter/vendor/my-own': { input: 0, output: 100 } } });
  const capped = await openrouter('--repeat', '4', '--out', 'capped', '--budget', '1');
  expect(capped.code, capped.stderr).toBe(0);
  expect(directory.json('capped/metrics.json').cost_usd).toBeCloseTo(cost_usd, 12);
});

test('a price that is none is told before anything runs', async () => {
  settings({ prices: { 'openai/my-own': { input: 'cheap', output: 1 } } });
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr).toContain('prices: openai/my-own.input: expected a number');
});
