import { expect, test } from 'vitest';
import type { ResolveInput } from '../../src/spec/resolve-spec.ts';
import { refusal, resolved } from '../helpers/spec.ts';

const route = async (flags: ResolveInput['flags'], environment: ResolveInput['environment'] = {}) =>
  (await resolved({ flags: { prompt: ['Hello'], ...flags }, environment })).routes[0];

test.each([
  ['vllm', { model: 'm' }, 'http://127.0.0.1:8000/v1'],
  ['llamacpp', {}, 'http://127.0.0.1:8080/v1'],
  ['lmstudio', { model: 'm' }, 'http://127.0.0.1:1234/v1'],
])('%s is looked for on this machine, without a key', async (provider, flags, baseUrl) => {
  expect(await route({ provider, ...flags })).toMatchObject({ provider, baseUrl, key: null });
});

test.each([
  ['groq', 'GROQ_API_KEY', 'https://api.groq.com/openai/v1'],
  ['openrouter', 'OPENROUTER_API_KEY', 'https://openrouter.ai/api/v1'],
  ['together', 'TOGETHER_API_KEY', 'https://api.together.ai/v1'],
])('%s asks for the key in %s', async (provider, variable, baseUrl) => {
  expect(await refusal(route({ provider }))).toContain(`${variable} is not set, and `);
  expect(await route({ provider }, { [variable]: 'k' })).toMatchObject({
    baseUrl,
    key: `env:${variable}`,
  });
});

test('an Azure resource has an address, deployments and a key of its own', async () => {
  const provider = 'azure-openai';
  const endpoint = { AZURE_OPENAI_ENDPOINT: 'https://night.openai.azure.com/' };
  expect(await refusal(route({ provider }))).toBe(
    '--provider: provider azure-openai has no address of its own; give one as baseUrl (--base-url) or in AZURE_OPENAI_ENDPOINT',
  );
  expect(await refusal(route({ provider }, endpoint))).toBe(
    '--provider: provider azure-openai has no model of its own; name one as model (--model) or in AZURE_OPENAI_DEPLOYMENT',
  );
  expect(await refusal(route({ provider, model: 'chat' }, endpoint))).toContain(
    'AZURE_OPENAI_API_KEY is not set, and night.openai.azure.com answers nobody without one',
  );
  const environment = { ...endpoint, AZURE_OPENAI_API_KEY: 'k', AZURE_OPENAI_DEPLOYMENT: 'chat' };
  expect(await route({ provider }, environment)).toMatchObject({
    name: 'azure-openai/chat',
    baseUrl: 'https://night.openai.azure.com/openai/v1',
    key: 'env:AZURE_OPENAI_API_KEY',
  });
});

test('an address of Azure may name a version, and nothing else behind its question mark', async () => {
  const flags = { provider: 'azure-openai', model: 'chat' };
  const environment = { AZURE_OPENAI_API_KEY: 'k' };
  const baseUrl = 'https://night.openai.azure.com/openai?api-version=2024-10-21';
  expect(await route({ ...flags, baseUrl }, environment)).toMatchObject({ baseUrl });
  const told = await refusal(route({ ...flags, baseUrl: `${baseUrl}&key=sk-1` }, environment));
  expect(told).toContain('expected an address without ? and #');
  expect(told).not.toContain('sk-1');
  expect(await refusal(route({ baseUrl }))).toContain('expected an address without ? and #');
});

test.each(['groq', 'azure-openai', 'vllm', 'anthropic', 'gemini'])(
  'a key of %s does not travel unencrypted either',
  async (provider) => {
    const environment = {
      GROQ_API_KEY: 'k',
      AZURE_OPENAI_API_KEY: 'k',
      VLLM_API_KEY: 'k',
      ANTHROPIC_API_KEY: 'k',
      GEMINI_API_KEY: 'k',
    };
    const flags = { provider, model: 'm', baseUrl: 'http://10.0.0.1/v1' };
    expect(await refusal(route(flags, environment))).toContain('would travel unencrypted');
    expect((await route({ ...flags, insecure: true }, environment)).key).toMatch(/^env:/);
    const loopback = { ...flags, baseUrl: 'http://127.0.0.1:9/v1' };
    expect((await route(loopback, environment)).key).toMatch(/^env:/);
  },
);
