import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { curlCommand } from '../../components/agent/curl-command.ts';
import { pastTasks } from '../../src/cli/recorded-tasks.ts';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { RunState } from '../../src/state/run-state.ts';
import { openRun } from '../../src/store/open-run.ts';
import { httpRequest } from '../helpers/as-http.ts';
import { curlStandIn } from '../helpers/curl-stand-in.ts';
import { folder, resolved } from '../helpers/spec.ts';

const shell = promisify(execFile);
const key = 'sk-secret-of-the-test';
let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 30, outputTokens: 40, tokensPerSecond: 200 });
});
afterEach(() => simulator.stop());

async function open(out = join(folder(), 'run'), repeat = '1') {
  const environment = { OPENAI_API_KEY: key };
  const baseUrl = `${simulator.url}/v1`;
  const spec = await resolved({
    flags: {
      preset: 'light',
      prompt: ["What's a fjord?"],
      repeat,
      out,
      provider: 'openai',
      baseUrl,
    },
    environment,
  });
  const session = await Session.open({ spec, plan: compilePlan(spec), environment });
  return { session, spec, out };
}

test('a task is looked at while it streams, once it has ended, and when its run has been closed', async () => {
  const { session } = await open();
  const { tasks } = session;
  session.engine.start();
  expect(tasks.record(0)).toMatchObject({ status: 'queued', agent: -1, attempts: [] });
  await expect.poll(() => tasks.partialText(0)?.length ?? 0).toBeGreaterThan(10);
  const early = tasks.partialText(0) ?? '';
  expect(tasks.record(0)).toMatchObject({
    status: 'running',
    agent: 0,
    messages: [{ role: 'user', content: "What's a fjord?" }],
    attempts: [{ attempt: 1, outcome: 'running', endedT: null }],
    answer: null,
  });
  expect(tasks.record(0)?.attempts[0].firstTokenMs).toBeGreaterThan(25);
  await session.finish();
  const ended = tasks.record(0);
  expect(ended).toMatchObject({ status: 'done', attempts: [{ outcome: 'done' }] });
  expect(ended?.answer?.startsWith(early)).toBe(true);
  expect(tasks.partialText(0)).toBeNull();
});

test('a record is read once for each event of its task, however often it is asked for', async () => {
  const { session } = await open(undefined, '20');
  session.engine.start();
  await expect.poll(() => session.tasks.record(0)?.status).toBe('running');
  const before = session.tasks.record(0);
  expect(session.tasks.record(0)).toBe(before);
  await expect.poll(() => session.tasks.record(0)?.status).toBe('done');
  const done = session.tasks.record(0);
  // Other tasks go on; this one has had its last event.
  await expect.poll(() => session.snapshot().tasks.done).toBeGreaterThan(15);
  expect(session.tasks.record(0)).toBe(done);
  await session.finish();
});

test('of a task that is not there, nothing is told', async () => {
  const { session } = await open();
  for (const task of [-1, 1, 99]) expect(session.tasks.record(task)).toBeNull();
  expect(session.tasks.rawCall(0)).toBeNull();
  session.engine.start();
  await session.finish();
});

test('a call that is looked at from its start is kept whole, and the key is in none of it', async () => {
  const { session } = await open();
  session.engine.start();
  await expect.poll(() => session.tasks.rawCall(0)?.live, { interval: 1 }).toBe(true);
  await session.engine.ended;
  const raw = session.tasks.rawCall(0);
  expect(raw).toMatchObject({ attempt: 1, live: false, asSent: true, head: { status: 200 } });
  expect(raw?.body).toMatchObject({ fromStart: true, cut: false });
  expect(raw?.body?.text).toMatch(/^data: .*\n\ndata: \[DONE\]\n\n$/s);
  expect(JSON.stringify(raw)).not.toContain(key);
  session.tasks.closeRaw();
  expect(session.tasks.rawCall(0)).toMatchObject({ asSent: false, head: null, body: null });
  await session.finish();
});

test('one that is looked at in its midst says that its start was not kept', async () => {
  const { session } = await open();
  session.engine.start();
  await expect.poll(() => session.tasks.partialText(0)?.length ?? 0).toBeGreaterThan(20);
  expect(session.tasks.rawCall(0)?.body).toEqual({ text: '', fromStart: false, cut: false });
  await session.engine.ended;
  const raw = session.tasks.rawCall(0);
  expect(raw?.body?.text).toContain('[DONE]');
  expect(raw?.body?.text).not.toContain('"role":"assistant"');
  await session.finish();
});

async function commandOf(session: Session): Promise<string> {
  session.engine.start();
  await session.engine.ended;
  const raw = session.tasks.rawCall(0);
  const command = curlCommand(httpRequest(raw?.request));
  await session.finish();
  return command;
}

/** What came of a command that was pasted into a shell, with the key in its environment. */
async function pasted(command: string, path: string): Promise<string> {
  const { stdout } = await shell('sh', ['-c', command], {
    env: { PATH: path, OPENAI_API_KEY: key },
  });
  const [first, again] = simulator.record().calls;
  expect([again.status, again.model, again.promptTokens]).toEqual([
    200,
    first.model,
    first.promptTokens,
  ]);
  return stdout;
}

const path = process.env.PATH ?? '';
const hasCurl = path.split(delimiter).some((directory) => existsSync(join(directory, 'curl')));

test('the curl command of a call asks the same again, with the key of the shell', async () => {
  const { session } = await open();
  const command = await commandOf(session);
  expect(command).not.toContain(key);
  const bin = folder();
  curlStandIn(bin);
  expect(await pasted(command, `${bin}${delimiter}${path}`)).toContain('data: [DONE]');
});

test.runIf(hasCurl)('curl itself takes it', async () => {
  const { session } = await open();
  expect(await pasted(await commandOf(session), path)).toContain('data: [DONE]');
});

test('a past run shows its tasks by its record alone', async () => {
  const { session, spec, out } = await open();
  session.engine.start();
  await session.finish();
  const opened = openRun(out);
  const state = new RunState();
  for (const event of opened.events()) state.apply(event);
  opened.store.close();
  const tasks = pastTasks(out, state, spec);
  expect(tasks.record(0)).toMatchObject({ status: 'done', attempts: [{ outcome: 'done' }] });
  expect(tasks.partialText(0)).toBeNull();
  const raw = tasks.rawCall(0);
  expect(raw).toMatchObject({ asSent: false, live: false, head: null, body: null });
  const { url, headers } = httpRequest(raw?.request);
  expect(url).toBe(`${simulator.url}/v1/chat/completions`);
  expect(headers.authorization).toBe('Bearer $OPENAI_API_KEY');
  tasks.closeRaw();
});

test('a record that cannot be read takes nothing with it', async () => {
  const { session, spec } = await open();
  session.engine.start();
  await session.finish();
  expect(pastTasks(folder(), session.engine.state, spec).record(0)).toBeNull();
});
