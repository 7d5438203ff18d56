import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { providerNames } from '../../src/spec/providers.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));

let directory: WorkingDirectory;
beforeEach(() => {
  directory = new WorkingDirectory();
});
afterEach(() => directory.clear());

test('examples/cathedral.yaml runs 400 kaoz and 100 order on a project of Azure', async () => {
  const simulator = await startSimulator({ firstTokenMs: 20, outputTokens: 5 });
  try {
    const { code, stderr } = await directory.run(
      ['run', `${folder}cathedral.yaml`, '--out', 'out', '--verbose', '--budget', '5'],
      {
        PROJECT_ENDPOINT: `${simulator.url}/api/projects/p`,
        PROJECT_API_KEY: 'k',
        AGENT_ID_KAOZ: 'asst_kaoz',
        AGENT_ID_ORDER: 'order-bot:1',
      },
    );
    expect(code, stderr).toBe(0);
    const results = directory.lines('out/results.jsonl');
    expect(results).toHaveLength(500);
    expect(results.every(({ status }) => status === 'done')).toBe(true);
    expect(results.filter(({ role }) => role === 'kaoz')).toHaveLength(400);
    expect(directory.json('out/metrics.json').cost_usd).toBeGreaterThan(0);
    for (const stage of ['creating thread', 'posting batch 1 of 1', 'running'])
      expect(stderr).toMatch(new RegExp(`^\\[KAOZ_\\d+\\] \\S+: ${stage}…$`, 'm'));
    // Its first exchange is sent long before a token can be waited for.
    expect(stderr).not.toContain('waiting for the first token');
    const { calls } = simulator.record();
    const of = (what: RegExp) =>
      calls.filter(({ method, path }) => what.test(`${method} ${path}`)).length;
    expect(of(/POST .*\/runs$/)).toBe(400);
    expect(of(/POST .*\/responses$/)).toBe(100);
    expect(of(/DELETE .*\/threads\//)).toBe(400);
  } finally {
    await simulator.stop();
  }
});

describe('examples/roster-131', () => {
  const spec = `${folder}roster-131/roster.swarm.yaml`;
  test('runs on an Ollama with its two models', async () => {
    const simulator = await startSimulator({ firstTokenMs: 0, outputTokens: 3 });
    onTestFinished(() => simulator.stop());
    const { code, stderr } = await directory.run([
      ...['run', spec, '--out', 'out', '--provider', 'ollama', '--base-url', simulator.url],
    ]);
    expect(code, stderr).toBe(0);
    const routes = directory.lines('out/results.jsonl').map(({ route }) => route);
    const of = (route: string) => routes.filter((each) => each === route).length;
    expect([of('ollama/qwen2.5-coder:7b'), of('ollama/tinyllama')]).toEqual([59, 72]);
  });

  test('is what migrate makes of its CSV, and --dry-run tells its tiers', async () => {
    const made = await directory.run(['migrate', `${folder}roster-131/roster.csv`, '--out', '-']);
    expect(made.code, made.stderr).toBe(0);
    expect(made.stdout).toBe(readFileSync(spec, 'utf8'));
    expect(made.stderr).toMatch(/131 agents, 131 ready, 0 need attention/);
    const dry = await directory.run(['run', spec, '--dry-run']);
    expect(dry.code, dry.stderr).toBe(0);
    expect(dry.stdout).toMatch(/^simple +simulator\/sim-small +41 +41 +41 /m);
  });
});

test.each([
  ['questions.jsonl', 4],
  ['prompts.txt', 3],
])('examples/%s is a file of prompts', async (file, tasks) => {
  const { code, stderr } = await directory.run([
    'run',
    '--prompts',
    `${folder}${file}`,
    '--out',
    'out',
  ]);
  expect(code, stderr).toBe(0);
  expect(directory.lines('out/results.jsonl')).toHaveLength(tasks);
});

describe('examples/providers', () => {
  const own = readdirSync(`${folder}providers`).map((file) => file.replace(/\.yaml$/, ''));

  test('has a spec for every provider that is a service', () => {
    const none = ['simulator', 'exec', 'code'];
    const services = providerNames.filter((name) => !none.includes(name));
    expect(own.toSorted()).toEqual(services.toSorted());
  });

  test.each(own)('%s runs, with the simulator in the place of the service', async (name) => {
    const simulator = await startSimulator({ firstTokenMs: 5, tokensPerSecond: 5_000 });
    onTestFinished(() => simulator.stop());
    const project = name === 'azure-agents' ? '/api/projects/p' : '';
    const { code, stderr } = await directory.run(
      [
        'run',
        `${folder}providers/${name}.yaml`,
        '--base-url',
        `${simulator.url}${project}`,
        '--out',
        'out',
      ],
      { PROJECT_API_KEY: 'k' },
    );
    expect(code, stderr).toBe(0);
    expect(directory.lines('out/results.jsonl').map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
    ]);
    expect(String(directory.lines('out/results.jsonl')[0].route)).toContain(`${name}/`);
  });
});

describe('examples/exec', () => {
  const run = (name: string, environment = {}, flags: string[] = []) =>
    directory.run(
      ['run', `${folder}exec/${name}.yaml`, '--out', 'out', '--verbose', ...flags],
      environment,
    );

  test('every spec is tried here', () => {
    const specs = readdirSync(`${folder}exec`).filter((file) => file.endsWith('.yaml'));
    expect(specs.toSorted()).toEqual(['cat.yaml', 'claude-code.yaml', 'react.yaml']);
  });

  test('the agent in Python takes a model of a server, and is tried again where that is busy', async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        if (asked++ === 0) return response.writeHead(503).end('busy');
        const text =
          asked % 2 === 0 ? 'Thought: A sum.\nAction: calculate[2*(3+4)]' : 'Answer: It is 14.';
        const usage = { prompt_tokens: 10, completion_tokens: 5 };
        response.end(JSON.stringify({ choices: [{ message: { content: text } }], usage }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await run(
      'react',
      { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, MODEL: 'm' },
      ['--agents', '1', '--set', 'retry.baseMs=1'],
    );
    expect(code, stderr).toBe(0);
    expect(directory.lines('out/results.jsonl')).toMatchObject([
      { text: 'It is 14.', attempts: 2, usage: { input_tokens: 20, output_tokens: 10 } },
      { text: 'It is 14.', attempts: 1 },
      { text: 'It is 14.' },
    ]);
    expect(directory.json('out/metrics.json').retries.by_class).toEqual({ overloaded: 1 });
  });

  test('coding agents run without their screen; a stand-in that writes as they do', async () => {
    claudeStandIn(directory.path);
    const { code, stderr } = await run('claude-code', {
      PATH: `${directory.path}:${process.env.PATH}`,
    });
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^\[REVIEWER_0\] \S+: Read…$/m);
    expect(directory.lines('out/results.jsonl')[0]).toMatchObject({
      route: 'exec/sonnet',
      text: 'It promises a sweep.',
      usage: { input_tokens: 3, cache_read_tokens: 10, output_tokens: 90 },
      cost_usd: 0.0125,
    });
  });
});

/** A program called claude that reads a prompt, and writes what Claude Code would. */
function claudeStandIn(path: string): void {
  const says = (event: object) => ({ type: 'stream_event', event, parent_tool_use_id: null });
  const piece = (text: string) =>
    says({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
  const message = (...content: object[]) => ({
    type: 'assistant',
    message: { role: 'assistant', content },
    parent_tool_use_id: null,
  });
  const lines = [
    { type: 'system', subtype: 'init', tools: ['Read'], model: 'sonnet' },
    says({ type: 'message_start', message: {} }),
    piece('I read it.'),
    message({ type: 'text', text: 'I read it.' }),
    message({ type: 'tool_use', id: 't1', name: 'Read', input: { file_path: 'README.md' } }),
    { type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't1' }] } },
    says({ type: 'message_start', message: {} }),
    piece('It promises '),
    piece('a sweep.'),
    message({ type: 'text', text: 'It promises a sweep.' }),
    {
      type: 'result',
      subtype: 'success',
      is_error: false,
      result: 'It promises a sweep.',
      total_cost_usd: 0.0125,
      usage: { input_tokens: 3, cache_read_input_tokens: 10, output_tokens: 90 },
    },
  ];
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const script = `#!/bin/sh\ncat > /dev/null\ncat <<'END'\n${text}\nEND\n`;
  writeFileSync(join(path, 'claude'), script, { mode: 0o755 });
}
