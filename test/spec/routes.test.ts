import { describe, expect, it } from 'vitest';
import type { ResolveInput } from '../../src/spec/resolve-spec.ts';
import { promptsOf } from '../helpers/prompts-of.ts';
import { refusal, resolved } from '../helpers/spec.ts';

const withKey = { OPENAI_API_KEY: 'sk-secret' };
const prompt = ['Hello'];

/** The first route of a run with one prompt. */
const route = async (
  flags: ResolveInput['flags'],
  environment: ResolveInput['environment'] = withKey,
  yaml?: string,
) => (await resolved({ flags: { prompt, ...flags }, environment }, yaml)).routes[0];

describe('the provider', () => {
  it('is the simulator where nobody names one, even with a key at hand', async () => {
    expect(await route({}, { ...withKey, OPENAI_BASE_URL: 'https://x.example' })).toMatchObject({
      name: 'simulator/sim-small',
      provider: 'simulator',
      model: 'sim-small',
      baseUrl: null,
      key: null,
      pool: 10,
      maxConnections: null,
      http2: false,
    });
  });

  it('is OpenAI-compatible where only an address is given', async () => {
    expect(await route({ baseUrl: 'http://127.0.0.1:8080' }, {})).toMatchObject({
      name: 'openai/gpt-5-mini',
      baseUrl: 'http://127.0.0.1:8080/v1',
      key: null,
    });
  });

  it('of a preset gives way to an address or a provider of the operator', async () => {
    expect(await route({ preset: 'ollama', baseUrl: 'http://box:11434' }, {})).toMatchObject({
      provider: 'ollama',
      baseUrl: 'http://box:11434',
    });
    const compatible = 'http://localhost:11434/v1';
    expect(await route({ preset: 'ollama', baseUrl: compatible }, {})).toMatchObject({
      provider: 'openai',
      baseUrl: 'http://localhost:11434/v1',
      pool: 2,
      maxConnections: 2,
    });
    expect(await route({ preset: 'azure-free', provider: 'simulator' })).toMatchObject({
      provider: 'simulator',
      pool: 5,
    });
  });

  it('that is unknown is refused with the near miss', async () => {
    expect(await refusal(route({ provider: 'opnai' }))).toBe(
      '--provider: unknown provider `opnai`; did you mean `openai`?',
    );
    expect(await refusal(route({}, {}, 'roles: { r: { provider: simulater } }\n'))).toBe(
      'swarm.yaml:1: roles.r.provider: unknown provider `simulater`; did you mean `simulator`?',
    );
  });

  it('of a flag leaves behind the model and the address that were meant for another', async () => {
    const yaml = 'provider: openai\nmodel: gpt-5\nbaseUrl: https://x.example\n';
    expect(await route({ provider: 'simulator' }, withKey, yaml)).toMatchObject({
      model: 'sim-small',
      baseUrl: null,
    });
    expect(await route({ provider: 'openai' }, withKey, yaml)).toMatchObject({
      model: 'gpt-5',
      baseUrl: 'https://x.example/v1',
    });
  });
});

describe('the address', () => {
  it.each([
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/v1'],
    ['https://x.example/api/v2/', 'https://x.example/api/v2'],
    ['https://X.example', 'https://x.example/v1'],
    ['http://[::1]:9/v1', 'http://[::1]:9/v1'],
  ])('%s is called at %s', async (written, called) => {
    expect((await route({ baseUrl: written })).baseUrl).toBe(called);
  });

  it('is that of OpenAI, or of OPENAI_BASE_URL, where nobody gives one', async () => {
    expect((await route({ provider: 'openai' })).baseUrl).toBe('https://api.openai.com/v1');
    const environment = { ...withKey, OPENAI_BASE_URL: 'https://x.example/' };
    expect((await route({ provider: 'openai' }, environment)).baseUrl).toBe('https://x.example/v1');
  });

  it('of a simulator in another process is used as it is', async () => {
    expect(await route({ provider: 'simulator', baseUrl: 'http://127.0.0.1:4010' })).toMatchObject({
      provider: 'simulator',
      baseUrl: 'http://127.0.0.1:4010/v1',
      key: null,
    });
  });

  it.each([
    ['ftp://x.example', 'expected an http or https address'],
    ['x.example', 'expected an http or https address'],
    ['https://me:sk-1@x.example', 'expected an address without user and password'],
    ['https://x.example/v1?key=sk-1', 'expected an address without ? and #'],
  ])('%s is refused, and not shown', async (written, sentence) => {
    const told = await refusal(route({ baseUrl: written }));
    expect(told).toContain(`--base-url: ${sentence}`);
    expect(told).not.toContain('sk-1');
  });
});

describe('the key', () => {
  it('is named by where it is found, never taken', async () => {
    const spec = await resolved({ flags: { provider: 'openai', prompt }, environment: withKey });
    expect(spec.routes[0].key).toBe('env:OPENAI_API_KEY');
    expect(JSON.stringify(spec)).not.toContain('sk-secret');
  });

  it('is demanded for api.openai.com alone', async () => {
    expect(await refusal(route({ provider: 'openai' }, {}))).toMatch(
      /^OPENAI_API_KEY is not set, /,
    );
    expect(await refusal(route({ provider: 'openai' }, { OPENAI_API_KEY: '' }))).toMatch(
      /^OPENAI_API_KEY is not set, /,
    );
    expect((await route({ baseUrl: 'https://x.example' }, {})).key).toBeNull();
  });

  it('does not travel unencrypted, unless the operator says so', async () => {
    const told = await refusal(route({ baseUrl: 'http://10.0.0.1' }));
    expect(told).toBe(
      'http://10.0.0.1/v1: the key in OPENAI_API_KEY would travel unencrypted; use https, unset OPENAI_API_KEY, or allow it with --insecure',
    );
    expect((await route({ baseUrl: 'http://10.0.0.1', insecure: true })).key).toBe(
      'env:OPENAI_API_KEY',
    );
    expect((await route({ baseUrl: 'http://localhost:1' })).key).toBe('env:OPENAI_API_KEY');
    expect((await route({ baseUrl: 'http://10.0.0.1' }, {})).key).toBeNull();
  });

  it('that a role names must be set', async () => {
    const yaml = 'roles:\n  fast: { baseUrl: "https://x.example", key: env:KEY_A }\n';
    expect((await route({}, { KEY_A: 'a' }, yaml)).key).toBe('env:KEY_A');
    expect(await refusal(route({}, withKey, yaml))).toBe(
      'swarm.yaml:2: roles.fast.key: the environment variable KEY_A is not set',
    );
  });

  it('of the run is not shown to an address that a role brings', async () => {
    const yaml =
      'baseUrl: https://x.example\nkey: env:KEY_A\nroles:\n  a: {}\n  b: { baseUrl: "https://y.example" }\n';
    const { routes } = await resolved({ flags: { prompt }, environment: { KEY_A: 'a' } }, yaml);
    expect(routes.map(({ baseUrl, key }) => [baseUrl, key])).toEqual([
      ['https://x.example/v1', 'env:KEY_A'],
      ['https://y.example/v1', null],
    ]);
  });
});

describe('routes of roles', () => {
  it('are shared where they are the same, and named apart where they are not', async () => {
    const yaml = `
provider: openai
model: gpt-5-mini
roles:
  kaoz: { fallbacks: [ { provider: simulator }, { model: gpt-5 } ] }
  order: { model: gpt-5 }
  local: { baseUrl: "http://127.0.0.1:8080", model: gpt-5, http2: true }
  sim: { provider: simulator }
`;
    const spec = await resolved({ flags: { prompt }, environment: withKey }, yaml);
    expect(spec.routes.map(({ name, baseUrl, http2 }) => [name, baseUrl, http2])).toEqual([
      ['openai/gpt-5-mini', 'https://api.openai.com/v1', false],
      ['simulator/sim-small', null, false],
      ['openai/gpt-5', 'https://api.openai.com/v1', false],
      ['openai/gpt-5#2', 'http://127.0.0.1:8080/v1', true],
    ]);
    expect(spec.roles.map(({ name, routes }) => [name, routes])).toEqual([
      ['kaoz', [0, 1, 2]],
      ['order', [2]],
      ['local', [3]],
      ['sim', [1]],
    ]);
  });
});

describe('a run without work', () => {
  it('gets a demonstration on the simulator, different prompts, one an agent or more', async () => {
    const workload = promptsOf(await resolved({ flags: { agents: '40' } }));
    expect(workload).toMatchObject({ kind: 'prompts', repeat: 1, source: 'demonstration' });
    expect(workload.items).toHaveLength(40);
    const console = await resolved({ flags: { agents: '36' }, demonstrationPerAgent: 20 });
    const texts = promptsOf(console).items.map(({ prompt }) => prompt);
    expect(new Set(texts).size).toBe(720);
  });

  it('is refused anywhere else', async () => {
    const flags = { provider: 'openai' };
    expect(await refusal(resolved({ flags, environment: withKey }))).toBe(
      'workload: there is no work to do; give it with --prompt TEXT, --prompts FILE or workload.prompts in a spec',
    );
  });
});

describe('a route to Ollama', () => {
  const ollama = (environment: Record<string, string> = {}, flags = {}) =>
    route({ provider: 'ollama', ...flags }, environment);

  it('goes to this machine over two connections, where nobody says otherwise', async () => {
    expect(await ollama()).toMatchObject({
      name: 'ollama/llama3.2',
      baseUrl: 'http://127.0.0.1:11434',
      key: null,
      pool: 2,
      maxConnections: 2,
      ollama: { keepAlive: null, api: 'chat', pull: true },
    });
  });

  it('takes address, model and connections from the environment', async () => {
    expect(
      await ollama({
        OLLAMA_HOST: '0.0.0.0:11500',
        OLLAMA_DEFAULT_MODEL: 'tinyllama',
        MAX_OLLAMA_CONNECTIONS: '4',
      }),
    ).toMatchObject({
      model: 'tinyllama',
      baseUrl: 'http://127.0.0.1:11500',
      pool: 4,
      maxConnections: 4,
    });
    expect(await ollama({ OLLAMA_URL: 'http://box:1', OLLAMA_HOST: 'x' })).toMatchObject({
      baseUrl: 'http://box:1',
    });
    expect(await refusal(ollama({ MAX_OLLAMA_CONNECTIONS: 'few' }))).toBe(
      'MAX_OLLAMA_CONNECTIONS: expected a whole number of at least 1, got few',
    );
  });

  it('has the connections that a flag or the spec asks for', async () => {
    expect(await ollama({ MAX_OLLAMA_CONNECTIONS: '4' }, { pool: '9' })).toMatchObject({ pool: 9 });
  });
});
