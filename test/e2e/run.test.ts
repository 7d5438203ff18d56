import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory, eachTestOnSimulator, onSimulator, prompts, simulator } from './on-simulator.ts';

eachTestOnSimulator();

test('without anything else it runs the light preset on the embedded simulator', async () => {
  const { code, stdout, stderr } = await directory.run([]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/tasks +10 done/);
  expect(stderr).toContain('simulator/sim-small');
  expect(readdirSync(join(directory.path, 'swarm-runs'))).toHaveLength(1);
});

test('a run leaves one result a task, one file an agent, and metrics that agree with both', async () => {
  const { code } = await directory.run([
    'run',
    '--preset',
    'medium',
    '--prompts',
    prompts(250),
    ...onSimulator(),
  ]);
  expect(code).toBe(0);
  const results = directory.lines('out/results.jsonl');
  expect(results).toHaveLength(250);
  expect(results.every((line) => line.status === 'done' && line.text !== '')).toBe(true);
  const files = readdirSync(join(directory.path, 'out/agent_responses'));
  expect(files.filter((file) => /^agent_\d+_response\.txt$/.test(file))).toHaveLength(100);
  const metrics = directory.json('out/metrics.json');
  expect(metrics).toMatchObject({
    total_agents: 100,
    successful_agents: 100,
    failed_agents: 0,
    calls: 250,
  });
  const tokens = results.reduce(
    (sum, line) => sum + (line.usage as { output_tokens: number }).output_tokens,
    0,
  );
  expect(metrics.usage.output_tokens).toBe(tokens);
  expect(existsSync(join(directory.path, 'out/log.jsonl'))).toBe(true);
});

test('with faults every task still ends as done or failed with its reason, and the code says which', async () => {
  simulator.configure({ faults: { rate: 0.3 } });
  const args = [
    'run',
    '--prompts',
    prompts(200),
    '--agents',
    '50',
    '--retries',
    '2',
    '--set',
    'retry.baseMs=20',
  ];
  const { code } = await directory.run([...args, ...onSimulator()]);
  const results = directory.lines('out/results.jsonl');
  expect(results).toHaveLength(200);
  const failed = results.filter((line) => line.status === 'failed');
  expect(failed.length + results.filter((line) => line.status === 'done').length).toBe(200);
  for (const line of failed) expect((line.error as { class: string }).class).toBeTruthy();
  expect(code).toBe(failed.length === 0 ? 0 : 1);
});

test('a directory that holds a run is not written over', async () => {
  await directory.run(['run', '--prompts', prompts(2), ...onSimulator()]);
  const { code, stderr } = await directory.run(['run', '--prompts', prompts(2), ...onSimulator()]);
  expect(code).toBe(2);
  expect(stderr).toContain('swarmdeck resume');
});

test('the dry run says what would be done, and calls nothing', async () => {
  const { code, stdout } = await directory.run([
    'run',
    '--prompts',
    prompts(30),
    '--dry-run',
    ...onSimulator(),
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain('30 tasks');
  expect(stdout).toContain('$');
  expect(simulator.record().totals.calls).toBe(0);
  expect(existsSync(join(directory.path, 'out'))).toBe(false);
});

test('nothing that a file says can steer the terminal', async () => {
  const name = 'a\u001b[31mred';
  writeFileSync(join(directory.path, 'red.json'), JSON.stringify({ name, agnets: 1 }));
  const shown = [
    await directory.run(['run', 'red.json']),
    await directory.run([
      'run',
      '--prompt',
      'x',
      '--agents',
      '1',
      '--name',
      name,
      ...onSimulator(),
    ]),
    await directory.run(['run', '--prompt', 'x', '--name', name, '--dry-run']),
    await directory.run(['run', '--preset', name]),
    await directory.run(['runs']),
  ];
  expect(shown.map(({ code }) => code)).toEqual([2, 0, 0, 2, 0]);
  for (const { stdout, stderr } of shown) expect(stdout + stderr).not.toContain('\u001b');
});

test('prompts come from stdin too', async () => {
  const args = ['run', '--prompts', '-', ...onSimulator()];
  const { code } = await directory.run(args, {}, 'one\n\ntwo\nthree\n');
  expect(code).toBe(0);
  expect(directory.lines('out/results.jsonl')).toHaveLength(3);
});

test.each([
  [['run', '--preset', 'hevy'], 'heavy'],
  [['run', '--agnets', '3'], '--agents'],
  [['runn'], 'run'],
  [['run', 'missing.yaml'], 'missing.yaml'],
  [['run', '--agents', 'many'], 'agents'],
  [['run', '--provider', 'openai'], 'OPENAI_API_KEY'],
  [['run', '--base-url', 'http://127.0.0.1:9'], '--prompt'],
  [['run', '--provider', 'olama', '--prompt', 'x'], 'ollama'],
  [['run', '--ui', 'console', '--prompt', 'x'], 'terminal'],
  [['run', '--ui', 'fancy', '--dry-run'], 'auto, console, plain or json'],
  [['simulate', '--port', 'x'], '--port'],
  [['resume', 'nothing-there'], 'nothing-there'],
])('%j is refused in one sentence that names %s', async (args, named) => {
  const { code, stdout, stderr } = await directory.run(args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(named);
  expect(stderr).toMatch(/^swarmdeck: [^\n]+\n$/);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a refused key ends the run with code 4 and the reason', async () => {
  const args = ['run', '--prompts', prompts(50), '--agents', '5', ...onSimulator()];
  const { code, stdout } = await directory.run(args, { OPENAI_API_KEY: 'invalid' });
  expect(code).toBe(4);
  expect(stdout).toMatch(/every route refuses: 401/);
});

test('log.jsonl shows every connection and every step of a call at debug, and neither at info', async () => {
  const debug = ['run', '--prompts', prompts(3), '--agents', '3', '--log-level', 'debug'];
  await directory.run([...debug, ...onSimulator()]);
  const said = directory.lines('out/log.jsonl').map((line) => String(line.message));
  expect(said.filter((message) => /connection of .* opened, \d open/.test(message))).toHaveLength(
    3,
  );
  expect(said.filter((message) => /has its first token/.test(message))).toHaveLength(3);

  await directory.run([
    'run',
    '--prompts',
    prompts(3),
    '--base-url',
    `${simulator.url}/v1`,
    '--out',
    'quiet',
  ]);
  expect(directory.read('quiet/log.jsonl')).not.toContain('connection of');
});

test('no secret is written anywhere', async () => {
  const key = 'sk-very-secret-0123456789';
  await directory.run(['run', '--prompts', prompts(3), '--log-level', 'debug', ...onSimulator()], {
    OPENAI_API_KEY: key,
  });
  for (const file of readdirSync(directory.path, { recursive: true, encoding: 'utf8' })) {
    const path = join(directory.path, file);
    if (existsSync(path) && /\./.test(file)) expect(directory.read(file), file).not.toContain(key);
  }
});
