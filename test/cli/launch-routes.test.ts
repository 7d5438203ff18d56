import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PullState } from '../../components/launch-choices.ts';
import { proxyServer } from '../helpers/proxy-server.ts';
import { file, openDesk, wish } from './launch-desk.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A small server on a real socket; gives its address without a path. */
async function serve(answer: Answer): Promise<{ url: string; host: string; server: Server }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, server };
}

const models =
  (...ids: string[]): Answer =>
  (_, response) =>
    response.end(JSON.stringify({ data: ids.map((id) => ({ id })) }));

const ollama =
  (names: string[], warm: string[] = []): Answer =>
  ({ url }, response) => {
    const of = url === '/api/tags' ? names : url === '/api/ps' ? warm : null;
    if (of === null) response.statusCode = 404;
    response.end(JSON.stringify({ models: (of ?? []).map((name) => ({ name })) }));
  };

const nobody = '127.0.0.1:9';

describe('how the routes stand', () => {
  it('without keys and servers the simulator alone is ready', async () => {
    const { routes } = await openDesk({}, { OLLAMA_HOST: nobody });
    const [simulator, openai, local] = await routes();
    expect(simulator).toMatchObject({ name: 'simulator', state: 'ready' });
    expect(openai).toMatchObject({
      name: 'openai',
      state: 'refused',
      words: 'no key: set OPENAI_API_KEY',
      offer: null,
    });
    expect(local).toMatchObject({
      name: 'ollama',
      state: 'absent',
      words: `not found at ${nobody}: nothing listens there`,
      offer: null,
    });
  });

  it('a key is found, and the model is in the list or not', async () => {
    const keys: (string | undefined)[] = [];
    const { url } = await serve((request, response) => {
      keys.push(request.headers.authorization);
      models('gpt-5-mini')(request, response);
    });
    const environment = { OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: url, OLLAMA_HOST: nobody };
    const { routes, look } = await openDesk({ 'p.txt': 'x\n' }, environment);
    const [, found] = await routes();
    expect(found).toMatchObject({ state: 'ready', offer: { provider: 'openai' } });
    expect(found.words).toMatch(/^key found · \d+ ms · gpt-5-mini there$/);
    const changes = { provider: 'openai', model: 'gpt-9' };
    await look(wish('light', { changes, work: file('p.txt') }));
    const [simulator, missing] = await routes();
    expect(simulator.chosen).toBe(false);
    expect(missing).toMatchObject({ chosen: true, state: 'doubtful' });
    expect(missing.words).toMatch(/gpt-9 not in its list$/);
    expect(new Set(keys)).toEqual(new Set(['Bearer sk-1']));
  });

  it('a model is there by its short name where its dated version is listed', async () => {
    const { url } = await serve(models('gpt-5-mini-2025-08-07'));
    const found = await (
      await openDesk({}, { OPENAI_BASE_URL: url, OLLAMA_HOST: nobody })
    ).routes();
    expect(found[1].words).toMatch(/gpt-5-mini there$/);
  });

  it('an agent of Azure is looked for itself, and nobody is let in without signing in', async () => {
    const { url } = await serve(({ url: path = '' }, response) => {
      response.statusCode = path.includes('asst_gone') ? 404 : 200;
      response.end('{"id":"asst_1"}');
    });
    const at = async (environment: Record<string, string>) => {
      const project = { PROJECT_ENDPOINT: `${url}/api/projects/p`, OLLAMA_HOST: nobody };
      const { routes } = await openDesk({}, { ...project, ...environment });
      const found = (await routes()).find(({ name }) => name === 'azure-agents');
      return [found?.state, found?.words.replace(/\d+ ms/, 'n ms')];
    };
    const key = { PROJECT_API_KEY: 'k' };
    expect(await at({ ...key, AGENT_ID_KAOZ: 'asst_1' })).toEqual([
      'ready',
      'key found · n ms · asst_1 there',
    ]);
    expect(await at({ ...key, AGENT_ID_KAOZ: 'asst_gone' })).toEqual([
      'doubtful',
      'key found · n ms · it has no agent asst_gone',
    ]);
    process.env.AZURE_TOKEN_CREDENTIALS = 'EnvironmentCredential';
    onTestFinished(() => void delete process.env.AZURE_TOKEN_CREDENTIALS);
    const [state, words] = await at({ AGENT_ID_KAOZ: 'asst_1' });
    expect(state).toBe('refused');
    expect(words).toMatch(/^cannot be reached: no token from Entra ID: .*; sign in with az login/);
  });

  it('a key is refused, and is nowhere in what is said', async () => {
    const { url } = await serve((_, response) => {
      response.statusCode = 401;
      response.end('{"error":{"message":"Incorrect API key provided: sk-bad"}}');
    });
    const environment = { OPENAI_API_KEY: 'sk-bad', OPENAI_BASE_URL: url, OLLAMA_HOST: nobody };
    const found = await (await openDesk({}, environment)).routes();
    expect(found[1]).toMatchObject({ state: 'refused', words: 'key refused (401)', offer: null });
    expect(JSON.stringify(found)).not.toContain('sk-bad');
  });

  it('a server that is not there, one without a list, and one that is ill are told apart', async () => {
    const at = async (url: string) => {
      const { routes } = await openDesk({}, { OPENAI_BASE_URL: url, OLLAMA_HOST: nobody });
      return (await routes())[1].words;
    };
    expect(await at(`http://${nobody}/v1`)).toBe('cannot be reached: nothing listens there');
    const status = (code: number) => serve((_, response) => response.writeHead(code).end());
    expect(await at((await status(404)).url)).toMatch(/^found · \d+ ms · it lists no models$/);
    expect(await at((await status(503)).url)).toBe('it answers 503');
    expect(await at((await status(401)).url)).toBe('it wants a key (401)');
  });

  it('another address that a launch would use is asked too, by its host', async () => {
    const { url, host } = await serve(models('mine'));
    const { routes, look } = await openDesk({ 'p.txt': 'x\n' }, { OLLAMA_HOST: nobody });
    const changes = { baseUrl: `${url}/v1`, model: 'mine' };
    await look(wish('light', { changes, work: file('p.txt') }));
    const found = (await routes()).find(({ name }) => name === host);
    expect(found).toMatchObject({ chosen: true, state: 'ready', models: ['mine'] });
    expect(found?.words).toMatch(/^found · \d+ ms · mine there$/);
  });

  it('an Ollama is found by itself and offered, and never taken', async () => {
    const { url, host } = await serve(
      ollama(['llama3.2:latest', 'tinyllama:latest'], ['tinyllama']),
    );
    const { routes, look } = await openDesk({ 'p.txt': 'x\n' }, { OLLAMA_HOST: host });
    const [simulator, , local] = await routes();
    expect(local).toMatchObject({
      state: 'ready',
      words: 'found here, 2 models, tinyllama warm',
      chosen: false,
    });
    expect(simulator.chosen || !local.chosen).toBe(true);
    const seen = await look(wish('light', { changes: local.offer ?? {}, work: file('p.txt') }));
    expect(seen).toMatchObject({ problem: null, estimate: { costNanoUsd: { expected: 0 } } });
    expect(seen.fields).toMatchObject({
      provider: { value: 'ollama' },
      baseUrl: { value: url },
      model: { value: 'tinyllama' },
    });
    const taken = (await routes()).find(({ name }) => name === 'ollama');
    expect(taken).toMatchObject({
      chosen: true,
      words: 'found here, 2 models, tinyllama warm',
      missing: null,
    });
  });

  it('a model that the Ollama does not have is missed, and can be fetched', async () => {
    const has = ['tinyllama'];
    const { host } = await serve(async (request, response) => {
      if (request.url !== '/api/pull') return ollama(has)(request, response);
      let body = '';
      for await (const chunk of request) body += chunk;
      const { model } = JSON.parse(body);
      response.write(
        `${JSON.stringify({ status: 'pulling', digest: 'a', total: 10, completed: 4 })}\n`,
      );
      has.push(model);
      response.end('{"status":"success"}\n');
    });
    const { routes, look, choices } = await openDesk({ 'p.txt': 'x\n' }, { OLLAMA_HOST: host });
    const changes = { provider: 'ollama', model: 'gemma3' };
    await look(wish('light', { changes, work: file('p.txt') }));
    const missing = (await routes()).find(({ name }) => name === 'ollama');
    expect(missing).toMatchObject({ state: 'doubtful', missing: 'gemma3' });
    expect(missing?.words).toBe('found here, 1 model, no gemma3: P fetches it');
    const told: PullState[] = [];
    await choices.pull('gemma3', (state) => told.push(state), new AbortController().signal);
    expect(told.at(-1)).toMatchObject({ model: 'gemma3', share: 0.4, totalBytes: 10 });
    const there = (await routes()).find(({ name }) => name === 'ollama');
    expect(there).toMatchObject({ state: 'ready', missing: null });
    expect(there?.words).toBe('found here, 2 models, gemma3 there, cold');
  });

  it('services are asked and models fetched through the proxy, and what is near is not', async () => {
    const { host, url } = await serve(async (request, response) => {
      if (request.url === '/v1/models') return models('gpt-5-mini')(request, response);
      if (request.url !== '/api/pull') return ollama(['tinyllama'])(request, response);
      response.end('{"status":"success"}\n');
    });
    const proxy = await proxyServer({ leadsTo: Number(new URL(url).port) });
    onTestFinished(() => proxy.close());
    const environment = { HTTP_PROXY: proxy.url, OPENAI_BASE_URL: 'http://models.test/v1' };
    const far = await openDesk({}, { ...environment, OLLAMA_HOST: 'ollama.test:11434' });
    const [, openai, local] = await far.routes();
    expect(openai.words).toMatch(/gpt-5-mini there$/);
    expect(local.words).toBe('found at ollama.test:11434, 1 model');
    await far.choices.pull('gemma3', () => {}, new AbortController().signal);
    expect(proxy.asked).toEqual(
      expect.arrayContaining([
        'GET http://models.test/v1/models',
        'GET http://ollama.test:11434/api/tags',
        'POST http://ollama.test:11434/api/pull',
      ]),
    );
    const near = await openDesk({}, { HTTP_PROXY: proxy.url, OLLAMA_HOST: host });
    expect((await near.routes()).at(-1)?.words).toBe('found here, 1 model');
    expect(proxy.asked.join(' ')).not.toContain(host);
  });

  it('a proxy that is none is said of each service that it would lead to', async () => {
    const environment = {
      HTTP_PROXY: 'socks5://me:pw-1@x:1',
      OPENAI_BASE_URL: 'http://models.test/v1',
      OLLAMA_HOST: 'ollama.test:11434',
    };
    const [, openai, local] = await (await openDesk({}, environment)).routes();
    expect(openai.words).toContain('HTTP_PROXY: expected the address of an http or https proxy');
    expect(local.words).toContain('HTTP_PROXY: expected the address of an http or https proxy');
    expect(openai.words + local.words).not.toContain('pw-1');
  });

  it('a model is not fetched for a screen that is gone', async () => {
    let open = 0;
    const { host } = await serve((request, response) => {
      if (request.url !== '/api/pull') return ollama(['a'])(request, response);
      open++;
      response.write('{"status":"pulling manifest"}\n');
      response.on('close', () => {
        open--;
      });
    });
    const { choices } = await openDesk({}, { OLLAMA_HOST: host });
    const end = choices.watchRoutes(() => {});
    const pulled = choices.pull('gemma3', () => {}, new AbortController().signal);
    await expect.poll(() => open).toBe(1);
    end();
    await expect(pulled).rejects.toThrow();
    await expect.poll(() => open).toBe(0);
  });

  it('providers that have a key are there too, and those that have none only where they are wanted', async () => {
    const environment = { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: '', OLLAMA_HOST: nobody };
    const { url } = await serve((request, response) => {
      const known = request.headers['x-api-key'] === 'k' && request.url?.startsWith('/v1/models');
      if (!known) response.statusCode = 401;
      models('claude-haiku-4-5')(request, response);
    });
    const { routes } = await openDesk({}, { ...environment, ANTHROPIC_BASE_URL: url });
    const found = await routes();
    expect(found.map(({ name }) => name)).toEqual(['simulator', 'openai', 'anthropic', 'ollama']);
    expect(found[2].words).toMatch(/^key found · \d+ ms · claude-haiku-4-5 there$/);
    expect(found[2].offer).toEqual({ provider: 'anthropic' });
  });

  it('nothing is asked any more once the screen is gone', async () => {
    let open = 0;
    const { url } = await serve((request) => {
      open++;
      request.on('close', () => {
        open--;
      });
    });
    const { choices } = await openDesk({}, { OPENAI_BASE_URL: url, OLLAMA_HOST: nobody });
    const told: string[] = [];
    const end = choices.watchRoutes((routes) => told.push(routes[1].state));
    await expect.poll(() => open).toBe(1);
    const looks: unknown[] = [];
    choices.look(wish('light'), (look) => looks.push(look));
    end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(looks).toEqual([]);
    await expect.poll(() => open).toBe(0);
    expect(told.at(-1)).toBe('asking');
  });

  it('of code that asks no model there is nothing to be told', async () => {
    const text =
      'provider: code\nroles: { a: { code: ./a.mjs } }\nworkload: { prompts: [a] }\nagents: 1\n';
    const { routes, look } = await openDesk(
      { 'a.mjs': '', 'code.yaml': text },
      { OLLAMA_HOST: nobody },
    );
    const { estimate } = await look(wish('none', { work: file('code.yaml') }));
    expect(estimate).toMatchObject({ billed: false });
    expect((await routes()).every(({ chosen }) => !chosen)).toBe(true);
  });

  it('of a program it is told whether it is there', async () => {
    const spec = (command: string) =>
      `provider: exec\nexec: { command: [${command}] }\nworkload: { prompts: [Hello] }\n`;
    const files = { 'cat.yaml': spec('cat'), 'none.yaml': spec('no-such-program') };
    const { routes, look } = await openDesk(files, { OLLAMA_HOST: nobody });
    await look(wish('none', { work: file('cat.yaml') }));
    expect((await routes()).at(-1)).toMatchObject({
      name: 'exec/cat',
      chosen: true,
      state: 'ready',
      words: expect.stringMatching(/^command found: \/.*\/cat$/),
    });
    await look(wish('none', { work: file('none.yaml') }));
    expect((await routes()).at(-1)).toMatchObject({
      name: 'exec/no-such-program',
      state: 'refused',
      words: 'there is no program no-such-program in PATH',
    });
  });
});
