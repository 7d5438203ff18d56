import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backendAddress } from '../../src/cli/backend/backend-address.ts';
import { EventPoster } from '../../src/cli/backend/event-poster.ts';
import { EventQueue, type PostedEvent } from '../../src/cli/backend/event-queue.ts';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { proxyServer } from '../helpers/proxy-server.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

interface Batch {
  readonly v: number;
  readonly run: string;
  readonly name: string;
  readonly lost: number;
  readonly events: readonly (PostedEvent & { readonly seq: number; readonly type: string })[];
}

/** A backend that keeps what is posted to it. @param answer how it answers; well without */
async function backend(
  answer: (response: ServerResponse, batches: readonly Batch[]) => void = (response) =>
    response.writeHead(204).end(),
) {
  const batches: Batch[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    headers.push(request.headers);
    batches.push(JSON.parse(Buffer.concat(parts).toString()));
    answer(response, batches);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const seqs = () => batches.flatMap(({ events }) => events.map(({ seq }) => seq));
  return { batches, headers, seqs, port, address: `http://127.0.0.1:${port}/events/secret-word` };
}

/** A run of twelve prompts on the simulator, to its end. */
async function run(environment: Record<string, string>) {
  const simulator = await startSimulator({ firstTokenMs: 0, outputTokens: 3 });
  onTestFinished(() => simulator.stop());
  const out = join(folder(), 'run');
  const baseUrl = `${simulator.url}/v1`;
  const spec = await resolved({
    flags: { preset: 'light', prompt: ['Hi'], repeat: 12, out, provider: 'openai', baseUrl },
  });
  const session = await Session.open({ spec, plan: compilePlan(spec), environment });
  let last = 0;
  session.engine.onEvent(({ seq }) => {
    last = seq;
  });
  session.engine.start();
  const { outcome, warning } = await session.finish();
  const log = readFileSync(join(out, 'log.jsonl'), 'utf8');
  const record = readFileSync(join(out, 'run.json'), 'utf8');
  return { outcome, warning, last, log, record, runId: session.runId };
}

function poster(address: string, proxy: string | null = null) {
  const failures: string[] = [];
  const told = new EventPoster({
    place: { address, proxy },
    run: { runId: 'r-1', name: 'cathedral' },
    onFailure: (message) => failures.push(message),
  });
  return { poster: told, failures };
}

const events = (count: number) =>
  Array.from({ length: count }, (_, seq) => ({ v: 1, seq, type: 'sample' }));

describe('BACKEND_URL', () => {
  test('gets every event of a run once and in its order, by name, before the run has ended', async () => {
    const { batches, seqs, headers, address } = await backend();
    const { outcome, warning, last, runId, log, record } = await run({ BACKEND_URL: address });
    expect([outcome.exitCode, warning]).toEqual([0, null]);
    expect(seqs()).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    const told = batches.flatMap((batch) => batch.events);
    expect(told[0].type).toBe('run.started');
    expect(told.at(-1)).toMatchObject({ type: 'run.finished', exitCode: 0 });
    expect(told.find(({ type }) => type === 'task.finished')).toMatchObject({
      agent: expect.stringMatching(/^agent_\d+$/),
      route: 'openai/gpt-5-mini',
      text: expect.any(String),
    });
    expect(batches[0]).toMatchObject({ v: 1, run: runId, name: 'light', lost: 0 });
    expect(headers[0]).toMatchObject({ 'content-type': 'application/json' });
    expect(log + record).not.toContain('secret-word');
  });

  test('that nobody listens at neither fails nor holds up a run, and is said once', async () => {
    const { outcome, warning, last, log } = await run({
      BACKEND_URL: 'http://127.0.0.1:1/events/secret-word',
    });
    expect(outcome.exitCode).toBe(0);
    expect(warning).toBe(
      `BACKEND_URL: ${last} events of the run could not be posted: 127.0.0.1:1 cannot be reached: nothing listens there`,
    );
    expect(log.match(/run events cannot be posted: 127\.0\.0\.1:1/g)).toHaveLength(1);
    expect(log + warning).not.toContain('secret-word');
  });

  test.each([
    ['ftp://host/x', 'BACKEND_URL: expected an http or https address like'],
    ['not an address', 'BACKEND_URL: expected an http or https address like'],
    ['http://me:pw@backend/x', 'BACKEND_URL: the name and password in it would travel unencrypted'],
  ])('%s is refused before anything is run', async (address, sentence) => {
    expect(await refusal(run({ BACKEND_URL: address }))).toMatch(sentence);
  });

  test('a password goes to this machine, over https, and where it is allowed', () => {
    const taken = (address: string, insecure = false) =>
      backendAddress({ BACKEND_URL: ` ${address} ` }, insecure);
    for (const address of ['http://me:pw@127.0.0.1/x', 'https://me:pw@backend/x', 'http://b/x'])
      expect(taken(address)).toBe(address);
    expect(taken('http://me:pw@backend/x', true)).toBe('http://me:pw@backend/x');
    expect(backendAddress({ BACKEND_URL: '' }, false)).toBeNull();
  });
});

describe('events are posted', () => {
  test('again where the backend is busy, and none is lost', async () => {
    const { seqs, address } = await backend((response, batches) =>
      response.writeHead(batches.length === 1 ? 503 : 200).end(),
    );
    const { poster: told, failures } = poster(address);
    for (const event of events(3)) told.event(event);
    await expect.poll(seqs, { timeout: 5_000 }).toEqual([0, 1, 2, 0, 1, 2]);
    expect(await told.settled()).toBeNull();
    expect(failures).toHaveLength(1);
  });

  test('once where the backend refuses them for good', async () => {
    const { seqs, address, port } = await backend((response) => response.writeHead(422).end());
    const { poster: told } = poster(address);
    for (const event of events(3)) told.event(event);
    expect(await told.settled()).toBe(
      `BACKEND_URL: 3 events of the run could not be posted: 127.0.0.1:${port} answered 422`,
    );
    expect(seqs()).toEqual([0, 1, 2]);
  });

  test('no longer than the end of a run may take', async () => {
    const { address, port } = await backend(() => {});
    const { poster: told } = poster(address);
    for (const event of events(1_200)) told.event(event);
    expect(await told.settled(100)).toBe(
      `BACKEND_URL: 1,200 events of the run could not be posted: 127.0.0.1:${port} was too slow`,
    );
  });

  test('through the proxy', async () => {
    const { batches, port } = await backend();
    const proxy = await proxyServer({ leadsTo: port });
    onTestFinished(() => proxy.close());
    const { poster: told } = poster('http://backend.test/events?x=1', proxy.url);
    told.event(events(1)[0]);
    expect(await told.settled()).toBeNull();
    expect(proxy.asked).toEqual(['POST http://backend.test/events?x=1']);
    expect(batches).toHaveLength(1);
  });

  test('with the name and password of the address', async () => {
    const { headers, address } = await backend();
    const { poster: told } = poster(address.replace('://', '://me:p%40ss@'));
    told.event(events(1)[0]);
    await told.settled();
    expect(headers[0].authorization).toBe(`Basic ${btoa('me:p@ss')}`);
  });
});

describe('events that wait', () => {
  test('are bounded, and the oldest are lost', () => {
    const queue = new EventQueue();
    for (const event of events(25_000)) queue.add(event);
    expect(queue.size).toBeLessThanOrEqual(10_000);
    expect(queue.size + queue.lost).toBe(25_000);
    expect(queue.take()[0].seq).toBe(queue.lost);
  });

  test('are bounded by their texts too', () => {
    const queue = new EventQueue();
    const text = 'x'.repeat(1_000_000);
    for (const event of events(100)) queue.add({ ...event, text });
    expect(queue.size).toBeLessThanOrEqual(16);
    expect(queue.take()).toHaveLength(1);
  });

  test('go by five hundred into a post', () => {
    const queue = new EventQueue();
    for (const event of events(1_100)) queue.add(event);
    expect([queue.take(), queue.take(), queue.take()].map(({ length }) => length)).toEqual([
      500, 500, 100,
    ]);
  });
});
