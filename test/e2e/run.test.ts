import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { apart, WorkingDirectory } from '../helpers/command-line.ts';

let directory: WorkingDirectory;
let simulator: Simulator;
beforeEach(async () => {
  directory = new WorkingDirectory();
  simulator = await startSimulator({ firstTokenMs: 20, outputTokens: 10, tokensPerSecond: 200 });
});
afterEach(async () => {
  await directory.clear();
  await simulator.stop();
});

function prompts(count: number): string {
  const file = join(directory.path, 'prompts.txt');
  writeFileSync(file, Array.from({ length: count }, (_, i) => `Prompt number ${i}?`).join('\n'));
  return file;
}

const onSimulator = () => ['--base-url', `${simulator.url}/v1`, '--out', 'out'];

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

test('killed in the middle and resumed it ends the same, and only calls in flight are made again', async () => {
  const args = [
    'run',
    '--prompts',
    prompts(400),
    '--agents',
    '40',
    '--ui',
    'json',
    ...onSimulator(),
  ];
  const first = directory.start(args);
  await first.says((output) => output.split('task.finished').length > 120);
  first.child.kill('SIGKILL');
  await first.ended;

  const { code, stderr } = await directory.run(['resume', 'out']);
  expect(code, stderr).toBe(0);
  const results = directory.lines('out/results.jsonl');
  expect(results).toHaveLength(400);
  expect(results.every((line) => line.status === 'done')).toBe(true);
  const again = simulator.record().totals.calls - 400;
  expect(again).toBeGreaterThanOrEqual(0);
  expect(again).toBeLessThanOrEqual(40);
});

test('json is one event a line, numbered without gaps, also over a resume', async () => {
  const run = directory.start([
    'run',
    '--prompts',
    prompts(60),
    '--agents',
    '3',
    '--ui',
    'json',
    ...onSimulator(),
  ]);
  await run.says('task.finished');
  run.child.kill('SIGINT');
  run.child.kill('SIGINT');
  const first = await run.ended;
  expect(first.code).toBe(130);
  const second = await directory.run(['resume', 'out', '--ui', 'json']);
  const events = (first.stdout + second.stdout)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events[0]).toMatchObject({ v: 1, type: 'run.started' });
  expect(events.at(-1)).toMatchObject({ type: 'run.finished', phase: 'DONE', exitCode: 0 });
  expect(events.find((event) => event.type === 'task.finished')).toMatchObject({
    agent: expect.stringMatching(/^agent_\d+$/),
  });
});

test('the first SIGTERM drains, and the run can be gone on with', async () => {
  const run = directory.start([
    'run',
    '--prompts',
    prompts(100),
    '--agents',
    '4',
    ...onSimulator(),
  ]);
  await run.says('in flight', 'stderr');
  run.child.kill('SIGTERM');
  const { code, stdout } = await run.ended;
  expect(code).toBe(143);
  expect(stdout).toMatch(/ended +STOPPED, stopped by SIGTERM/);
  expect(stdout).toMatch(/go on +swarmdeck resume/);
  expect(simulator.record().totals.aborted).toBe(0);
  const results = directory.lines('out/results.jsonl');
  expect(results).toHaveLength(100);
  expect(results.filter((line) => line.status === 'cancelled').length).toBeGreaterThan(0);
});

test('a second signal stops now', async () => {
  simulator.configure({ outputTokens: 20_000 });
  const run = directory.start([
    'run',
    '--prompts',
    prompts(20),
    '--agents',
    '10',
    ...onSimulator(),
  ]);
  await run.says('10 in flight', 'stderr');
  run.child.kill('SIGINT');
  await run.says('DRAINING', 'stderr');
  await apart();
  run.child.kill('SIGINT');
  const { code } = await run.ended;
  expect(code).toBe(130);
  await expect.poll(() => simulator.record().totals.aborted).toBe(10);
});

test.each(['json', 'plain'])('a reader of %s that leaves drains the run', async (ui) => {
  const out = ui === 'json' ? 'stdout' : 'stderr';
  const many = ['--prompts', prompts(400), '--agents', '4', '--ui', ui];
  const run = directory.start(['run', ...many, ...onSimulator()]);
  await run.says(ui === 'json' ? 'task.finished' : 'in flight', out);
  run.child[out]?.destroy();
  expect((await run.ended).code).toBe(141);
  expect(directory.json('out/metrics.json').success_rate).toBe(1);
  const results = directory.lines('out/results.jsonl');
  expect(results).toHaveLength(400);
  expect(results.filter((line) => line.status === 'cancelled').length).toBeGreaterThan(0);
  expect(simulator.record().totals.aborted).toBe(0);
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
  [['run', '--provider', 'ollama', '--prompt', 'x'], 'ollama'],
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
