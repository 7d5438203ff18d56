import { expect, it } from 'vitest';
import { builtInPresets } from '../../presets/index.ts';
import { modelTiers, type TierTable, usualTierModels } from '../../src/spec/model-tiers.ts';
import { providerNames } from '../../src/spec/providers.ts';
import { resolveSpec } from '../../src/spec/resolve-spec.ts';
import { specDocument } from '../../src/spec/spec-document.ts';
import { refusal, resolved } from '../helpers/spec.ts';

const three = 'roles: { a: { tier: complex }, b: { tier: balanced }, c: { tier: simple } }\n';
const work = 'workload: { prompts: [Hi] }\n';
const key = { OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k', PROJECT_API_KEY: 'k' };

async function models(yaml: string, tiers?: TierTable, flags = {}): Promise<string[]> {
  const { routes } = await resolved({ environment: key, tiers, flags }, yaml + work);
  return routes.map(({ name }) => name);
}

it('a role that names a tier goes to the model that its provider has for it', async () => {
  const spec = await resolved({ environment: key }, `provider: openai\n${three}${work}`);
  expect(spec.routes.map(({ model }) => model)).toEqual(['gpt-5', 'gpt-5-mini', 'gpt-5-nano']);
  expect(spec.roles.map(({ tier, routes }) => [tier, routes])).toEqual([
    ['complex', [0]],
    ['balanced', [1]],
    ['simple', [2]],
  ]);
});

it('the same spec is for another provider too', async () => {
  expect(await models(three)).toEqual([
    'simulator/sim-large',
    'simulator/sim-medium',
    'simulator/sim-small',
  ]);
  expect(await models(three, {}, { provider: 'ollama' })).toEqual([
    'ollama/tinyllama',
    'ollama/qwen2.5-coder:7b',
  ]);
});

it('roles with models and without a word of either stand beside it, and have no tier', async () => {
  const yaml =
    'provider: openai\nmodel: gpt-6\nroles: { a: { tier: simple }, b: { model: m }, c: {} }\n';
  const { roles, routes } = await resolved({ environment: key }, yaml + work);
  expect(roles.map(({ tier }) => tier)).toEqual(['simple', null, null]);
  expect(routes.map(({ model }) => model)).toEqual(['gpt-5-nano', 'm', 'gpt-6']);
});

it('the spec goes before the settings, and these before what is usual', async () => {
  const settings = { openai: { complex: 'own-large', balanced: 'own-medium' } };
  const yaml = `provider: openai\ntiers: { complex: said }\n${three}`;
  expect(await models(yaml, settings)).toEqual([
    'openai/said',
    'openai/own-medium',
    'openai/gpt-5-nano',
  ]);
  expect(await models(yaml, settings, { set: ['tiers.simple=flagged'] })).toContain(
    'openai/flagged',
  );
});

it('what a spec says of tiers is for its provider, and stays behind where a flag names another', async () => {
  const yaml = `provider: openai\ntiers: { complex: said }\n${three}`;
  expect(await models(yaml, {}, { provider: 'simulator' })).toEqual([
    'simulator/sim-large',
    'simulator/sim-medium',
    'simulator/sim-small',
  ]);
  const other =
    'tiers: { simple: said }\nroles: { a: { provider: anthropic, tier: simple }, b: { tier: simple } }\n';
  expect(await models(other)).toEqual(['anthropic/claude-haiku-5-5', 'simulator/said']);
});

it('a fallback may name a tier, of its own provider', async () => {
  const yaml =
    'roles: { a: { tier: complex, fallbacks: [ { tier: simple }, { provider: ollama, tier: balanced } ] } }\n';
  const spec = await resolved({}, yaml + work);
  expect(spec.routes.map(({ name }) => name)).toEqual([
    'simulator/sim-large',
    'simulator/sim-small',
    'ollama/qwen2.5-coder:7b',
  ]);
  expect(spec.roles[0]).toMatchObject({ tier: 'complex', tiers: [[0], [1], [2]] });
});

it('endpoints share the model of the tier, but for one that has a deployment of its own', async () => {
  const yaml = `provider: openai
roles:
  a:
    tier: balanced
    endpoints: [ { baseUrl: "http://127.0.0.1:1/v1" }, { baseUrl: "http://127.0.0.1:2/v1", model: own } ]
`;
  expect(await models(yaml)).toEqual(['openai/gpt-5-mini', 'openai/own']);
});

it('the price of the run is for its model, not for that of a tier', async () => {
  const yaml = `provider: openai\nmodel: m\nprice: { input: 1, output: 2 }\nroles: { a: { tier: simple }, b: {} }\n`;
  const { routes } = await resolved({ environment: key }, yaml + work);
  expect(routes.map(({ price }) => price)).toEqual([null, { input: 1, output: 2 }]);
});

it('an agent at the service brings its model: the tier is what it is grouped by', async () => {
  const yaml = `provider: azure-agents
baseUrl: https://r.services.ai.azure.com/api/projects/p
roles: { a: { tier: simple, agentId: asst_1 }, b: { tier: complex, agentId: asst_2 } }
`;
  const tiers = { 'azure-agents': { complex: 'gpt-5' } };
  const { roles, routes } = await resolved({ environment: key, tiers }, yaml + work);
  expect(roles.map(({ tier }) => tier)).toEqual(['simple', 'complex']);
  expect(routes.map(({ model }) => model)).toEqual(['asst_1', 'gpt-5']);
});

it('a program brings its model too', async () => {
  const yaml =
    'roles: { a: { provider: exec, tier: simple, exec: { command: [cat] } }, b: { tier: complex } }\n';
  const { roles, routes } = await resolved({}, yaml + work);
  expect(roles.map(({ tier }) => tier)).toEqual(['simple', 'complex']);
  expect(routes.map(({ name }) => name)).toEqual(['exec/cat', 'simulator/sim-large']);
});

it('the stronger layer decides between a tier and a model', async () => {
  const set = (setting: string) => ({ set: [`roles.a.${setting}`] });
  expect(await models('roles: { a: { tier: simple } }\n', {}, set('model=m'))).toEqual([
    'simulator/m',
  ]);
  expect(await models('roles: { a: { model: m } }\n', {}, set('tier=simple'))).toEqual([
    'simulator/sim-small',
  ]);
});

it('the settings are not looked at where no role names a tier', async () => {
  const unread = () => {
    throw new Error('they were read');
  };
  const spec = await resolved({ tiers: unread }, 'roles: { a: {}, b: { model: m } }\n');
  expect(spec.roles).toHaveLength(2);
});

it('where each model came from is told', async () => {
  const { provenance } = await resolveSpec({
    presets: builtInPresets,
    tiers: { simulator: { balanced: 'mine' } },
    specFile: specDocument({
      tiers: { simple: 'said' },
      roles: {
        a: { tier: 'simple', fallbacks: [{ tier: 'balanced' }] },
        b: { tier: 'complex' },
        c: { model: 'm' },
      },
    }),
  });
  const told = (path: string) => provenance.get(path);
  expect(told('roles.a.tier')).toEqual({ value: 'simple', source: 'spec' });
  expect(told('roles.a.model')).toEqual({ value: 'said', source: 'spec' });
  expect(told('roles.a.fallbacks[0].model')).toEqual({ value: 'mine', source: 'settings' });
  expect(told('roles.b.model')).toEqual({ value: 'sim-large', source: 'default' });
  expect(told('roles.c.model')).toEqual({ value: 'm', source: 'spec' });
  expect(told('model')).toEqual({ value: 'said', source: 'spec' });
});

it.each([
  [
    'roles: { a: { tier: simple, model: m } }',
    'swarm.yaml:1: roles.a.tier: expected a tier or a model, got both; a tier stands for a model, so leave one of them out',
  ],
  [
    'roles:\n  a:\n    fallbacks:\n      - { tier: simple, model: m }',
    'swarm.yaml:4: roles.a.fallbacks[0].tier: expected a tier or a model, got both; a tier stands for a model, so leave one of them out',
  ],
  [
    'roles: { a: { tier: simpel } }',
    'swarm.yaml:1: roles.a.tier: expected complex, balanced or simple, got "simpel"; did you mean `simple`?',
  ],
  [
    'tiers: { simpel: m }',
    'swarm.yaml:1: tiers.simpel: unknown field `simpel`; did you mean `simple`?',
  ],
  [
    'provider: vllm\nroles: { a: { tier: simple } }',
    'swarm.yaml:2: roles.a.tier: no model of vllm is known as simple; name it as tiers.simple in the spec, or as tiers.vllm.simple in the settings',
  ],
  [
    'roles: { a: { provider: olama, tier: simple } }',
    'swarm.yaml:1: roles.a.provider: unknown provider `olama`; did you mean `ollama`?',
  ],
])('%s is refused in one sentence', async (yaml, sentence) => {
  expect(await refusal(resolved({}, yaml))).toBe(sentence);
});

it('what is usual is said of known providers, and of every tier', () => {
  for (const [provider, models] of Object.entries(usualTierModels)) {
    expect(providerNames).toContain(provider);
    expect(Object.keys(models)).toEqual([...modelTiers]);
  }
});

it('AGENT_TYPE is the tag of the default role, and of no other', async () => {
  const environment = { AGENT_NAME: 'scout', AGENT_TYPE: 'research' };
  const tags = async (yaml?: string) =>
    (await resolved({ environment }, yaml)).roles.map(({ name, tags }) => [name, tags]);
  expect(await tags()).toEqual([['scout', ['research']]]);
  expect(await tags('roles: { kaoz: { tags: [x] } }')).toEqual([['kaoz', ['x']]]);
  expect(await refusal(resolved({ environment: { AGENT_TYPE: 'data analyst' } }))).toBe(
    'AGENT_TYPE: expected a tag of letters, digits, - and _, at most 64 characters, got "data analyst"',
  );
});
