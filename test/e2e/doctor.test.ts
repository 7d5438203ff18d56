import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory, eachTestOnSimulator, simulator } from './on-simulator.ts';

eachTestOnSimulator();

const environment = () => ({
  OPENAI_API_KEY: 'sk-very-secret',
  OPENAI_BASE_URL: `${simulator.url}/v1`,
});

test('all is well: exit code 0, and no key on the page', async () => {
  const { code, stdout, stderr } = await directory.run(['doctor', '--call'], environment());
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain('✓ openai/gpt-5-mini  reachable in ');
  expect(stdout).toContain('takes the key in OPENAI_API_KEY');
  expect(stdout).toContain('All is well.');
  expect(stdout + stderr).not.toContain('very-secret');
});

test('something is not: exit code 1, with the mend', async () => {
  const { code, stdout } = await directory.run(['doctor'], {
    ...environment(),
    OPENAI_API_KEY: 'invalid',
    ANTHROPIC_API_KEY: 'k',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
  });
  expect(code).toBe(1);
  expect(stdout).toContain('✗ openai/gpt-5-mini  key refused (401)');
  expect(stdout).toContain('→ put a key that is valid there into OPENAI_API_KEY');
  expect(stdout).toContain('nothing listens there');
  expect(stdout).toContain('2 things are not well.');
});

test('as JSON, for the providers of a spec', async () => {
  const spec = `provider: openai\nbaseUrl: ${simulator.url}/v1\nmodel: gpt-5\nroles: { a: {}, b: { model: no-such-model } }\nworkload: { prompts: [Hi] }\n`;
  writeFileSync(join(directory.path, 'swarm.yaml'), spec);
  const { code, stdout } = await directory.run(['doctor', 'swarm.yaml', '--json'], environment());
  expect(code).toBe(1);
  const { ok, findings } = JSON.parse(stdout);
  expect(ok).toBe(false);
  const ill = findings.filter(({ state }: { state: string }) => state === 'bad');
  expect(ill).toMatchObject([{ area: 'provider', name: 'openai/no-such-model' }]);
});

test('without any provider the simulator is used, and that is well', async () => {
  const { code, stdout } = await directory.run(['doctor']);
  expect(code).toBe(0);
  expect(stdout).toContain('none is configured: the simulator is used');
});

test('a spec that is wrong is told like any other', async () => {
  writeFileSync(join(directory.path, 'swarm.yaml'), 'provider: opnai\n');
  const { code, stdout } = await directory.run(['doctor', 'swarm.yaml']);
  expect(code).toBe(1);
  expect(stdout).toContain('did you mean `openai`?');
});
