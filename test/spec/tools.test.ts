import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResolveInput } from '../../src/spec/resolve-spec.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

const usual = {
  timeoutSeconds: 30,
  concurrency: 8,
  maxResultBytes: 65_536,
  approval: 'always',
};

/** A directory with a module and a directory of data. */
function place(): string {
  const cwd = folder({ 'tools.ts': '', 'more.mjs': '' });
  mkdirSync(join(cwd, 'data'));
  return cwd;
}

const about = (yaml: string, input: Partial<ResolveInput> = {}) =>
  refusal(resolved({ cwd: place(), ...input }, yaml));

describe('the tools of a spec', () => {
  it('are none where nobody says any, and then ten turns', async () => {
    const { roles, mcpServers } = await resolved();
    expect(roles.map(({ tools, maxTurns }) => ({ tools, maxTurns }))).toEqual([
      { tools: [], maxTurns: 10 },
    ]);
    expect(mcpServers).toEqual([]);
  });

  it('are those of the run for every role that names none itself', async () => {
    const { roles } = await resolved(
      {},
      'tools: calculator\nroles: { a: {}, b: { tools: [], maxTurns: 3 } }\n',
    );
    expect(roles.map(({ tools, maxTurns }) => ({ tools, maxTurns }))).toEqual([
      { tools: [{ kind: 'calculator', ...usual }], maxTurns: 10 },
      { tools: [], maxTurns: 3 },
    ]);
  });

  it('have settings of their own, and paths from where the spec is', async () => {
    const cwd = place();
    const { roles } = await resolved(
      { cwd },
      `tools:
  - { use: ./tools.ts, timeoutSeconds: 0.5, concurrency: 2, maxResultBytes: 1000, approval: ask }
  - more.mjs
  - { use: read_file, root: ./data }
  - { use: http_get, allow: [API.Example.com, "*.example.org:443", "*", "[::1]:80", bücher.de] }
`,
    );
    expect(roles[0].tools).toEqual([
      {
        kind: 'module',
        file: join(cwd, 'tools.ts'),
        timeoutSeconds: 0.5,
        concurrency: 2,
        maxResultBytes: 1000,
        approval: 'ask',
      },
      { kind: 'module', file: join(cwd, 'more.mjs'), ...usual },
      { kind: 'read_file', root: join(cwd, 'data'), ...usual },
      {
        kind: 'http_get',
        allow: ['api.example.com', '*.example.org:443', '*', '[::1]:80', 'xn--bcher-kva.de'],
        ...usual,
      },
    ]);
  });

  it('may be set by a flag, whose paths start from here', async () => {
    const cwd = place();
    const { roles } = await resolved({ cwd, flags: { set: ['tools=[calculator, ./tools.ts]'] } });
    expect(roles[0].tools.map(({ kind }) => kind)).toEqual(['calculator', 'module']);
  });

  it.each([
    ['tools: calculater', 'tools: unknown tool `calculater`; did you mean `calculator`?'],
    [
      'tools: [zebra]',
      'tools[0]: unknown tool `zebra`; there are: http_get, read_file, calculator',
    ],
    ['tools: [./none.ts]', /^tools\[0\]: expected a module, but there is no file \/.*\/none\.ts$/],
    [
      'tools: [./tools.py]',
      'tools[0]: expected a module that ends in .ts, .js or .mjs, got ./tools.py',
    ],
    [
      'tools: [5]',
      /^tools\[0\]: expected http_get, read_file, calculator, a path .+ or a mapping, got 5$/,
    ],
    [
      'tools: [{ use: calculator, timeout: 5 }]',
      'tools[0].timeout: unknown field `timeout`; there are: use, timeoutSeconds, concurrency, maxResultBytes, approval, allow, root',
    ],
    ['tools: [{ timeoutSeconds: 5 }]', /^tools\[0\]\.use: expected .+, got nothing$/],
    [
      'tools: [{ use: calculator, approval: asks }]',
      'tools[0].approval: expected always, ask or never, got "asks"; did you mean `ask`?',
    ],
    ['tools: [calculator, calculator]', 'tools[1]: calculator is named twice'],
    [
      'tools: http_get',
      'tools: http_get may ask no host by itself; name those that it may, like { use: http_get, allow: [api.example.com] }',
    ],
    ['tools: [{ use: http_get, allow: [] }]', /^tools\[0\]\.allow: http_get may ask no host/],
    [
      'tools: [{ use: http_get, allow: ["https://example.com/"] }]',
      'tools[0].allow: expected a host like api.example.com, *.example.com or localhost:8080, got "https://example.com/"',
    ],
    [
      'tools: [read_file]',
      'tools[0]: read_file may read nothing by itself; name the directory that it may, like { use: read_file, root: ./data }',
    ],
    [
      'tools: [{ use: read_file, root: ./tools.ts }]',
      /^tools\[0\]\.root: expected a directory, and \/.*\/tools\.ts is none$/,
    ],
    [
      'tools: [{ use: calculator, root: ./data }]',
      'tools[0].root: is a setting of read_file, not of calculator',
    ],
    [
      'roles: { r: { tools: [docs/search] } }',
      'roles.r.tools[0]: unknown MCP server `docs`; name it in mcpServers',
    ],
    ['roles: { r: { maxTurns: 0 } }', /^roles\.r\.maxTurns: expected a whole number from 1 to/],
  ])('that cannot be are told in a sentence: %s', async (yaml, words) => {
    const sentence = await about(yaml);
    const [, rest] = /^swarm\.yaml:1: (.*)$/.exec(sentence) ?? [];
    if (typeof words === 'string') expect(rest).toBe(words);
    else expect(rest).toMatch(words);
  });
});

describe('the MCP servers of a spec', () => {
  const environment = { TOKEN: 'tell-nobody', SERVER: 'https://mcp.example.com/x?key=1' };

  it('are those that a role has tools of, with secrets where they are found', async () => {
    const cwd = place();
    const spec = await resolved(
      { cwd, environment },
      `tools: [files, web/search]
mcpServers:
  files: { command: npx, args: [-y, 3], env: { API_TOKEN: env:TOKEN, DEPTH: 2 }, cwd: ./data }
  web: { type: http, url: "https://mcp.example.com/mcp", headers: { Authorization: "Bearer env:TOKEN" } }
  old: { type: sse, url: env:SERVER }
  unused: { command: x, env: { KEY: env:NOT_SET } }
roles: { a: {}, b: { tools: old } }
`,
    );
    expect(spec.roles[0].tools).toEqual([
      { kind: 'mcp', server: 'files', tool: null, ...usual },
      { kind: 'mcp', server: 'web', tool: 'search', ...usual },
    ]);
    expect(spec.mcpServers).toEqual([
      {
        name: 'files',
        transport: 'stdio',
        command: 'npx',
        args: ['-y', '3'],
        env: { API_TOKEN: 'env:TOKEN', DEPTH: '2' },
        cwd: join(cwd, 'data'),
      },
      {
        name: 'web',
        transport: 'http',
        url: 'https://mcp.example.com/mcp',
        headers: { Authorization: 'Bearer env:TOKEN' },
      },
      { name: 'old', transport: 'sse', url: 'env:SERVER', headers: {} },
    ]);
    expect(JSON.stringify(spec)).not.toContain('tell-nobody');
  });

  it('run where the spec is, and take single fields from flags', async () => {
    const cwd = place();
    const flags = { set: ['mcpServers.srv.command=bun'] };
    const yaml = 'tools: srv\nmcpServers: { srv: { command: node, args: [a] } }\n';
    const { mcpServers } = await resolved({ cwd, flags }, yaml);
    expect(mcpServers).toEqual([
      { name: 'srv', transport: 'stdio', command: 'bun', args: ['a'], env: {}, cwd },
    ]);
  });

  it.each([
    [
      '{}',
      'expected either a command that runs the server or the url of one that runs, got neither',
    ],
    ['{ command: a, url: "http://b" }', 'the url of one that runs, got both'],
    ['{ comand: a }', '.comand: unknown field `comand`; did you mean `command`?'],
    ['{ command: a, headers: {} }', '.headers: is a field of a url, not of a command'],
    ['{ url: "https://a", env: {} }', '.env: is a field of a command, not of a url'],
    ['{ type: http, command: a }', '.type: expected stdio for a command, got http'],
    ['{ type: stdio, url: "https://a" }', '.type: expected http or sse for a url, got stdio'],
    [
      '{ url: ftp://a }',
      '.url: expected an http or https address like https://tools.example.com/mcp',
    ],
    ['{ url: "https://me:pw@a" }', '.url: expected an address without a secret in it'],
    ['{ url: "https://a?api_key=x" }', '.url: expected an address without a secret in it'],
    [
      '{ command: a, env: { API_TOKEN: abc } }',
      '.env.API_TOKEN: this looks like a secret, and a spec holds none; write it as env:NAME',
    ],
    ['{ command: a, args: [sk-abcdefghijk] }', '.args: one of them looks like a secret'],
    ['{ command: a, env: { A: env:NOT_SET } }', 'the environment variable NOT_SET is not set'],
    ['{ command: a, env: { A: env:not-a-name } }', 'expected env:NAME with the name of'],
    ['{ command: a, env: { A: [1] } }', '.env.A: expected a text, or env:NAME, got a list'],
    [
      '{ url: "http://a.example", headers: { X: env:TOKEN } }',
      '.url: the secret in the header X would travel unencrypted; use https, or allow it with --insecure',
    ],
  ])('that cannot be are told in a sentence: %s', async (server, words) => {
    const sentence = await about(`tools: srv\nmcpServers: { srv: ${server} }\n`, { environment });
    expect(sentence).toMatch(/^swarm\.yaml:2: mcpServers\.srv/);
    expect(sentence).toContain(words);
    expect(sentence).not.toContain('tell-nobody');
  });

  it('send secrets over a plain line where that is allowed, or stays here', async () => {
    const yaml = (url: string) =>
      `tools: srv\nmcpServers: { srv: { url: "${url}", headers: { X: env:TOKEN } } }\n`;
    const open = await resolved(
      { environment, flags: { insecure: true } },
      yaml('http://a.example'),
    );
    const here = await resolved({ environment }, yaml('http://127.0.0.1:3001/mcp'));
    expect([open, here].map(({ mcpServers }) => mcpServers.length)).toEqual([1, 1]);
  });

  it('are not called as a built-in tool is, and are found by a near miss', async () => {
    expect(await about('mcpServers: { calculator: { command: a } }\n')).toBe(
      'swarm.yaml:1: mcpServers.calculator: is the name of a built-in tool; give the server another',
    );
    expect(await about('tools: dosc/search\nmcpServers: { docs: { command: a } }\n')).toBe(
      'swarm.yaml:1: tools: unknown MCP server `dosc`; did you mean `docs`?',
    );
    expect(await about('tools: dosc\nmcpServers: { docs: { command: a } }\n')).toBe(
      'swarm.yaml:1: tools: unknown tool `dosc`; did you mean `docs`?',
    );
  });
});
