import { constants, type ServerHttp2Stream } from 'node:http2';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { HttpProvider } from '../../src/providers/http-provider.ts';
import { type Http2Server, http2Server, trustTestCertificate } from '../helpers/http2-server.ts';
import { type OneCallOptions, oneCall, openAiProvider, turn } from '../helpers/one-call.ts';

let server: Http2Server;
let provider: HttpProvider;
beforeAll(() => trustTestCertificate());
afterEach(async () => {
  await provider.close();
  await server.close();
});

async function serve(...how: Parameters<typeof http2Server>): Promise<void> {
  server = await http2Server(...how);
  provider = openAiProvider(server.url, {}, true);
}

const call = (options: OneCallOptions = {}) => oneCall(server.url, { provider, ...options });

const word = 'data: {"choices":[{"index":0,"delta":{"content":"ok"}}]}\n\n';
const lastEvents =
  'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

function start(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200, 'content-type': 'text/event-stream' });
  stream.write(word);
}

test('closing also ends a stream that the server keeps open after the end marker', async () => {
  await serve((stream) => {
    start(stream);
    stream.write(lastEvents);
  });
  expect((await call()).result?.text).toBe('ok');
  expect(await provider.close()).toBe(1);
  expect(provider.traffic().openSockets).toBe(0);
  await expect.poll(() => server.openSessions()).toBe(0);
});

test('closing ends every call, those that stream and those that wait for a stream', async () => {
  const started = Promise.withResolvers<void>();
  const allowed = 20;
  let streaming = 0;
  await serve((stream) => {
    start(stream);
    if (++streaming === allowed) started.resolve();
  }, allowed);
  const traces = Array.from({ length: 120 }, () => call());
  await started.promise;
  await provider.close();
  const failures = (await Promise.all(traces)).map(({ failure }) => failure?.message);
  expect(new Set(failures)).toEqual(
    new Set([
      'the connection broke: the connections are closed',
      'no connection: The client is destroyed',
    ]),
  );
  expect(provider.traffic().openSockets).toBe(0);
  await expect.poll(() => server.openSessions()).toBe(0);
});

test('a call that is cut cancels its stream, and the other on its connection goes on', async () => {
  const streams: ServerHttp2Stream[] = [];
  await serve((stream) => {
    start(stream);
    streams.push(stream);
  });
  const cut = call({ onDelta: (active) => active().abort('cancelled', 'enough') });
  const kept = call();
  expect((await cut).failure?.message).toBe('enough');
  await expect.poll(() => server.closedWith).toEqual([constants.NGHTTP2_CANCEL]);
  await expect.poll(() => streams.length).toBe(2);
  streams[1].end(lastEvents);
  expect((await kept).result?.text).toBe('ok');
  expect(server.openSessions()).toBe(1);
});

test('a request that the server refuses and gets again is one call, sent once', async () => {
  await serve((stream, index) => {
    if (index === 0) return stream.close(constants.NGHTTP2_REFUSED_STREAM);
    start(stream);
    stream.end(lastEvents);
  });
  let sent = 0;
  const text = await new Promise((resolve, reject) => {
    provider.call(turn, {
      sent: () => sent++,
      delta: () => {},
      done: (result) => resolve(result.text),
      failed: reject,
    });
  });
  expect(text).toBe('ok');
  await expect.poll(() => server.closedWith).toHaveLength(2);
  expect(sent).toBe(1);
});

test('a health check goes over the session too, and closing cuts the one that is not answered', async () => {
  let asked = 0;
  await serve((stream) => {
    asked++;
    // The second one is left without an answer.
    if (asked === 1) stream.respond({ ':status': 200 }, { endStream: true });
  });
  expect(await provider.check()).toEqual({ ok: true, detail: '' });
  const report = provider.check();
  await expect.poll(() => asked).toBe(2);
  expect(await provider.close()).toBe(1);
  expect(await report).toBeNull();
  await expect.poll(() => server.openSessions()).toBe(0);
});
