import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../src/spec/environment.ts';
import { refusal } from '../../helpers/spec.ts';
import { fixture, run, toolBox } from '../tool-box.ts';

const everything = fixture(
  '../../../node_modules/@modelcontextprotocol/server-everything/dist/index.js',
);

/** The tools of a server that is run by node. */
function served(
  args: readonly string[],
  { tools = 'srv', env = '{}', environment = process.env as Environment } = {},
) {
  const list = JSON.stringify(args);
  return toolBox(
    `tools: [${tools}]\nmcpServers: { srv: { command: ${process.execPath}, args: ${list}, env: ${env} } }\n`,
    environment,
  );
}

const odd = (habits: readonly string[] = [], options = {}) =>
  served([fixture('odd-server.js'), ...habits], options);

/** A process, by /proc; null where it has ended, also one that nobody has heard the end of yet. */
function processOf(pid: number | string): { readonly parent: number } | null {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return state === 'Z' ? null : { parent: Number(parent) };
  } catch {
    return null;
  }
}

const isAlive = (pid: number) => processOf(pid) !== null;

describe('a real MCP server over stdio', () => {
  it('gives its tools under legal names, with what they take', async () => {
    const box = await served([everything, 'stdio']);
    const tools = box.of('agent');
    const names = tools.map(({ definition }) => definition.name);
    expect(names).toContain('srv__echo');
    expect(names.every((name) => /^[a-zA-Z0-9_-]{1,64}$/.test(name))).toBe(true);
    const echo = tools.find(({ definition }) => definition.name === 'srv__echo');
    expect(echo).toMatchObject({
      source: 'mcp srv',
      approval: 'always',
      limits: { timeoutMs: 30_000, concurrency: 8, maxResultBytes: 65_536 },
      definition: {
        description: 'Echoes back the input string',
        parameters: { type: 'object', required: ['message'] },
      },
    });
  });

  it('runs them, and checks what they are given before', async () => {
    const box = await served([everything, 'stdio']);
    expect(await run(box, 'srv__echo', { message: 'hi' })).toMatchObject({
      text: 'Echo: hi',
      failure: null,
    });
    expect(await run(box, 'srv__get-sum', { a: 2, b: 3 })).toMatchObject({
      text: 'The sum of 2 and 3 is 5.',
    });
    expect(await run(box, 'srv__get-sum', { a: 2 })).toMatchObject({
      failure: 'bad-arguments',
      text: "The arguments do not fit: it must have required property 'b'.",
    });
    expect((await run(box, 'srv__get-tiny-image')).text).toContain(
      '[image: image/png, 4033 bytes]',
    );
    expect((await run(box, 'srv__get-resource-links', { count: 1 })).text).toMatch(
      /\[link: .+ at demo:\/\/.+\]$/,
    );
    expect(
      (await run(box, 'srv__get-resource-reference', { resourceType: 'Text', resourceId: 1 })).text,
    ).toMatch(/\[resource: demo:\/\/resource\/dynamic\/text\/1, text\/plain\]\nResource 1/);
  });

  it('gets of the environment what it needs and what it is given, and no key', async () => {
    const environment = { PATH: process.env.PATH, OPENAI_API_KEY: 'sk-secret', MY_TOKEN: 'abc' };
    const env = '{ TOKEN: env:MY_TOKEN, DEPTH: 3 }';
    const box = await served([everything, 'stdio'], { env, environment });
    const { text } = await run(box, 'srv__get-env');
    expect(JSON.parse(text)).toEqual({ PATH: process.env.PATH, TOKEN: 'abc', DEPTH: '3' });
  });

  it('is started once for all roles, and one tool of it may be named alone', async () => {
    const box = await toolBox(
      `roles: { a: { tools: [srv/echo] }, b: { tools: [srv, { use: srv/echo, approval: never }] } }\n` +
        `mcpServers: { srv: { command: ${process.execPath}, args: [${everything}, stdio] } }\n`,
    );
    expect(box.of('a').map(({ definition }) => definition.name)).toEqual(['srv__echo']);
    const ofB = box.of('b').filter(({ definition }) => definition.name === 'srv__echo');
    expect(ofB.map(({ approval }) => approval)).toEqual(['never']);
    expect(box.of('b').length).toBeGreaterThan(8);
  });

  it('is ended with its box, and leaves no descriptor', async () => {
    const descriptors = () => readdirSync('/proc/self/fd').length;
    // What is loaded with the first server stays.
    await (await served([everything, 'stdio'])).close();
    const before = descriptors();
    const box = await served([everything, 'stdio']);
    expect(descriptors()).toBeGreaterThan(before);
    await box.close();
    await expect.poll(descriptors).toBeLessThanOrEqual(before);
    expect(await run(box, 'srv__echo', { message: 'hi' })).toMatchObject({ failure: 'failed' });
  });
});

describe('an MCP server with odd habits', () => {
  it('is asked for all pages, and is told who asks', async () => {
    const box = await odd(['noisy']);
    expect(box.of('agent').map(({ definition }) => definition.name)).toEqual([
      'srv__big',
      'srv__die',
      'srv__hang',
      'srv__cancelled',
      'srv__pids',
      expect.stringMatching(/^srv__get_weather_[0-9a-f]{8}$/),
      expect.stringMatching(/^srv__get_weather_[0-9a-f]{8}$/),
      'srv__fail',
      'srv__strict',
      'srv__odd',
    ]);
  });

  it('has each of its tools called by the name that it gave it', async () => {
    const box = await odd();
    const [rain, sun] = box
      .of('agent')
      .map(({ definition }) => definition.name)
      .filter((name) => name.includes('weather'));
    expect(rain).not.toBe(sun);
    expect(await run(box, rain)).toMatchObject({ text: 'rain' });
    expect(await run(box, sun)).toMatchObject({ text: 'sun' });
  });

  it('tells of a failure as a failure', async () => {
    const box = await odd();
    expect(await run(box, 'srv__fail')).toMatchObject({ failure: 'failed', text: 'no such city' });
    expect(await run(box, 'srv__odd')).toMatchObject({ failure: null, text: '{"a":1}' });
  });

  it('checks itself what a schema that cannot be used would have', async () => {
    expect(await run(await odd(), 'srv__strict', { a: 1 })).toMatchObject({ text: '{"a":1}' });
  });

  it('may give ten megabytes', async () => {
    const { text, bytes, failure } = await run(await odd(), 'srv__big');
    expect({ bytes, failure }).toEqual({ bytes: 10_000_000, failure: null });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
  });

  it('is told when a call is cut or cancelled', async () => {
    const box = await odd([], { tools: '{ use: srv, timeoutSeconds: 0.05 }' });
    expect(await run(box, 'srv__hang')).toMatchObject({ failure: 'timeout' });
    const stop = new AbortController();
    const watch = {
      approve: async () => true,
      started: () => setImmediate(() => stop.abort('off')),
    };
    expect(await run(box, 'srv__hang', {}, { signal: stop.signal, watch })).toMatchObject({
      failure: 'cancelled',
    });
    expect((await run(box, 'srv__cancelled')).text).toMatch(/^TimeoutError: .+ was cut\.,off$/);
  });

  it('that dies fails its calls, and is started again by the next', async () => {
    const box = await odd();
    const [first] = (await run(box, 'srv__pids')).text.split(',');
    const [hanging, dying] = await Promise.all([run(box, 'srv__hang'), run(box, 'srv__die')]);
    const text = 'The MCP server srv has ended (exit code 3): Error: out of luck';
    expect(hanging).toMatchObject({ failure: 'failed', text });
    expect(dying).toMatchObject({ failure: 'failed', text });
    const again = await run(box, 'srv__pids');
    expect(again.failure).toBeNull();
    expect(again.text.split(',')[0]).not.toBe(first);
  });

  it('is ended though it does not want to, with what it started', async () => {
    const box = await odd(['stubborn', 'family']);
    const pids = (await run(box, 'srv__pids')).text.split(',').map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await box.close();
    expect(isAlive(pids[0])).toBe(false);
    await expect.poll(() => isAlive(pids[1])).toBe(false);
  });

  it('leaves nothing behind where it dies by itself', async () => {
    const box = await odd(['family']);
    const pids = (await run(box, 'srv__pids')).text.split(',').map(Number);
    await run(box, 'srv__die');
    await expect.poll(() => pids.some(isAlive)).toBe(false);
  });
});

describe('a server that cannot be had', () => {
  const opened = (server: string, tools = 'srv', environment: Environment = process.env) =>
    refusal(toolBox(`tools: [${tools}]\nmcpServers: { srv: ${server} }\n`, environment));

  it('is named, with what to do', async () => {
    expect(await opened('{ command: no-such-command, args: [-x] }')).toBe(
      'The MCP server srv cannot be started: there is no command no-such-command; mend mcpServers.srv, or try its command by itself: no-such-command -x',
    );
    expect(await opened('{ command: node, cwd: /no/such/place }')).toMatch(
      /cannot be started: there is no directory \/no\/such\/place; mend/,
    );
  });

  it('that ends at once says why, and no secret', async () => {
    const command = `command: ${process.execPath}, args: [${fixture('odd-server.js')}, broken]`;
    const sentence = await opened(`{ ${command}, env: { ODD_TOKEN: env:TOKEN } }`, 'srv', {
      ...process.env,
      TOKEN: 'tell-nobody',
    });
    expect(sentence).toMatch(
      /^The MCP server srv has ended \(exit code 1\): TypeError: token \*\*\* is no good; mend mcpServers\.srv, or try/,
    );
  });

  it('that says what is no list of tools is told so, in one line', async () => {
    const command = `command: ${process.execPath}, args: [${fixture('odd-server.js')}, untyped]`;
    expect(await opened(`{ ${command} }`)).toMatch(
      /^The MCP server srv does not do as it should: Invalid result for tools\/list.*; mend/,
    );
  });

  it('of which there is no such tool names the one that was meant', async () => {
    const command = `command: ${process.execPath}, args: [${fixture('odd-server.js')}]`;
    expect(await opened(`{ ${command} }`, 'srv/bigg')).toBe(
      'The MCP server srv has no tool `bigg`; did you mean `big`?',
    );
  });

  it('leaves no other server behind', async () => {
    const good = `good: { command: ${process.execPath}, args: [${fixture('odd-server.js')}, stubborn] }`;
    const children = () =>
      readdirSync('/proc').filter((pid) => processOf(pid)?.parent === process.pid).length;
    const before = children();
    const yaml = `tools: [good, bad]\nmcpServers: { ${good}, bad: { command: no-such-command } }\n`;
    await refusal(toolBox(yaml));
    expect(children()).toBe(before);
  });
});
