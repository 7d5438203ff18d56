import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allowanceOf } from '../../../src/tools/built-in/allowed-hosts.ts';
import { isPublicAddress } from '../../../src/tools/built-in/public-address.ts';
import { proxyServer } from '../../helpers/proxy-server.ts';
import { run, toolBox } from '../tool-box.ts';

/** A server on this machine; gives its port and its sockets. */
async function serve(listener: RequestListener) {
  const server = createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}

const text = (response: ServerResponse, body: string | Buffer, headers: object = {}) =>
  response.writeHead(200, { 'content-type': 'text/plain', ...headers }).end(body);

async function getter(allow: string, settings = '', environment = {}) {
  const yaml = `tools: [{ use: http_get, allow: [${allow}]${settings} }]\n`;
  const box = await toolBox(yaml, environment);
  return (url: string, signal?: AbortSignal) => run(box, 'http_get', { url }, { signal });
}

describe('http_get', () => {
  it('gives the text of an allowed host, and closes its connection', async () => {
    const asked: unknown[] = [];
    const { port, sockets } = await serve((request, response) => {
      asked.push([request.method, request.url, request.headers['user-agent']]);
      text(response, '<p>Hello</p>', { 'content-type': 'text/html; charset=utf-8' });
    });
    const get = await getter(`"127.0.0.1:${port}"`);
    expect(await get(`http://127.0.0.1:${port}/a/b?c=d#e`)).toMatchObject({
      text: '<p>Hello</p>',
      failure: null,
    });
    expect(asked).toEqual([['GET', '/a/b?c=d', 'swarmdeck']]);
    await expect.poll(() => sockets.size).toBe(0);
  });

  it.each([
    ['http://other.example/', 'other.example may not be asked, only localhost.'],
    ['http://evil-localhost/', 'evil-localhost may not be asked, only localhost.'],
    ['http://localhost.evil/', 'localhost.evil may not be asked, only localhost.'],
    ['http://localhost@evil.example/', /is no http or https address/],
    ['file:///etc/passwd', /^"file:\/\/\/etc\/passwd" is no http or https address/],
    ['nonsense', /is no http or https address/],
  ])('does not ask %s', async (url, words) => {
    const get = await getter('localhost');
    const outcome = await get(url);
    expect(outcome.failure).not.toBeNull();
    expect(outcome.text).toMatch(words);
  });

  it('asks a private address only where it is allowed by its own name', async () => {
    const { port } = await serve((_, response) => text(response, 'inside'));
    const anywhere = await getter('"*"');
    expect((await anywhere(`http://127.0.0.1:${port}/`)).text).toBe(
      `127.0.0.1:${port} is a private address, and may be asked only where it is allowed itself.`,
    );
    expect((await anywhere(`http://[::ffff:127.0.0.1]:${port}/`)).text).toMatch(/is a private/);
    expect((await anywhere(`http://0x7f.1:${port}/`)).text).toMatch(
      /^127\.0\.0\.1:.* is a private/,
    );
    expect((await anywhere(`http://localhost:${port}/`)).text).toBe(
      `localhost:${port} does not answer: localhost leads to a private address, and such a host must be allowed by its own name`,
    );
    const named = await getter('localhost');
    expect(await named(`http://localhost:${port}/`)).toMatchObject({ text: 'inside' });
  });

  it('follows where an answer leads, among the allowed hosts', async () => {
    const { port } = await serve((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 0) return text(response, 'here');
      response.writeHead(step % 2 ? 302 : 308, { location: `/${step - 1}` }).end();
    });
    const get = await getter('127.0.0.1');
    expect(await get(`http://127.0.0.1:${port}/5`)).toMatchObject({ text: 'here' });
    expect(await get(`http://127.0.0.1:${port}/6`)).toMatchObject({
      failure: 'failed',
      text: `http://127.0.0.1:${port}/6 leads on to more than 5 other addresses.`,
    });
  });

  it('does not follow to any other host', async () => {
    const elsewhere: string[] = [];
    const other = await serve((_, response) => {
      elsewhere.push('asked');
      text(response, 'secret');
    });
    let location = `http://127.0.0.1:${other.port}/`;
    const { port } = await serve((_, response) => response.writeHead(301, { location }).end());
    const get = await getter(`"127.0.0.1:${port}"`);
    expect((await get(`http://127.0.0.1:${port}/`)).text).toBe(
      `127.0.0.1:${other.port} may not be asked, only 127.0.0.1:${port}.`,
    );
    location = 'file:///etc/passwd';
    expect((await get(`http://127.0.0.1:${port}/`)).text).toMatch(/ may not be asked/);
    expect(elsewhere).toEqual([]);
  });

  it('reads no more than the model is told', async () => {
    const { port, sockets } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const more = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    const get = await getter('127.0.0.1', ', maxResultBytes: 5000');
    const { text: told, failure } = await get(`http://127.0.0.1:${port}/`);
    expect(failure).toBeNull();
    expect(told).toMatch(/^x+\n\[cut: this is the beginning of more\]$/);
    expect(told.length).toBe(5000);
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('says how long the whole is, where the server does', async () => {
    const { port } = await serve((_, response) =>
      text(response, 'y'.repeat(100_000), { 'content-length': 100_000 }),
    );
    const get = await getter('127.0.0.1', ', maxResultBytes: 1000');
    expect((await get(`http://127.0.0.1:${port}/`)).text).toMatch(
      /^y+\n\[cut: this is the beginning of 100,000 bytes\]$/,
    );
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('reads what comes as %s, also a little that becomes much', async (coding, compress) => {
    const { port } = await serve((request, response) => {
      const body = request.url === '/bomb' ? 'z'.repeat(20_000_000) : 'small';
      text(response, compress(body), { 'content-encoding': coding });
    });
    const get = await getter('127.0.0.1', ', maxResultBytes: 1000');
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ text: 'small' });
    const bomb = await get(`http://127.0.0.1:${port}/bomb`);
    expect(bomb.text).toMatch(/^z+\n\[cut: this is the beginning of more\]$/);
  });

  it('reads text in the letters that it is written in, and nothing but text', async () => {
    const answers: Record<string, [string, Buffer]> = {
      '/latin': ['text/plain; charset=ISO-8859-1', Buffer.from('Åse', 'latin1')],
      '/json': ['application/problem+json', Buffer.from('{}')],
      '/png': ['image/png', Buffer.from([137, 80])],
    };
    const { port } = await serve(({ url = '' }, response) => {
      const [type, body] = answers[url];
      text(response, body, { 'content-type': type });
    });
    const get = await getter('127.0.0.1');
    expect(await get(`http://127.0.0.1:${port}/latin`)).toMatchObject({ text: 'Åse' });
    expect(await get(`http://127.0.0.1:${port}/json`)).toMatchObject({ text: '{}' });
    expect(await get(`http://127.0.0.1:${port}/png`)).toMatchObject({
      failure: 'failed',
      text: `http://127.0.0.1:${port}/png is no text but image/png.`,
    });
  });

  it('tells of an answer that is a refusal, and of none', async () => {
    const { port } = await serve((_, response) =>
      response.writeHead(404, { 'content-type': 'text/plain' }).end('no such page'),
    );
    const get = await getter('127.0.0.1');
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({
      failure: 'failed',
      text: `http://127.0.0.1:${port}/ answered 404 Not Found: no such page`,
    });
    expect((await get('http://127.0.0.1:1/')).text).toBe(
      '127.0.0.1:1 does not answer: connect ECONNREFUSED 127.0.0.1:1',
    );
  });

  it('lets go of its connection when it takes too long', async () => {
    const { port, sockets } = await serve(() => {});
    const get = await getter('127.0.0.1', ', timeoutSeconds: 0.1');
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ failure: 'timeout' });
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('goes by the proxy of the environment', async () => {
    const { port } = await serve((request, response) =>
      text(response, `${request.headers.host}${request.url}`),
    );
    const proxy = await proxyServer({ leadsTo: port });
    onTestFinished(() => proxy.close());
    const get = await getter('"*.example.com"', '', { HTTP_PROXY: proxy.url });
    expect(await get('http://api.example.com/x')).toMatchObject({ text: 'api.example.com/x' });
    expect(proxy.asked).toEqual(['GET http://api.example.com/x']);
  });
});

describe('an allowed host', () => {
  it.each([
    ['api.example.com', 'https://api.example.com/', 'by-name'],
    ['api.example.com', 'http://api.example.com.:8080/', 'by-name'],
    ['api.example.com', 'https://x.api.example.com/', null],
    ['*.example.com', 'https://a.b.example.com/', 'by-pattern'],
    ['*.example.com', 'https://example.com/', null],
    ['*.example.com', 'https://badexample.com/', null],
    ['example.com:443', 'https://example.com/', 'by-name'],
    ['example.com:443', 'http://example.com/', null],
    ['*', 'https://example.com/', 'by-pattern'],
    ['*:443', 'https://example.com:8443/', null],
    ['[::1]', 'http://[::1]:8080/', 'by-name'],
  ])('%s covers %s: %s', (allow, url, allowance) => {
    expect(allowanceOf(new URL(url), [allow])).toBe(allowance);
  });
});

it.each([
  ['1.1.1.1', true],
  ['[2606:4700::1111]', true],
  ['::ffff:1.1.1.1', true],
  ['10.1.2.3', false],
  ['172.31.0.1', false],
  ['192.168.0.1', false],
  ['169.254.169.254', false],
  ['100.100.100.200', false],
  ['0.0.0.0', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['fd00:ec2::254', false],
  ['fe80::1', false],
])('of %s it is %s that it is public', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
