import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';
import { fixture, fixtureModule } from '../tools/tool-box.ts';

const environment = { ...process.env, OPENAI_API_KEY: 'k', ODD_TOKEN: 'tell-nobody' };

async function open(yaml: string, url: string) {
  const cwd = folder();
  const out = join(cwd, 'run');
  const flags = { provider: 'openai', baseUrl: `${url}/v1`, prompt: ['Hello?'], agents: 2, out };
  const spec = await resolved({ cwd, flags, environment }, yaml);
  return { out, opening: Session.open({ spec, plan: compilePlan(spec), environment }) };
}

test('a run gives its models the tools of its spec, and keeps no secret of them', async () => {
  const simulator = await startSimulator({ firstTokenMs: 2, tokensPerSecond: 1_000, toolTurns: 1 });
  onTestFinished(() => simulator.stop());
  const { out, opening } = await open(
    `tools: [{ use: ${fixtureModule}, timeoutSeconds: 0.2 }, odd/cancelled]
mcpServers:
  odd: { command: ${process.execPath}, args: [${fixture('odd-server.js')}], env: { A_TOKEN: env:ODD_TOKEN } }
`,
    simulator.url,
  );
  const session = await opening;
  session.engine.start();
  const { outcome } = await session.finish();
  expect(outcome).toMatchObject({ phase: 'DONE', exitCode: 0 });
  const roles = session.tasks.record(0)?.messages.map(({ role }) => role);
  expect(roles).toEqual(['user', 'assistant', 'tool']);
  const record = readFileSync(join(out, 'run.json'), 'utf8');
  expect(JSON.parse(record).spec.mcpServers[0].env).toEqual({ A_TOKEN: 'env:ODD_TOKEN' });
  expect(record).not.toContain('tell-nobody');
});

test('a run whose tools cannot be had is not begun', async () => {
  const { out, opening } = await open(
    'tools: odd\nmcpServers: { odd: { command: no-such-command } }\n',
    'http://127.0.0.1:1',
  );
  expect(await refusal(opening)).toMatch(
    /^The MCP server odd cannot be started: there is no command/,
  );
  expect(existsSync(out)).toBe(false);
});
