import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { openRun } from '../../src/store/open-run.ts';
import { FunctionBox } from '../engine/turns/function-box.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

const key = { OPENAI_API_KEY: 'k' };

async function begin(out: string, url: string, toolBox: FunctionBox, tasks: number) {
  const spec = await resolved({
    flags: {
      preset: 'light',
      provider: 'openai',
      baseUrl: `${url}/v1`,
      prompt: ['Hello?'],
      repeat: String(tasks),
      out,
    },
    environment: key,
  });
  return Session.open({ spec, plan: compilePlan(spec), environment: key, toolBox });
}

test('a run that was stopped between two turns goes on with the conversation that it had', async () => {
  const simulator = await startSimulator({ firstTokenMs: 2, tokensPerSecond: 1_000, toolTurns: 3 });
  const out = join(folder(), 'run');
  let stopAt = 2;
  const box = () =>
    new FunctionBox({
      look: async () => {
        if (--stopAt === 0) first.command({ type: 'stop', mode: 'now' }, { by: 'you' });
        return 'it rains';
      },
    });
  const first: Session = await begin(out, simulator.url, box(), 1);
  first.engine.start();
  expect((await first.finish()).outcome.phase).toBe('STOPPED');
  const before = simulator.record().calls.length;
  expect(before).toBe(2);

  const opened = openRun(out);
  const { spec, plan } = opened;
  const again = await Session.open({ spec, plan, environment: key, opened, toolBox: box() });
  again.engine.start();
  const { outcome, metrics } = await again.finish();
  expect(outcome).toMatchObject({ phase: 'DONE', exitCode: 0 });
  // Two of four turns had been paid for.
  expect(simulator.record().calls).toHaveLength(4);
  const [line] = readFileSync(join(out, 'results.jsonl'), 'utf8').trim().split('\n');
  const result = JSON.parse(line);
  expect(result).toMatchObject({ status: 'done', usage: { output_tokens: expect.any(Number) } });
  expect(result.usage).toEqual(metrics.usage);
  expect(result.cost_usd).toBe(metrics.cost_usd);
  expect(metrics).toMatchObject({ calls: 4, total_messages_received: 4 });
  await simulator.stop();
});

test('the record of a task holds its turns, its tools and what it cost, also where it failed', async () => {
  const simulator = await startSimulator({
    firstTokenMs: 2,
    tokensPerSecond: 1_000,
    toolTurns: 99,
  });
  const out = join(folder(), 'run');
  const session = await begin(out, simulator.url, new FunctionBox({ look: async () => 'rain' }), 2);
  session.engine.start();
  const { metrics } = await session.finish();
  expect(metrics.errors).toEqual({ tool: 2 });
  expect(metrics.calls).toBe(20);
  const results = readFileSync(join(out, 'results.jsonl'), 'utf8').trim().split('\n');
  const costs = results.map((line) => JSON.parse(line).cost_usd);
  expect(costs[0] + costs[1]).toBeCloseTo(metrics.cost_usd ?? 0, 9);
  expect(metrics.cost_usd).toBeGreaterThan(0);
  const record = session.tasks.record(0);
  expect(record?.messages.map(({ role }) => role).slice(0, 4)).toEqual([
    'user',
    'assistant',
    'tool',
    'assistant',
  ]);
  expect(record?.attempts.map(({ outcome }) => outcome)).toEqual(Array(10).fill('turn'));
  await simulator.stop();
});

test('a role may ask for answers that match a schema, here or in a file', async () => {
  const directory = folder({
    'city.json': '{"type":"object","required":["name"]}',
    'broken.json': '{"type":',
    'wrong.json': '{"type":"no-such-type"}',
  });
  const of = (schema: string) =>
    resolved({ cwd: directory }, `roles: { r: { schema: ${schema} } }\nworkload: { prompts: [x] }`);
  expect((await of('city.json')).roles[0].schema).toEqual({ type: 'object', required: ['name'] });
  expect((await of('{ type: array }')).roles[0].schema).toEqual({ type: 'array' });
  expect(await refusal(of('broken.json'))).toMatch(/roles\.r\.schema: .*broken\.json is not JSON/);
  expect(await refusal(of('wrong.json'))).toMatch(/roles\.r\.schema: expected a JSON Schema: /);
  expect(await refusal(of('missing.json'))).toMatch(/missing\.json.*no such file/);
});
