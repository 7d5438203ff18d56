import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory, eachTestOnSimulator, onSimulator } from './on-simulator.ts';

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

test('a price that is none is told before anything runs', async () => {
  settings({ prices: { 'openai/my-own': { input: 'cheap', output: 1 } } });
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr).toContain('prices: openai/my-own.input: expected a number');
});
