import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { oneCall, openAiProvider } from '../helpers/one-call.ts';
import { type ScriptedServer, type Step, scriptedServer } from '../helpers/scripted-server.ts';

let server: ScriptedServer;
afterEach(() => server.close());

async function serve(...scripts: Step[][]): Promise<string> {
  server = await scriptedServer(...scripts);
  return server.url;
}

const stream =
  'data: {"choices":[{"index":0,"delta":{"content":"ok"}}]}\n\n' +
  'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
const chunked = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';
const part = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const keptOpen = [`${chunked}transfer-encoding: chunked\r\n\r\n${part(stream)}`];
const whole = [`${keptOpen[0]}0\r\n\r\n`];

test('a server that keeps its stream open after the end marker does not use up the pool', async () => {
  const url = await serve(keptOpen);
  // The pool keeps two.
  const provider = openAiProvider(url, { connectSeconds: 2 });
  for (let call = 0; call < 5; call++)
    expect((await oneCall(url, { provider })).result?.text).toBe('ok');
  await expect.poll(() => server.openSockets()).toBe(0);
  await provider.close();
});

test('a call on a kept connection takes no time to connect', async () => {
  const url = await serve(whole);
  const provider = openAiProvider(url);
  expect((await oneCall(url, { provider })).opened).toBe(true);
  // A connection is free again one turn of the event loop after its reply.
  await sleep(20);
  expect((await oneCall(url, { provider })).opened).toBe(false);
  expect(server.openSockets()).toBe(1);
  await provider.close();
});

test('a call over the pool opens a connection of its own', async () => {
  const url = await serve([50, ...whole]);
  const provider = openAiProvider(url);
  const traces = await Promise.all(Array.from({ length: 4 }, () => oneCall(url, { provider })));
  expect(traces.map((trace) => trace.opened)).toEqual([true, true, true, true]);
  await provider.close();
});

test.each(['null', '7', '{"choices":[null]}', '{"choices":7}'])(
  'an event that is no chunk (%s) breaks the call at most, compressed or not',
  async (event) => {
    const body = `data: ${event}\n\n`;
    const head = `${chunked}connection: close\r\n`;
    const url = await serve(
      [`${head}\r\n`, body, 'END'],
      [`${head}content-encoding: gzip\r\n\r\n`, gzipSync(body), 'END'],
    );
    for (let call = 0; call < 2; call++)
      expect((await oneCall(url)).failure).toMatchObject({
        class: 'truncated',
        message: 'the stream ended without its end marker',
      });
  },
);
