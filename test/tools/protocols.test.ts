import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { EventOf } from '../../src/state/events.ts';
import { resolved } from '../helpers/spec.ts';
import { fixture } from './tool-box.ts';

const everything = fixture(
  '../../../node_modules/@modelcontextprotocol/server-everything/dist/index.js',
);
const environment = {
  OPENAI_API_KEY: 'k',
  ANTHROPIC_API_KEY: 'k',
  GEMINI_API_KEY: 'k',
  AZURE_OPENAI_API_KEY: 'k',
  PROJECT_API_KEY: 'k',
};

/** What a role says of its way to each protocol that has tools. */
const roles = (url: string): Readonly<Record<string, string>> => ({
  chat: `provider: openai, baseUrl: ${url}/v1`,
  responses: `provider: openai-responses, baseUrl: ${url}/v1`,
  azure: `provider: azure-openai, model: d, baseUrl: "${url}/openai/v1"`,
  anthropic: `provider: anthropic, baseUrl: ${url}`,
  gemini: `provider: gemini, baseUrl: ${url}`,
  ollama: `provider: ollama, baseUrl: ${url}`,
  vllm: `provider: vllm, model: m, baseUrl: ${url}/v1`,
  threads: `provider: azure-agents, agentId: asst_1, baseUrl: ${url}/api/projects/p`,
  agents: `provider: azure-agents, agentId: bot, baseUrl: ${url}/api/projects/p`,
});

let simulator: Simulator;
const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-tools-'));
const finished: EventOf<'task.finished'>[] = [];
const tools: EventOf<'tool.finished'>[] = [];

beforeAll(async () => {
  const quick = { firstTokenMs: 2, outputTokens: 4, tokensPerSecond: 2_000 };
  simulator = await startSimulator({ ...quick, toolTurns: 4, parallelToolCalls: 3 });
  const lines = Object.entries(roles(simulator.url)).map(([name, way]) => `  ${name}: { ${way} }`);
  const spec = await resolved(
    { environment, cwd: directory, flags: { out: 'run' } },
    `agents: ${lines.length}
mcpServers: { every: { command: ${process.execPath}, args: [${everything}, stdio] } }
tools: [${fixture('harbour.ts')}, calculator, every/echo]
roles:
${lines.join('\n')}
workload:
  prompts: [${Object.keys(roles('')).map((role) => `{ prompt: "How deep?", role: ${role} }`)}]
`,
  );
  const session = await Session.open({ spec, plan: compilePlan(spec), environment });
  session.engine.onEvent((event) => {
    if (event.type === 'task.finished') finished.push(event);
    if (event.type === 'tool.finished') tools.push(event);
  });
  session.engine.start();
  await session.finish();
}, 30_000);
afterAll(async () => {
  await simulator.stop();
  rmSync(directory, { recursive: true });
});

test.each(Object.keys(roles('')).map((role, index) => [role, index] as const))(
  'a task of five turns with a local, a built-in and a server’s tool over: %s',
  (_, task) => {
    const [end] = finished.filter((event) => event.task === task);
    expect(end).toMatchObject({ turns: 5, attempts: 1 });
    expect(end.usage.outputTokens).toBeGreaterThan(0);
    expect(end.text).not.toBe('');
    const mine = tools.filter((event) => event.task === task);
    expect(mine).toHaveLength(12);
    expect(mine.map(({ failure }) => failure)).toEqual(Array(12).fill(null));
    const gave = (tool: string) => mine.find((event) => event.tool === tool)?.text;
    expect(gave('harbour_depth')).toBe('{"name":"Oslo","metres":8}');
    expect(Number(gave('calculator'))).toBeCloseTo(28.99, 2);
    expect(gave('every__echo')).toMatch(/^Echo: /);
  },
);
