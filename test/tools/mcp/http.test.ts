import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Environment } from '../../../src/spec/environment.ts';
import { refusal } from '../../helpers/spec.ts';
import { fixture, run, toolBox } from '../tool-box.ts';

const everything = fixture(
  '../../../node_modules/@modelcontextprotocol/server-everything/dist/index.js',
);

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The real server, listening; ended when the test is over. */
async function serve(protocol: 'streamableHttp' | 'sse', port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [everything, protocol], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((resolve) =>
    child.stderr.on('data', (said) => /port \d+/.test(String(said)) && resolve()),
  );
  return child;
}

function reached(url: string, more = '', environment: Environment = process.env, tools = 'srv') {
  return toolBox(`tools: [${tools}]\nmcpServers: { srv: { url: "${url}"${more} } }\n`, environment);
}

/** A server written out by hand. */
async function listening(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const openSockets = () =>
    new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
  return { port, openSockets };
}

async function die(server: ChildProcess): Promise<void> {
  server.kill('SIGKILL');
  await once(server, 'exit');
}

describe.each([
  ['streamableHttp', 'mcp', ', type: http'],
  ['streamableHttp', 'mcp', ''],
  ['sse', 'sse', ', type: sse'],
  ['sse', 'sse', ''],
] as const)('a real MCP server by %s at /%s%s', (protocol, path, type) => {
  it('gives its tools, runs and cancels them', async () => {
    const port = await freePort();
    await serve(protocol, port);
    const box = await reached(`http://127.0.0.1:${port}/${path}`, type);
    expect(await run(box, 'srv__echo', { message: 'hi' })).toMatchObject({ text: 'Echo: hi' });
    const stop = new AbortController();
    const watch = { approve: async () => true, started: () => setImmediate(() => stop.abort()) };
    const long = { duration: 60, steps: 1 };
    expect(
      await run(box, 'srv__trigger-long-running-operation', long, { signal: stop.signal, watch }),
    ).toMatchObject({ failure: 'cancelled' });
  });
});

describe('a server that is reached over HTTP', () => {
  it('and is started anew has its tools called in a new session', async () => {
    const port = await freePort();
    const first = await serve('streamableHttp', port);
    const box = await reached(`http://127.0.0.1:${port}/mcp`);
    await die(first);
    expect(await run(box, 'srv__echo', { message: 'hi' })).toMatchObject({
      failure: 'failed',
      text: `The MCP server srv cannot be reached at 127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}`,
    });
    await serve('streamableHttp', port);
    const calls = ['a', 'b', 'c'].map((message) => run(box, 'srv__echo', { message }));
    expect((await Promise.all(calls)).map(({ text }) => text)).toEqual([
      'Echo: a',
      'Echo: b',
      'Echo: c',
    ]);
  });

  it('and ends while it is asked fails the call', async () => {
    const port = await freePort();
    const server = await serve('sse', port);
    const box = await reached(`http://127.0.0.1:${port}/sse`, ', type: sse');
    const watch = { approve: async () => true, started: () => setTimeout(() => die(server), 50) };
    const long = { duration: 60, steps: 1 };
    expect(await run(box, 'srv__trigger-long-running-operation', long, { watch })).toMatchObject({
      failure: 'failed',
      text: `The MCP server srv at 127.0.0.1:${port} ended the connection`,
    });
  });

  it('and ends its answer before it is one fails the call at once', async () => {
    const { port } = await listening((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        const { id, method, params } = JSON.parse(body || '{}');
        if (id === undefined)
          return response.writeHead(request.method === 'POST' ? 202 : 405).end();
        const type = method === 'tools/call' ? 'text/event-stream' : 'application/json';
        response.writeHead(200, { 'content-type': type });
        if (method === 'tools/call') return response.end(': nothing\n\n');
        const hello = { protocolVersion: params?.protocolVersion, capabilities: { tools: {} } };
        const result =
          method === 'initialize'
            ? { ...hello, serverInfo: { name: 'short', version: '1' } }
            : { tools: [{ name: 'say', inputSchema: { type: 'object' } }] };
        response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
      });
    });
    const box = await reached(`http://127.0.0.1:${port}/mcp`);
    expect(await run(box, 'srv__say')).toMatchObject({
      failure: 'failed',
      text: 'The MCP server srv ended the connection before its answer',
    });
  });

  it('is told its headers, and shows them to nobody', async () => {
    const asked: IncomingMessage[] = [];
    const { port, openSockets } = await listening((request, response) => {
      asked.push(request);
      const said = `who is ${request.headers.authorization}?`;
      response.writeHead(401, { 'content-type': 'text/plain' }).end(said);
    });
    const headers = ', headers: { Authorization: "Bearer env:TOKEN", X-Depth: 2 }';
    const opening = reached(`http://127.0.0.1:${port}/mcp`, headers, { TOKEN: 'tell-nobody' });
    expect(await refusal(opening)).toBe(
      `The MCP server srv at 127.0.0.1:${port} answered 401: who is Bearer ***?; see that it runs, or mend mcpServers.srv`,
    );
    expect(asked.map(({ headers }) => [headers.authorization, headers['x-depth']])).toEqual([
      ['Bearer tell-nobody', '2'],
    ]);
    await expect.poll(openSockets).toBe(0);
  });

  it('and is not there is named', async () => {
    const port = await freePort();
    expect(await refusal(reached(`http://127.0.0.1:${port}/mcp`))).toBe(
      `The MCP server srv cannot be reached at 127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}; see that it runs, or mend mcpServers.srv`,
    );
  });
});
