import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AlertNotifier } from '../../src/cli/notify/alert-notifier.ts';
import { type NotifyTarget, notifyTarget } from '../../src/cli/notify/notify-target.ts';
import { plainFrontEnd } from '../../src/cli/plain-front-end.ts';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { RunEvent, RunEventBody } from '../../src/state/events.ts';
import { proxyServer } from '../helpers/proxy-server.ts';
import { scriptedServer } from '../helpers/scripted-server.ts';
import { captured, folder, refusal, resolved } from '../helpers/spec.ts';

const run = { runId: 'r-1', name: 'cathedral' };
const event = (body: RunEventBody, t = 61_000): RunEvent => ({ v: 1, seq: 9, t, ...body });
const raised = event({ type: 'alert.raised', alert: 'failures', message: '4 of 20 failed' });
const cleared = event({ type: 'alert.cleared', alert: 'failures' }, 90_000);

/** A server that keeps what is posted to it. */
async function receiver(status = 200) {
  const posted: {
    path: string;
    type: string;
    credentials?: string;
    body: Record<string, unknown>;
  }[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    posted.push({
      path: request.url ?? '',
      type: request.headers['content-type'] ?? '',
      credentials: request.headers.authorization,
      body: JSON.parse(Buffer.concat(parts).toString()),
    });
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { posted, address: `http://127.0.0.1:${port}/hook/secret-word` };
}

function notifier(notify: string, environment: Record<string, string> = {}) {
  const target = notifyTarget(notify, environment) as NotifyTarget;
  const failures: string[] = [];
  return {
    failures,
    notifier: new AlertNotifier(target, run, (message) => failures.push(message)),
  };
}

describe('an address', () => {
  test('is told of an alert when it is raised and when it is over, in this order', async () => {
    const { posted, address } = await receiver();
    const { notifier: told, failures } = notifier(address);
    told.event(raised);
    told.event(cleared);
    await told.settled();
    expect(posted.map(({ path, type }) => [path, type])).toEqual([
      ['/hook/secret-word', 'application/json'],
      ['/hook/secret-word', 'application/json'],
    ]);
    expect(posted[0].body).toEqual({
      v: 1,
      type: 'alert.raised',
      alert: 'failures',
      message: '4 of 20 failed',
      text: 'cathedral: 4 of 20 failed',
      run: 'r-1',
      name: 'cathedral',
      t: 61_000,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(posted[1].body).toMatchObject({
      type: 'alert.cleared',
      message: '4 of 20 failed',
      text: 'cathedral: over: 4 of 20 failed',
    });
    expect(failures).toEqual([]);
  });

  test('is told of nothing else', async () => {
    const { posted, address } = await receiver();
    const { notifier: told } = notifier(address);
    told.event(event({ type: 'gate.released', route: 0, gate: 'rate' }));
    await told.settled();
    expect(posted).toEqual([]);
  });

  test('that refuses is named once, without the part that may be secret', async () => {
    const { posted, address } = await receiver(403);
    const { notifier: told, failures } = notifier(address);
    told.event(raised);
    told.event(cleared);
    await told.settled();
    expect(posted).toHaveLength(2);
    expect(failures).toEqual([`alerts cannot be passed on: ${new URL(address).host} answered 403`]);
  });

  test('that nobody listens at is named, and the run goes on', async () => {
    const { notifier: told, failures } = notifier('http://127.0.0.1:1/secret-word');
    told.event(raised);
    await told.settled();
    expect(failures).toEqual([
      'alerts cannot be passed on: 127.0.0.1:1 cannot be reached: nothing listens there',
    ]);
  });

  test('is reached through the proxy that calls go through, but for one that is near', async () => {
    const { posted, address } = await receiver();
    const proxy = await proxyServer({ leadsTo: Number(new URL(address).port) });
    onTestFinished(() => proxy.close());
    const environment = { HTTP_PROXY: proxy.url };
    const far = notifier('http://me:pw@hooks.test/hook?to=us', environment);
    far.notifier.event(raised);
    await far.notifier.settled();
    const near = notifier(address, environment);
    near.notifier.event(raised);
    await near.notifier.settled();
    expect([...far.failures, ...near.failures]).toEqual([]);
    expect(proxy.asked).toEqual(['POST http://hooks.test/hook?to=us']);
    expect(posted.map(({ path }) => path)).toEqual(['/hook?to=us', '/hook/secret-word']);
    expect(posted.map(({ credentials }) => credentials)).toEqual([
      `Basic ${btoa('me:pw')}`,
      undefined,
    ]);
  });

  test('that never answers is cut at the end of the run', async () => {
    const silent = await scriptedServer(['HANG']);
    onTestFinished(() => silent.close());
    const { notifier: told, failures } = notifier(`${silent.url}/secret-word`);
    told.event(raised);
    await expect.poll(() => silent.requests.length).toBe(1);
    await told.settled(20);
    expect(failures).toEqual([
      `alerts cannot be passed on: ${new URL(silent.url).host} cannot be reached: This operation was aborted`,
    ]);
    await expect.poll(silent.openSockets).toBe(0);
  });

  test('in the environment that is none is refused, and is not shown', async () => {
    const told = await refusal(() => notifyTarget('env:HOOK', { HOOK: 'https://secret word' }));
    expect(told).toBe(
      'alerts.notify: expected an address like https://host/path in HOOK, got something else',
    );
  });
});

describe('a command', () => {
  test('gets the alert on stdin and in its environment', async () => {
    const file = join(folder(), 'told');
    const words = '"$SWARMDECK_ALERT|$SWARMDECK_ALERT_STATE|$SWARMDECK_MESSAGE|$SWARMDECK_RUN"';
    const { notifier: told, failures } = notifier(`cat >>'${file}'; echo ${words} >>'${file}'`);
    told.event(raised);
    told.event(cleared);
    await told.settled();
    expect(failures).toEqual([]);
    const [first, firstWords, second, secondWords] = readFileSync(file, 'utf8').split('\n');
    expect(JSON.parse(first)).toMatchObject({ type: 'alert.raised', run: 'r-1' });
    expect(JSON.parse(second)).toMatchObject({ type: 'alert.cleared' });
    expect(firstWords).toBe('failures|raised|4 of 20 failed|r-1');
    expect(secondWords).toBe('failures|cleared|4 of 20 failed|r-1');
  });

  test('is not made of what an alert says', async () => {
    const file = join(folder(), 'harm');
    const message = `"; touch '${file}'; $(touch '${file}')`;
    const { notifier: told } = notifier('printf %s "$SWARMDECK_MESSAGE" >/dev/null');
    told.event(event({ type: 'alert.raised', alert: 'breaker', message }));
    await told.settled();
    expect(existsSync(file)).toBe(false);
  });

  test('that reads nothing is well, and one that fails is named with its words', async () => {
    const well = notifier('true');
    well.notifier.event(raised);
    await well.notifier.settled();
    expect(well.failures).toEqual([]);
    const ill = notifier('echo no such channel >&2; exit 3');
    ill.notifier.event(raised);
    ill.notifier.event(cleared);
    await ill.notifier.settled();
    expect(ill.failures).toEqual([
      'alerts cannot be passed on: the command ended with 3: no such channel',
    ]);
  });

  test('that hangs is cut at the end of the run, with all that it began', async () => {
    const file = join(folder(), 'late');
    const { notifier: told, failures } = notifier(`(sleep 1; touch '${file}') & sleep 600`);
    told.event(raised);
    await told.settled(100);
    expect(failures).toEqual(['alerts cannot be passed on: the command took too long']);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(existsSync(file)).toBe(false);
  });
});

describe('a run', () => {
  /** A session of forty prompts on a server that refuses half of them. */
  async function failing(out: string, notify: string, environment: Record<string, string> = {}) {
    const simulator = await startSimulator({
      firstTokenMs: 0,
      tokensPerSecond: 10_000,
      faults: { shares: { 'bad-request': 0.5 } },
    });
    onTestFinished(() => simulator.stop());
    const spec = await resolved(
      {
        flags: {
          preset: 'light',
          prompt: ['Hello?'],
          repeat: '60',
          out,
          provider: 'openai',
          baseUrl: `${simulator.url}/v1`,
        },
        environment: { OPENAI_API_KEY: 'k' },
      },
      `alerts: { notify: ${JSON.stringify(notify)} }\n`,
    );
    return Session.open({
      spec,
      plan: compilePlan(spec),
      environment: { OPENAI_API_KEY: 'k', ...environment },
    });
  }

  test('passes its alerts on before it ends, to where the environment says', async () => {
    const { posted, address } = await receiver();
    const session = await failing(join(folder(), 'run'), 'env:HOOK', { HOOK: address });
    session.engine.start();
    const { outcome } = await session.finish();
    expect(outcome.exitCode).toBe(1);
    expect(posted).toMatchObject([
      { body: { type: 'alert.raised', alert: 'failures', run: session.runId } },
    ]);
    const kept = ['run.json', 'log.jsonl'].map((file) =>
      readFileSync(join(session.directory, file), 'utf8'),
    );
    expect(kept.join('\n')).not.toContain('secret-word');
  });

  test('goes on when they cannot be passed on, and says so once in its log', async () => {
    const session = await failing(join(folder(), 'run'), 'exit 7');
    const { texts, ...streams } = captured();
    const plain = plainFrontEnd(session, streams, { verbose: false });
    session.engine.start();
    const ended = await session.finish();
    expect(ended.outcome.phase).toBe('DONE');
    plain.end(ended);
    expect(texts.stderr).toMatch(/ {2}alert {2}\d+ of the last \d+ tasks failed, \d+ %\n/);
    expect(texts.stdout).toMatch(/alerts +\d+ of the last \d+ tasks failed, \d+ %\n/);
    expect(texts.stdout).toMatch(/limited by +\S.* for \d+ % of the time/);
    const log = readFileSync(join(session.directory, 'log.jsonl'), 'utf8');
    expect(log.match(/alerts cannot be passed on: the command ended with 7/g)).toHaveLength(1);
    expect(log).toContain('"alert.raised"');
  });

  test('does not begin without the variable that names the address', async () => {
    const out = join(folder(), 'run');
    expect(await refusal(failing(out, 'env:NO_SUCH_HOOK'))).toBe(
      'alerts.notify: the environment variable NO_SUCH_HOOK is not set; set it, or put it in .env',
    );
    expect(existsSync(out)).toBe(false);
  });
});
