import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { routesOfEnvironment } from '../../src/cli/doctor/configured-routes.ts';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { providerFindings } from '../../src/cli/doctor/provider-check.ts';
import type { Environment } from '../../src/spec/environment.ts';
import { reply, type Step, scriptedServer } from '../helpers/scripted-server.ts';
import { resolved } from '../helpers/spec.ts';
import { quick, simulate } from '../simulator/support.ts';

/** What is found of all providers that the environment configures. */
async function look(environment: Environment, isCalled = false): Promise<Finding[]> {
  const { routes, findings } = await routesOfEnvironment(environment, false);
  const looked = await Promise.all(
    routes.map((route) => providerFindings(route, environment, isCalled)),
  );
  return [...findings, ...looked.flat()];
}

const states = (findings: readonly Finding[]) => findings.map(({ state }) => state);
const details = (findings: readonly Finding[]) => findings.map(({ detail }) => detail).join('\n');
const mends = (findings: readonly Finding[]) => findings.map(({ mend }) => mend).join('\n');

async function serve(...scripts: Step[][]): Promise<string> {
  const server = await scriptedServer(...scripts);
  onTestFinished(() => server.close());
  return server.url;
}

const list = reply(200, { 'content-type': 'application/json' }, '{"data":[{"id":"a"},{"id":"b"}]}');

describe('a provider that is well', () => {
  test.each([
    ['openai', (url: string) => ({ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${url}/v1` })],
    ['anthropic', (url: string) => ({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: url })],
    ['gemini', (url: string) => ({ GEMINI_API_KEY: 'k', GEMINI_BASE_URL: url })],
    ['groq', (url: string) => ({ GROQ_API_KEY: 'k', GROQ_BASE_URL: `${url}/openai/v1` })],
    ['together', (url: string) => ({ TOGETHER_API_KEY: 'k', TOGETHER_BASE_URL: `${url}/v1` })],
    ['llamacpp', (url: string) => ({ LLAMACPP_BASE_URL: `${url}/v1` })],
    ['ollama', (url: string) => ({ OLLAMA_URL: url })],
  ])('%s is reached, takes the key, has the model, and answers a call', async (name, of) => {
    const { url, record } = await simulate(quick);
    const environment = of(url);
    const findings = await look(environment);
    expect(states(findings), details(findings)).toEqual(['ok', 'ok']);
    expect(findings[0].name).toContain(`${name}/`);
    expect(details(findings)).toMatch(/reachable in \d+ ms/);
    expect(details(findings)).toContain('has the model');
    // Nothing was generated for it.
    expect(record().calls.every(({ method }) => method === 'GET')).toBe(true);
    const called = await look(environment, true);
    expect(details(called)).toMatch(/answers a call in \d+ ms with \d+ output tokens/);
  });

  test('an Ollama without a chat is called as its run would call it', async () => {
    const { url, record } = await simulate(quick);
    const environment = { OLLAMA_URL: url };
    const [route] = (await routesOfEnvironment(environment, false)).routes;
    const ollama = { keepAlive: null, pull: false, api: 'generate' } as const;
    const findings = await providerFindings({ ...route, ollama }, environment, true);
    expect(details(findings)).toContain('answers a call');
    expect(record().calls.at(-1)?.path).toBe('/api/generate');
  });

  test('azure-openai: whether it has a deployment only a call tells', async () => {
    const { url } = await simulate(quick);
    const environment = {
      AZURE_OPENAI_API_KEY: 'k',
      AZURE_OPENAI_ENDPOINT: `${url}/openai/v1`,
      AZURE_OPENAI_DEPLOYMENT: 'chat',
    };
    const findings = await look(environment);
    expect(states(findings)).toEqual(['ok', 'note']);
    expect(mends(findings)).toContain('--call');
    expect(states(await look(environment, true))).toEqual(['ok', 'ok']);
  });

  test('azure-agents: each agent that the environment names is looked for, in its version', async () => {
    const { url } = await simulate(quick);
    const environment = {
      PROJECT_ENDPOINT: `${url}/api/projects/p`,
      PROJECT_API_KEY: 'k',
      AGENT_ID_KAOZ: 'asst_kaoz',
      AGENT_ID_ORDER: 'order-bot:3',
      // As many agents as that could not have two roles.
      MAX_PARALLEL_AGENTS: '1',
    };
    const findings = await look(environment);
    expect(states(findings), details(findings)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(details(findings)).toContain('has the agent asst_kaoz');
    expect(details(findings)).toContain('has the agent order-bot in version 3');
    const called = await look(environment, true);
    expect(details(called).match(/answers a call in/g)).toHaveLength(2);
  });

  test.each([
    ['openrouter', 'OPENROUTER_API_KEY', 'OPENROUTER_BASE_URL'],
    ['llamacpp', 'LLAMA_API_KEY', 'LLAMACPP_BASE_URL'],
  ])('%s lists its models to anybody: only a call tells of the key', async (_, key, address) => {
    const { url } = await simulate(quick);
    const environment = { [key]: 'secret', [address]: `${url}/v1` };
    const findings = await look(environment);
    expect(states(findings)).toEqual(['ok', 'note', 'ok']);
    expect(details(findings)).toContain(`whether it takes the key in ${key} only a call tells`);
    expect(states(await look(environment, true))).toEqual(['ok', 'ok', 'ok']);
  });

  test('limits are told from its headers', async () => {
    const { url } = await simulate({ ...quick, requestsPerMinute: 60, tokensPerMinute: 5_000 });
    const findings = await look({ OPENAI_BASE_URL: `${url}/v1` }, true);
    expect(details(findings)).toMatch(/limit: 59 requests left\n.*limit: \d+ tokens left/);
  });

  test('without a model named, only the service is looked at', async () => {
    const { url } = await simulate(quick);
    const findings = await look({ VLLM_BASE_URL: `${url}/v1` });
    expect(states(findings)).toEqual(['ok', 'note']);
    expect(mends(findings)).toContain('name one with --model; there are gpt-5,');
  });
});

describe('what is not well is said with its mend', () => {
  test('nothing listens there', async () => {
    const findings = await look({ VLLM_BASE_URL: 'http://127.0.0.1:1/v1' });
    expect(states(findings)).toEqual(['bad']);
    expect(details(findings)).toContain('nothing listens there');
    expect(mends(findings)).toContain('VLLM_BASE_URL');
    expect(mends(await look({ OLLAMA_URL: 'http://127.0.0.1:1' }))).toContain('ollama serve');
  });

  test('a refused key, which the service repeats and we do not', async () => {
    const body = '{"error":{"message":"Incorrect API key provided: sk-secret-9."}}';
    const url = await serve(reply(401, {}, body));
    const findings = await look({ OPENAI_API_KEY: 'sk-secret-9', OPENAI_BASE_URL: url });
    expect(states(findings)).toEqual(['bad']);
    expect(details(findings)).toContain('key refused (401): Incorrect API key provided: …');
    expect(mends(findings)).toContain('OPENAI_API_KEY');
    expect(JSON.stringify(findings)).not.toContain('secret-9');
  });

  test('a key that is missing, and one that would travel unencrypted', async () => {
    const url = await serve(reply(401, {}, '{}'));
    expect(mends(await look({ GROQ_BASE_URL: url }))).toContain('set GROQ_API_KEY');
    const plain = await look({ GROQ_API_KEY: 'k', GROQ_BASE_URL: 'http://10.0.0.1/v1' });
    expect(states(plain)).toEqual(['bad']);
    expect(details(plain)).toContain('would travel unencrypted');
    expect(mends(plain)).toContain('--insecure');
  });

  test('a model that it does not have, with those that it has', async () => {
    const url = await serve(list, reply(404, {}, '{}'));
    const findings = await look({ OPENAI_BASE_URL: url });
    expect(states(findings)).toEqual(['ok', 'bad']);
    expect(mends(findings)).toContain('there are a, b');
  });

  test('a call knows better than a list whether a model is there', async () => {
    const answer =
      'data: {"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
    const sse = reply(200, { 'content-type': 'text/event-stream' }, answer);
    const alias = await serve(list, reply(404, {}, '{}'), sse);
    const there = await look({ OPENAI_BASE_URL: alias }, true);
    expect(states(there), details(there)).toEqual(['ok', 'note', 'ok']);
    const missing = await serve(list, reply(404, {}, '{}'));
    expect(states(await look({ OPENAI_BASE_URL: missing }, true))).toEqual(['ok', 'bad']);
  });

  test('an agent that is not there, with the variable that names it', async () => {
    const { url, record } = await simulate(quick);
    const environment = {
      PROJECT_ENDPOINT: `${url}/api/projects/p`,
      PROJECT_API_KEY: 'k',
      AGENT_ID_KAOZ: 'asst_no-such-agent',
    };
    const findings = await look(environment, true);
    expect(states(findings)).toEqual(['ok', 'bad']);
    expect(mends(findings)).toContain('in AGENT_ID_KAOZ, or as agentId');
    expect(record().totals.calls).toBe(1);
  });

  test('agents without an address, an address without agents', async () => {
    const lost = await look({ AGENT_ID_KAOZ: 'asst_kaoz' });
    expect(mends(lost)).toContain('in PROJECT_ENDPOINT');
    const { url } = await simulate(quick);
    const idle = await look({ PROJECT_ENDPOINT: `${url}/api/projects/p`, PROJECT_API_KEY: 'k' });
    expect(states(idle)).toEqual(['bad']);
    expect(mends(idle)).toContain('set AGENT_ID_<ROLE>');
  });

  test('nobody is signed in to Entra ID: nothing is asked of the project', async () => {
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'EnvironmentCredential');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { url, record } = await simulate(quick);
    const project = { PROJECT_ENDPOINT: `${url}/api/projects/p`, AGENT_ID_KAOZ: 'asst_kaoz' };
    const findings = await look(project);
    expect(states(findings), details(findings)).toEqual(['bad']);
    expect(details(findings)).toContain('no token from Entra ID');
    expect(mends(findings)).toBe('sign in with az login, or set PROJECT_API_KEY');
    expect(record().totals.calls).toBe(0);
  });

  test('a key that Google refuses with 400', async () => {
    const body =
      '{"error":{"code":400,"message":"API key not valid. Please pass a valid API key."}}';
    const url = await serve(reply(400, {}, body));
    const [finding] = await look({ GEMINI_API_KEY: 'sk-9', GEMINI_BASE_URL: url });
    expect(finding).toMatchObject({
      state: 'bad',
      mend: expect.stringContaining('GEMINI_API_KEY'),
    });
    expect(finding.detail).toContain('key refused (400): API key not valid');
  });

  test('an address that is wrong behind its host', async () => {
    const { url } = await simulate(quick);
    const environment = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${url}/wrong` };
    const findings = await look(environment);
    expect(states(findings)).toEqual(['ok', 'note']);
    expect(details(findings)).not.toContain('takes the key');
    expect(mends(findings)).toContain('look at its address (baseUrl or OPENAI_BASE_URL)');
    expect(mends(await look(environment, true))).toContain('look at its address');
  });

  test('https where plain http is spoken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const findings = await look({ VLLM_BASE_URL: `https://127.0.0.1:${port}/v1` });
    expect(details(findings)).toContain('what answers does not speak https');
    expect(mends(findings)).toContain('http://');
  });

  test('a proxy whose address is none does not keep the others from being looked at', async () => {
    const { url } = await simulate(quick);
    const findings = await look({
      GROQ_API_KEY: 'k',
      OPENAI_BASE_URL: `${url}/v1`,
      HTTPS_PROXY: 'garbage://',
    });
    expect(states(findings)).toEqual(['ok', 'ok', 'bad']);
    expect(details(findings)).toContain('HTTPS_PROXY: expected the address');
  });

  test('a model that an Ollama does not have', async () => {
    const { url } = await simulate(quick);
    const findings = await look({ OLLAMA_URL: url, OLLAMA_DEFAULT_MODEL: 'other' });
    expect(states(findings)).toEqual(['ok', 'bad']);
    expect(mends(findings)).toContain('ollama pull other');
  });

  test('a server that fails, and a call that fails', async () => {
    const url = await serve(reply(503, {}, '{"error":{"message":"Loading model"}}'));
    expect(details(await look({ OPENAI_BASE_URL: url }))).toContain(
      'it answers 503: Loading model',
    );
    const { url: simulator } = await simulate({ ...quick, faults: { shares: { quota: 1 } } });
    const findings = await look({ OPENAI_BASE_URL: `${simulator}/v1` }, true);
    expect(states(findings)).toEqual(['ok', 'ok', 'bad']);
    expect(details(findings)).toContain('a call failed, quota');
  });

  test('a proxy that does not answer', async () => {
    const findings = await look({ GROQ_API_KEY: 'k', HTTPS_PROXY: 'http://me:pw-7@127.0.0.1:1' });
    expect(states(findings)).toEqual(['bad']);
    expect(details(findings)).toContain('the proxy 127.0.0.1:1');
    expect(mends(findings)).toContain('HTTPS_PROXY');
    expect(JSON.stringify(findings)).not.toContain('pw-7');
  });
});

describe('a program in place of a service', () => {
  const looked = async (exec: string, isCalled = false) => {
    const { routes } = await resolved(
      {},
      `provider: exec\nexec: ${exec}\nworkload: { prompts: [a] }\n`,
    );
    return providerFindings(routes[0], {}, isCalled);
  };

  test('is found where it would be run from, and answers a call', async () => {
    expect(await looked('{ command: [cat] }')).toEqual([
      expect.objectContaining({
        state: 'ok',
        name: 'exec/cat',
        detail: expect.stringMatching(/^command found: \/.*\/cat$/),
      }),
    ]);
    const [, answer] = await looked('{ command: [cat] }', true);
    expect(answer.detail).toMatch(/^answers in \d+ ms$/);
  });

  test('that is not there, or fails, is told with the mend', async () => {
    expect(await looked('{ command: [no-such-program] }')).toEqual([
      expect.objectContaining({
        state: 'bad',
        detail: 'there is no program no-such-program in PATH',
        mend: 'install it, or look at exec.command, exec.cwd and PATH',
      }),
    ]);
    const [, failed] = await looked('{ command: [sh, -c, "echo no key >&2; exit 77"] }', true);
    expect(failed).toMatchObject({
      state: 'bad',
      detail: 'a call failed, auth: exit code 77: no key',
    });
  });
});
