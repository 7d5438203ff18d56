import { describe, expect, onTestFinished, test } from 'vitest';
import { createProvider, requestOf } from '../../src/providers/create-provider.ts';
import type { Provider, Turn } from '../../src/providers/provider.ts';
import { providerNames } from '../../src/spec/providers.ts';
import {
  reply,
  type ScriptedServer,
  type Step,
  scriptedServer,
} from '../helpers/scripted-server.ts';
import { noLimits } from '../helpers/tuning.ts';
import { embedTurn } from './behaviour/embedder.ts';
import { patient, tools, turn, turnOf } from './behaviour/one-turn.ts';

// Which turns a provider takes, and what becomes of the others.

type Api = 'chat' | 'generate';
interface Stage {
  readonly server: ScriptedServer;
  readonly provider: Provider;
}

const agents = {
  classic: { id: 'asst_1', version: null, api: 'classic', keep: false, poll: false },
  agents: { id: 'helper', version: null, api: 'agents', keep: false, poll: false },
} as const;

function routeOf(name: string, agent: keyof typeof agents = 'agents', api?: Api) {
  return {
    name: `${name}/m`,
    provider: name,
    model: 'm',
    baseUrl: null,
    key: null,
    pool: 2,
    maxConnections: 2,
    http2: false,
    gzip: false,
    limits: noLimits,
    ollama: name === 'ollama' ? { keepAlive: '2h', pull: false, api } : null,
    price: null,
    ...(name === 'azure-agents' ? { agent: agents[agent] } : {}),
  };
}

async function stageOf(route: ReturnType<typeof routeOf>, ...scripts: Step[][]): Promise<Stage> {
  const server = await scriptedServer(...(scripts.length > 0 ? scripts : [[]]));
  const baseUrl = new URL(server.url).origin;
  const provider = createProvider(route, patient, { baseUrl, key: 'k-1' });
  onTestFinished(async () => {
    await provider.close();
    await server.close();
  });
  return { server, provider };
}

const generate: Turn = {
  kind: 'generate',
  model: 'm',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Once upon' },
  ],
  maxOutputTokens: 9,
  sampling: { temperature: 0.5, stop: ['\n'] },
};
const lines = (...all: object[]) =>
  reply(
    200,
    { 'content-type': 'application/x-ndjson' },
    all.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
const times = { total_duration: 9e6, load_duration: 2e6, prompt_eval_duration: 3e6 };
const generated = lines(
  { response: ' a ', done: false },
  { response: 'time', done: false },
  {
    response: '',
    done: true,
    done_reason: 'stop',
    ...times,
    eval_duration: 4e6,
    prompt_eval_count: 7,
    eval_count: 2,
  },
);
const bodyOf = (request: string) => JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4));

async function expectRefused({ server, provider }: Stage, of: Turn, words: string): Promise<void> {
  const { result, failure } = await turnOf(provider, of);
  expect(result).toBeNull();
  expect(failure).toMatchObject({ class: 'invalid-request', uncertain: false, status: null });
  expect(failure?.message).toContain(words);
  expect(server.requests).toEqual([]);
}

describe('a turn for vectors', () => {
  test.each([
    ['anthropic', undefined, 'Anthropic has no embeddings: ask another provider'],
    ['azure-agents', 'classic', 'an agent of Azure AI Foundry gives no vectors'],
    ['azure-agents', 'agents', 'an agent of Azure AI Foundry gives no vectors'],
  ] as const)('is refused by %s (%s) in one sentence', async (name, agent, words) => {
    await expectRefused(await stageOf(routeOf(name, agent)), embedTurn, words);
  });

  test('without texts is refused by any', async () => {
    const stage = await stageOf(routeOf('openai'));
    await expectRefused(stage, { ...embedTurn, texts: [] }, 'has no texts: name one');
    await expectRefused(stage, { ...embedTurn, texts: undefined }, 'has no texts: name one');
  });

  test('that is refused can be cut before that is told, and is told once', async () => {
    const { provider, server } = await stageOf(routeOf('anthropic'));
    const told: string[] = [];
    const call = provider.call(embedTurn, {
      sent: () => told.push('sent'),
      delta: () => told.push('delta'),
      done: () => told.push('done'),
      failed: (failure) => told.push(failure.class),
    });
    expect(told).toEqual([]);
    expect(call.rawRequest('$KEY')).toEqual({
      method: 'POST',
      url: new URL(server.url).origin,
      headers: {},
      body: '',
    });
    call.abort('cancelled', 'by a test');
    expect(told).toEqual(['cancelled']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['cancelled']);
    expect(call.partialText()).toBe('');
    expect(call.replyHead()).toBeNull();
  });

  test('of an Ollama keeps its model as long as any call', async () => {
    const vectors = reply(
      200,
      { 'content-type': 'application/json' },
      JSON.stringify({ embeddings: [[1], [2], [3]], ...times, prompt_eval_count: 5 }),
    );
    const { provider, server } = await stageOf(routeOf('ollama'), vectors);
    const { result } = await turnOf(provider, embedTurn);
    expect(bodyOf(server.requests[0])).toMatchObject({ model: 'm', keep_alive: '2h' });
    expect(result?.timings).toEqual({ loadMs: 2, promptMs: 7, outputMs: 0 });
  });

  test('is shown as what it would be sent as', () => {
    const secrets = { baseUrl: 'https://models.test/v1', key: '$KEY' };
    const shown = requestOf(routeOf('openai'), secrets, embedTurn);
    expect(shown.url).toBe('https://models.test/v1/embeddings');
    expect(shown.headers.authorization).toBe('Bearer $KEY');
  });
});

describe('a generate turn', () => {
  /** A program has no protocol; what it is asked is told in exec/. Code asks nobody. */
  const services = providerNames.filter((name) => name !== 'exec' && name !== 'code');
  const others = services.filter((name) => name !== 'ollama');
  test.each(others)('is a chat for %s', (name) => {
    const secrets = { baseUrl: 'https://models.test/v1', key: '$KEY' };
    const shown = (of: Turn) => requestOf(routeOf(name), secrets, of);
    expect(shown(generate)).toEqual(shown({ ...generate, kind: 'chat' }));
    expect(shown(generate).body).toContain('Once upon');
  });

  test('is answered as one', async () => {
    const answer = { choices: [{ message: { content: 'a time' }, finish_reason: 'stop' }] };
    const { provider } = await stageOf(
      routeOf('openai'),
      reply(200, { 'content-type': 'application/json' }, JSON.stringify(answer)),
    );
    expect((await turnOf(provider, generate)).result?.text).toBe('a time');
  });

  test('of several exchanges is one too', async () => {
    const ended = { id: 'run_1', status: 'completed', usage: { prompt_tokens: 1 } };
    const event = (name: string, data: object) =>
      `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    const said = { delta: { content: [{ type: 'text', text: { value: 'a time' } }] } };
    const stream = [
      event('thread.message.delta', said),
      event('thread.run.completed', ended),
      'event: done\ndata: [DONE]\n\n',
    ].join('');
    const made = reply(200, { 'content-type': 'application/json' }, '{"id":"thread_1"}');
    const posted = [made, made];
    const { provider } = await stageOf(
      routeOf('azure-agents', 'classic'),
      ...posted,
      reply(200, { 'content-type': 'text/event-stream' }, stream),
      made,
    );
    const { result } = await turnOf(provider, {
      ...generate,
      messages: generate.messages.slice(1),
    });
    expect(result?.text).toBe('a time');
  });

  test('of an Ollama is its prompt, and what the system says', async () => {
    const { provider, server } = await stageOf(routeOf('ollama'), generated);
    const { result, deltas } = await turnOf(provider, {
      ...generate,
      outputSchema: { type: 'object' },
    });
    expect(server.requests[0]).toMatch(/^POST \/api\/generate HTTP/);
    expect(bodyOf(server.requests[0])).toEqual({
      model: 'm',
      prompt: 'Once upon',
      system: expect.stringMatching(/^Be brief\.\n\n.*JSON Schema.*\n\{"type":"object"\}$/),
      stream: true,
      format: { type: 'object' },
      options: { num_predict: 9, temperature: 0.5, stop: ['\n'] },
      keep_alive: '2h',
    });
    expect(deltas).toEqual([' a ', 'time']);
    expect(result).toMatchObject({
      text: ' a time',
      usage: { inputTokens: 7, outputTokens: 2, estimated: false },
      timings: { loadMs: 2, promptMs: 3, outputMs: 4 },
    });
  });

  test.each(services)('with tools is refused by %s', async (name) => {
    const stage = await stageOf(routeOf(name));
    await expectRefused(stage, { ...generate, tools }, 'a generate turn takes no tools');
  });
});

describe('ollama.api: generate', () => {
  const generating = (...scripts: Step[][]) =>
    stageOf(routeOf('ollama', 'agents', 'generate'), ...scripts);

  test('sends a chat there, its parts as one prompt', async () => {
    const { provider, server } = await generating(generated);
    const { result } = await turnOf(provider, {
      ...turn,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'First part.' },
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Second part.' },
      ],
    });
    expect(result?.text).toBe(' a time');
    expect(server.requests[0]).toMatch(/^POST \/api\/generate HTTP/);
    expect(bodyOf(server.requests[0])).toEqual({
      model: 'm',
      prompt: 'First part.\n\nSecond part.',
      system: 'Be brief.\n\nBe kind.',
      stream: true,
      keep_alive: '2h',
    });
  });

  test('is seen in the request of a past call', () => {
    const route = routeOf('ollama', 'agents', 'generate');
    const shown = requestOf(route, { baseUrl: 'http://box:11434', key: null }, turn);
    expect(shown.url).toBe('http://box:11434/api/generate');
    expect(JSON.parse(shown.body)).toMatchObject({ prompt: 'Hello?', keep_alive: '2h' });
  });

  test('leaves the system out where it says nothing', async () => {
    const { provider, server } = await generating(generated);
    await turnOf(provider, turn);
    expect(bodyOf(server.requests[0])).not.toHaveProperty('system');
  });

  test.each([
    [{ ...turn, tools }, "Ollama's /api/generate takes no tools"],
    [
      { ...turn, messages: [...turn.messages, { role: 'assistant', content: 'Hello!' }] },
      'takes one prompt: a conversation with answers in it wants a chat (ollama.api: chat)',
    ],
    [{ ...turn, messages: [] }, 'makes nothing of an empty prompt'],
    [{ ...turn, messages: [{ role: 'system', content: 'x' }] }, 'makes nothing of an empty prompt'],
  ] satisfies [Turn, string][])('refuses what it has no form for (%#)', async (of, words) => {
    await expectRefused(await generating(), of, words);
  });

  test('gives vectors all the same', async () => {
    const json = JSON.stringify({ embeddings: [[1], [2], [3]] });
    const { provider, server } = await generating(
      reply(200, { 'content-type': 'application/json' }, json),
    );
    expect((await turnOf(provider, embedTurn)).result?.embeddings).toHaveLength(3);
    expect(server.requests[0]).toMatch(/^POST \/api\/embed HTTP/);
  });
});
