import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { OpenAiChat } from '../../src/providers/openai/openai-chat.ts';
import type { Turn } from '../../src/providers/provider.ts';
import { simulate } from '../simulator/support.ts';
import { patient, turnOf } from './behaviour/one-turn.ts';

const long: Turn = {
  model: 'm',
  messages: [{ role: 'user', content: 'What holds a nave up? '.repeat(200) }],
  maxOutputTokens: null,
};
const short: Turn = { ...long, messages: [{ role: 'user', content: 'Hello?' }] };

const stream =
  'data: {"choices":[{"index":0,"delta":{"content":"ok"}}]}\n\n' +
  'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

interface Came {
  readonly coding: string | undefined;
  readonly bytes: number;
  readonly text: string;
}

/** A server that answers each request with the next of these statuses, the last of them for ever. */
async function serve(...statuses: number[]) {
  const came: Came[] = [];
  const server = createServer(async (from, to) => {
    const parts: Buffer[] = [];
    for await (const part of from) parts.push(part);
    const body = Buffer.concat(parts);
    const coding = from.headers['content-encoding'];
    const text = (coding === 'gzip' ? gunzipSync(body) : body).toString();
    const status = statuses[Math.min(came.length, statuses.length - 1)];
    came.push({ coding, bytes: body.length, text });
    to.writeHead(status, { 'content-type': status === 200 ? 'text/event-stream' : 'text/plain' });
    to.end(status === 200 ? stream : 'unreadable');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider = providerOf(`http://127.0.0.1:${(server.address() as { port: number }).port}/v1`);
  onTestFinished(() => void server.close());
  return { came, provider };
}

function providerOf(baseUrl: string, gzip = true): HttpProvider {
  const protocol = new OpenAiChat({ baseUrl, key: null });
  const provider = new HttpProvider({
    protocol,
    baseUrl,
    pool: 2,
    http2: false,
    gzip,
    timeouts: patient,
  });
  onTestFinished(async () => {
    await provider.close();
  });
  return provider;
}

test('a long request is compressed, and a short one is not worth it', async () => {
  const { came, provider } = await serve(200);
  expect((await turnOf(provider, long)).result?.text).toBe('ok');
  expect((await turnOf(provider, short)).result?.text).toBe('ok');
  expect(came.map(({ coding }) => coding)).toEqual(['gzip', undefined]);
  expect(came[0].bytes).toBeLessThan(came[0].text.length / 5);
  expect(JSON.parse(came[0].text).messages).toEqual(long.messages);
});

test('it is off unless it is asked for', async () => {
  const simulator = await simulate();
  const { result } = await turnOf(providerOf(`${simulator.url}/v1`, false), long);
  expect(result).not.toBeNull();
});

test.each([400, 415])('%i to the first one sends it again as it is, once', async (status) => {
  const { came, provider } = await serve(status, 200);
  const { failure } = await turnOf(provider, long);
  // The engine sends it again without a further try.
  expect(failure).toMatchObject({ status, resend: true });
  expect((await turnOf(provider, long)).result?.text).toBe('ok');
  expect((await turnOf(provider, long)).result?.text).toBe('ok');
  expect(came.map(({ coding }) => coding)).toEqual(['gzip', undefined, undefined]);
});

test('what is refused without it is refused for good', async () => {
  const { provider } = await serve(400);
  expect((await turnOf(provider, long)).failure?.resend).toBe(true);
  const { failure } = await turnOf(provider, long);
  expect(failure).toMatchObject({ class: 'invalid-request' });
  expect(failure?.resend).toBeUndefined();
});

test('where compressed requests were taken before, 400 is about the request itself', async () => {
  const { came, provider } = await serve(200, 400, 200);
  await turnOf(provider, long);
  expect((await turnOf(provider, long)).failure?.resend).toBeUndefined();
  await turnOf(provider, long);
  expect(came.map(({ coding }) => coding)).toEqual(['gzip', 'gzip', 'gzip']);
});

test('the simulator reads compressed requests, and refuses other codings as servers do', async () => {
  const simulator = await simulate({ firstTokenMs: 0, outputTokens: 3, tokensPerSecond: 10_000 });
  const provider = providerOf(`${simulator.url}/v1`);
  const { result } = await turnOf(provider, long);
  expect(result?.usage?.inputTokens).toBeGreaterThan(500);
  const odd = await fetch(`${simulator.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-encoding': 'zstd' },
    body: 'anything',
  });
  expect(odd.status).toBe(415);
});
