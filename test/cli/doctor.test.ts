import { describe, expect, onTestFinished, test } from 'vitest';
import { routesOfEnvironment } from '../../src/cli/doctor/configured-routes.ts';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { providerFindings } from '../../src/cli/doctor/provider-check.ts';
import type { Environment } from '../../src/spec/environment.ts';
import { reply, type Step, scriptedServer } from '../helpers/scripted-server.ts';
import { resolved } from '../helpers/spec.ts';
import { quick, simulate } from '../simulator/support.ts';

/** What is found of all providers that the environment configures. */
async function look(environment: Environment, isCalled = false): Promise<Finding[]> {
  const { routes, findings } = routesOfEnvironment(environment, false);
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
    ['groq', (url: string) => ({ GROQ_API_KEY: 'k', GROQ_BASE_URL: `${url}/openai/v1` })],
    [
      'openrouter',
      (url: string) => ({ OPENROUTER_API_KEY: 'k', OPENROUTER_BASE_URL: `${url}/api/v1` }),
    ],
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
    const [route] = routesOfEnvironment(environment, false).routes;
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

  test('limits are told from its headers', async () => {
    const { url } = await simulate({ ...quick, requestsPerMinute: 60, tokensPerMinute: 5_000 });
    const findings = await look({ OPENAI_BASE_URL: `${url}/v1` }, true);
    expect(details(findings)).toMatch(/limit: 59 requests left\n.*limit: \d+ tokens left/);
  });

  test('without a model named, only the service is looked at', async () => {
    const { url } = await simulate(quick);
    const findings = await look({ VLLM_BASE_URL: `${url}/v1` });
    expect(states(findings)).toEqual(['ok', 'note']);
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
