import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openConsole } from '../../components/console.tsx';
import { openLinearConsole } from '../../components/linear/linear-console.ts';
import { consoleRun } from '../../src/cli/console-run.ts';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { FakeTerminal } from '../components/fake-terminal.ts';
import { FunctionBox } from '../engine/turns/function-box.ts';
import { folder, resolved } from '../helpers/spec.ts';

const key = { OPENAI_API_KEY: 'k' };

/** A run of one task whose tool asks first, under a console on a terminal of 110×30. */
async function underConsole(open: typeof openConsole) {
  const simulator = await startSimulator({ firstTokenMs: 2, tokensPerSecond: 1_000 });
  const box = new FunctionBox({ look: async () => 'it rains' }, 'ask');
  const flags = {
    ...{ preset: 'light', provider: 'openai', baseUrl: `${simulator.url}/v1` },
    ...{ prompt: ['Hello?'], agents: '1', out: join(folder(), 'run') },
  };
  const spec = await resolved({ flags, environment: key });
  const plan = compilePlan(spec);
  const options = { spec, plan, environment: key, toolBox: box, interactive: true };
  const session = await Session.open(options);
  const terminal = new FakeTerminal(110, 30);
  const closing = new AbortController();
  const outcome = open({
    run: consoleRun(session),
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    env: { TERM: 'xterm-256color', LANG: 'en_GB.UTF-8' },
    operator: 'mo',
    signal: closing.signal,
    settings: { theme: 'dark' },
  });
  onTestFinished(async () => {
    closing.abort();
    await outcome;
    await simulator.stop();
  });
  session.engine.start();
  return { session, terminal, box };
}

test('a tool runs because a key said so on the screen that showed it', async () => {
  const { session, terminal, box } = await underConsole(openConsole);
  await terminal.shows(/1 tool asks {2}agent_0 look \{.*\} +Y allow/);
  expect(box.ran).toEqual([]);
  // What has just come up is not answered by a key.
  await pause(320);
  terminal.press('Y');
  expect((await session.finish()).outcome).toMatchObject({ phase: 'DONE', exitCode: 0 });
  expect(box.ran).toEqual(['look']);
  expect(session.tasks.record(0)?.toolCalls[0].answer).toMatchObject({ allowed: true, by: 'mo' });
  await terminal.shows(/DONE[\s\S]*you +look allowed · agent_0/);
});

test('a screen reader hears what a tool would be given, and allows it by a command', async () => {
  const { session, terminal, box } = await underConsole(openLinearConsole);
  await terminal.shows(
    /agent_0 asks whether look may run with \{.*\}\nType allow agent_0 or refuse/,
  );
  terminal.press('allow agent_0\r');
  await terminal.shows(/Allow agent_0\?\nagent_0 asks whether look may run with \{.*\}\n1\. yes/);
  expect(box.ran).toEqual([]);
  terminal.press('yes\r');
  expect((await session.finish()).outcome).toMatchObject({ phase: 'DONE', exitCode: 0 });
  expect(box.ran).toEqual(['look']);
});
