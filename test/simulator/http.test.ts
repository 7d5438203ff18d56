import { once } from 'node:events';
import { connect } from 'node:net';
import { Pool } from 'undici';
import { expect, test } from 'vitest';
import { chat, chatBody, quick, sendRaw, simulate, untilRecord } from './support.ts';

const body = JSON.stringify(chatBody());
const done = '"system_fingerprint":null}';

function head(...lines: string[]): string {
  return ['POST /v1/chat/completions HTTP/1.1', 'Host: sim', ...lines, '', ''].join('\r\n');
}

test('a request may arrive in pieces of any size', async () => {
  const { url } = await simulate(quick);
  const whole = `\r\n${head(`Content-Length: ${body.length}`)}${body}`;
  const received = await sendRaw(url, whole.match(/[\s\S]{1,9}/g) ?? [], done);
  expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test('a body may be sent in chunks, with trailers', async () => {
  const { url } = await simulate(quick);
  const half = body.length >> 1;
  const chunk = (text: string) => `${text.length.toString(16)};x=y\r\n${text}\r\n`;
  const chunks = `${chunk(body.slice(0, half))}${chunk(body.slice(half))}0\r\nA: b\r\n\r\n`;
  const message = head('Transfer-Encoding: chunked') + chunks;
  for (const pieces of [[message], message.match(/[\s\S]{1,7}/g) ?? []]) {
    expect(await sendRaw(url, pieces, done)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  }
});

test('requests that are sent ahead are answered in their order', async () => {
  const { url } = await simulate(quick);
  const request = (id: string) => `GET /v1/models/${id} HTTP/1.1\r\nHost: sim\r\n\r\n`;
  const received = await sendRaw(url, [request('a') + request('b') + request('c')], '"id":"c"');
  expect(received.match(/"id":"."/g)).toEqual(['"id":"a"', '"id":"b"', '"id":"c"']);
});

test('a client that waits for word is told to go on', async () => {
  const { url } = await simulate(quick);
  const pieces = [head(`Content-Length: ${body.length}`, 'Expect: 100-continue'), body];
  const received = await sendRaw(url, pieces, done);
  expect(received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
});

test('a connection is kept, and closed where the client asks for it', async () => {
  const simulator = await simulate(quick);
  const pool = new Pool(simulator.url, { connections: 1 });
  for (let call = 0; call < 3; call++) {
    const reply = await pool.request({ path: '/v1/chat/completions', method: 'POST', body });
    await reply.body.dump();
  }
  expect(simulator.record().totals.connections).toMatchObject({ opened: 1, closed: 0 });
  await pool.close();
  const message = head(`Content-Length: ${body.length}`, 'Connection: close') + body;
  const received = await sendRaw(simulator.url, [message], 'never');
  expect(received).toContain('\r\nconnection: close\r\n');
});

test('HTTP/1.0 gets its stream without chunks, ended by the end of the connection', async () => {
  const { url } = await simulate(quick);
  const streamed = JSON.stringify(chatBody({ stream: true }));
  const message = head(`Content-Length: ${streamed.length}`).replace('1.1', '1.0') + streamed;
  const received = await sendRaw(url, [message], 'never');
  expect(received).not.toContain('transfer-encoding');
  expect(received).toMatch(/\r\n\r\ndata: \{[\s\S]*\ndata: \[DONE\]\n\n$/);
});

test.each([
  ['nonsense', 'hello\r\n\r\n', 400],
  ['a header without a name', head(': x'), 400],
  ['a length that is none', head('Content-Length: many'), 400],
  ['a body too large', head('Content-Length: 67108865'), 413],
  ['a broken chunk', `${head('Transfer-Encoding: chunked')}zz\r\n`, 400],
  ['a chunk too large', `${head('Transfer-Encoding: chunked')}4000001\r\n`, 413],
  ['an endless head', `GET / HTTP/1.1\r\nA: ${'x'.repeat(70_000)}`, 431],
])('%s is refused and the connection closed', async (_what, message, status) => {
  const { url } = await simulate(quick);
  expect(await sendRaw(url, [message], 'never')).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});

test('a large prompt is taken', async () => {
  const simulator = await simulate(quick);
  const content = 'long '.repeat(4_000_000);
  expect((await chat(simulator, { messages: [{ role: 'user', content }] })).status).toBe(200);
  expect(simulator.record().calls[0].promptTokens).toBeGreaterThan(5_000_000);
});

test.each([
  ['no JSON', '{', 'We could not parse the JSON body of your request.', null],
  ['no object', '[]', 'The body of the request must be a JSON object.', null],
  ['no model', '{"messages":[]}', /^Missing required parameter: 'model'/, 'model'],
  ['no messages', '{"model":"m"}', /^Missing required parameter: 'messages'/, 'messages'],
  ['no role', '{"model":"m","messages":[{}]}', /'role'/, 'role'],
  ['no message', '{"model":"m","messages":["x"]}', /'messages\[0\]'/, 'messages[0]'],
  [
    'odd content',
    '{"model":"m","messages":[{"role":"user","content":3}]}',
    /content/,
    expect.anything(),
  ],
  ['odd stream', JSON.stringify(chatBody({ stream: 'yes' })), /expected a boolean/, 'stream'],
  ['no tokens', JSON.stringify(chatBody({ max_tokens: 0 })), /whole number/, 'max_tokens'],
  ['two choices', JSON.stringify(chatBody({ n: 2 })), /one choice/, 'n'],
])('a request with %s is a 400 that says what is wrong', async (_what, sent, message, param) => {
  const simulator = await simulate(quick);
  const response = await chat(simulator, {}, { body: sent });
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { message: string; param: unknown } };
  expect(error.message).toMatch(message);
  expect(error.param).toEqual(param);
});

test('content may be a list of parts, and a name beyond ASCII keeps the stream whole', async () => {
  const simulator = await simulate(quick);
  const content = [{ type: 'text', text: 'Look' }, { type: 'image_url' }, null];
  const more = { model: 'modèle-日本', stream: true, messages: [{ role: 'user', content }] };
  const text = await (await chat(simulator, more)).text();
  const [first] = text.split('\n\n');
  expect(JSON.parse(first.slice('data: '.length)).model).toBe('modèle-日本');
  expect(text).toContain('data: [DONE]');
});

test('a client that ends its side during a reply has cut it', async () => {
  const simulator = await simulate({ firstTokenMs: 60_000 });
  const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1');
  socket.write(head(`Content-Length: ${body.length}`) + body);
  await untilRecord(simulator, (record) => record.totals.inFlight === 1);
  socket.end();
  const { totals } = await untilRecord(simulator, (record) => record.totals.inFlight === 0);
  expect(totals.aborted).toBe(1);
  expect(totals.connections.open).toBe(0);
});

test('a client that leaves while it sends is no call', async () => {
  const simulator = await simulate(quick);
  const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1');
  socket.end(head('Content-Length: 500'));
  await once(socket.resume(), 'close');
  expect(simulator.record().totals).toMatchObject({ calls: 0, connections: { opened: 0 } });
});

test('a stop breaks every connection off and frees the port', async () => {
  const simulator = await simulate({ ...quick, faults: { shares: { 'hang-headers': 1 } } });
  const pending = chat(simulator);
  await untilRecord(simulator, (record) => record.totals.inFlight === 1);
  await simulator.stop();
  await expect(pending).rejects.toThrow();
  await expect(fetch(simulator.url)).rejects.toThrow();
});
