import { afterEach, describe, expect, it } from 'vitest';
import { probeModels } from '../../src/providers/probe/probe-models.ts';
import { hasModel, probeOllama } from '../../src/providers/probe/probe-ollama.ts';
import { type PullProgress, pullModel } from '../../src/providers/probe/pull-model.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import {
  reply,
  type ScriptedServer,
  type Step,
  scriptedServer,
} from '../helpers/scripted-server.ts';

const openai = { provider: 'openai', model: 'gpt-5-mini' };

let server: ScriptedServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const json = (value: unknown, status = 200): Step[] =>
  reply(status, { 'content-type': 'application/json' }, JSON.stringify(value));

async function serve(...scripts: Step[][]): Promise<ScriptedServer> {
  server = await scriptedServer(...scripts);
  return server;
}

const rootOf = ({ url }: ScriptedServer) => url.replace(/\/v1$/, '');
const placeOf = (found: ScriptedServer) => ({ address: rootOf(found), proxy: null });
/** Nothing listens on the port of a server that was closed. */
async function closedAddress(): Promise<string> {
  const gone = await scriptedServer(['END']);
  await gone.close();
  return rootOf(gone);
}

describe('a service that speaks the API of OpenAI', () => {
  it('tells its models, is shown the key in its header, and keeps no connection', async () => {
    const { url, requests, openSockets } = await serve(
      json({ data: [{ id: 'gpt-5-mini' }, { id: 'other' }] }),
    );
    const found = await probeModels(openai, { baseUrl: url, key: 'sk-probe' });
    expect(found).toMatchObject({ found: 'models', models: ['gpt-5-mini', 'other'] });
    expect(requests[0]).toMatch(/^GET \/v1\/models HTTP/);
    expect(requests[0]).toMatch(/authorization: Bearer sk-probe/i);
    await expect.poll(openSockets).toBe(0);
  });

  it('is the simulator too, which wants no key', async () => {
    const simulator = await startSimulator({});
    const found = await probeModels(openai, { baseUrl: `${simulator.url}/v1`, key: null });
    await simulator.stop();
    expect(found).toMatchObject({ found: 'models', models: expect.arrayContaining(['gpt-5']) });
  });

  it('refuses a key, and what it says of it does not hold the key', async () => {
    const refusal = { error: { message: 'Incorrect API key provided: sk-secret-1.' } };
    const { url } = await serve(json(refusal, 401));
    expect(await probeModels(openai, { baseUrl: url, key: 'sk-secret-1' })).toEqual({
      found: 'refusal',
      status: 401,
      message: 'Incorrect API key provided: ….',
    });
  });

  it('may have no list of models', async () => {
    const { url } = await serve(json({ detail: 'Not Found' }, 404));
    expect(await probeModels(openai, { baseUrl: url, key: null })).toMatchObject({
      found: 'service',
      status: 404,
    });
  });

  it('may answer what is no list', async () => {
    const { url } = await serve(reply(200, {}, '<html>welcome</html>'));
    expect(await probeModels(openai, { baseUrl: url, key: null })).toMatchObject({
      found: 'service',
      status: 200,
    });
  });

  it('may not be there', async () => {
    const address = await closedAddress();
    expect(await probeModels(openai, { baseUrl: `${address}/v1`, key: null })).toEqual({
      found: 'nothing',
      why: 'nothing listens there',
    });
    expect(
      await probeModels(openai, { baseUrl: 'http://no-such-host.invalid/v1', key: null }),
    ).toEqual({
      found: 'nothing',
      why: expect.stringMatching(/^no such host|its name cannot be looked up$/),
    });
  });

  it('is let go at once when nobody waits for it', async () => {
    const { url, requests, openSockets } = await serve(['HANG']);
    const stop = new AbortController();
    const asked = probeModels(openai, { baseUrl: url, key: null }, stop.signal);
    await expect.poll(() => requests.length).toBe(1);
    stop.abort();
    expect(await asked).toMatchObject({ found: 'nothing' });
    await expect.poll(openSockets).toBe(0);
  });
});

describe('services of other kinds', () => {
  const of = (provider: string, model: string) => ({ provider, model });

  it('Anthropic and Gemini tell their models in their own way, page by page', async () => {
    const claude = await serve(json({ data: [{ id: 'claude-haiku-4-5' }], has_more: true }));
    const secrets = { baseUrl: rootOf(claude), key: 'k' };
    expect(await probeModels(of('anthropic', 'x'), secrets)).toMatchObject({
      models: ['claude-haiku-4-5'],
      more: true,
    });
    expect(claude.requests[0]).toMatch(/x-api-key: k/i);
    await claude.close();
    const gemini = await serve(json({ models: [{ name: 'models/gemini-3.7-flash' }] }));
    const other = { baseUrl: rootOf(gemini), key: 'k' };
    expect(await probeModels(of('gemini', 'x'), other)).toMatchObject({
      models: ['gemini-3.7-flash'],
      more: false,
    });
    expect(gemini.requests[0]).toMatch(/x-goog-api-key: k/i);
  });

  it('of Azure OpenAI the list of models says nothing about deployments', async () => {
    const azure = await serve(json({ data: [{ id: 'gpt-5-mini-2025-08-07' }] }));
    const secrets = { baseUrl: `${rootOf(azure)}/openai/v1`, key: 'k' };
    expect(await probeModels(of('azure-openai', 'my-own'), secrets)).toMatchObject({
      found: 'service',
      status: 200,
    });
  });

  it('Gemini says of a key that it does not know that the request is bad', async () => {
    const found = await serve(
      json({ error: { message: 'API key not valid. Please pass a valid API key.' } }, 400),
    );
    expect(
      await probeModels(of('gemini', 'x'), { baseUrl: rootOf(found), key: 'k' }),
    ).toMatchObject({ found: 'refusal', status: 400 });
  });
});

describe('an Ollama', () => {
  it('is found with its models and those that are warm', async () => {
    const found = await serve(
      json({ models: [{ name: 'llama3.2:latest' }, { name: 'tinyllama:1.1b' }] }),
      json({ models: [{ name: 'tinyllama:1.1b' }] }),
    );
    expect(await probeOllama(placeOf(found))).toMatchObject({
      found: true,
      models: ['llama3.2', 'tinyllama:1.1b'],
      warm: ['tinyllama:1.1b'],
    });
    expect(found.requests.map((request) => request.split(' ')[1])).toEqual([
      '/api/tags',
      '/api/ps',
    ]);
  });

  it('is found where it has no model, and where it does not tell what is warm', async () => {
    const found = await serve(json({ models: null }), json({ error: 'no' }, 404));
    expect(await probeOllama(placeOf(found))).toMatchObject({ found: true, models: [], warm: [] });
  });

  it('is not what answers otherwise, nor what does not listen', async () => {
    const other = await serve(json({ data: [] }));
    expect(await probeOllama(placeOf(other))).toEqual({
      found: false,
      why: 'what answers is no Ollama (200)',
    });
    expect(await probeOllama({ address: await closedAddress(), proxy: null })).toEqual({
      found: false,
      why: 'nothing listens there',
    });
  });

  it('has a model under its name with the tag and without', () => {
    expect(hasModel(['llama3.2', 'qwen:0.5b'], 'llama3.2:latest')).toBe(true);
    expect(hasModel(['llama3.2', 'qwen:0.5b'], 'qwen:0.5b')).toBe(true);
    expect(hasModel(['llama3.2', 'qwen:0.5b'], 'qwen')).toBe(false);
  });
});

describe('a model that is pulled', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\nconnection: close\r\n\r\n';
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;

  it('comes in layers, and its progress is told as it comes', async () => {
    const layer = (digest: string, total: number, completed: number) =>
      line({ status: `pulling ${digest}`, digest, total, completed });
    const whole = layer('b', 300, 100);
    const found = await serve([
      head,
      line({ status: 'pulling manifest' }),
      layer('a', 100, 50),
      20,
      layer('a', 100, 100),
      whole.slice(0, 20),
      20,
      whole.slice(20),
      line({ status: 'success' }),
      'END',
    ]);
    const told: PullProgress[] = [];
    const { signal } = new AbortController();
    await pullModel(placeOf(found), 'tinyllama', (progress) => told.push(progress), signal);
    expect(told.map(({ share, totalBytes }) => [share, totalBytes])).toEqual([
      [null, null],
      [0.5, 100],
      [1, 100],
      [0.5, 400],
    ]);
    expect(found.requests[0]).toContain('{"model":"tinyllama","stream":true}');
  });

  it('may not exist, which Ollama says in its stream or at once', async () => {
    const { signal } = new AbortController();
    const inStream = await serve([head, line({ error: 'pull model manifest: no' }), 'END']);
    await expect(pullModel(placeOf(inStream), 'x', () => {}, signal)).rejects.toThrow(
      'pull model manifest: no',
    );
    await inStream.close();
    const atOnce = await serve(json({ error: 'invalid model name' }, 400));
    await expect(pullModel(placeOf(atOnce), 'x y', () => {}, signal)).rejects.toThrow(
      'invalid model name',
    );
  });

  it('is not there where the connection ends before it is', async () => {
    const found = await serve([head, line({ status: 'pulling manifest' }), 'END']);
    await expect(
      pullModel(placeOf(found), 'x', () => {}, new AbortController().signal),
    ).rejects.toThrow('it ended before the model was there');
  });

  it('is left when the operator has changed their mind: the connection closes', async () => {
    const found = await serve([head, line({ status: 'pulling manifest' }), 'HANG']);
    const stop = new AbortController();
    const pulled = pullModel(placeOf(found), 'x', () => stop.abort(), stop.signal);
    await expect(pulled).rejects.toThrow();
    await expect.poll(found.openSockets).toBe(0);
  });
});
