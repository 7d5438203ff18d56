import { expect, test } from 'vitest';
import { refusal, resolved } from '../helpers/spec.ts';

const prompt = ['Hello'];
const keys = { KEY_A: 'a', KEY_B: 'b', OPENAI_API_KEY: 'sk-secret' };
const spec = (yaml: string, environment: Record<string, string> = keys) =>
  resolved({ flags: { prompt }, environment }, yaml);

test('endpoints are routes of their own that stand first together, fallbacks follow', async () => {
  const { routes, roles } = await spec(`
provider: openai
model: gpt-5-mini
roles:
  fast:
    endpoints:
      - { baseUrl: "https://a.example", key: env:KEY_A }
      - { baseUrl: "https://b.example", key: env:KEY_B }
      - { baseUrl: "https://b.example", key: env:KEY_B, model: gpt-5-nano }
    balance: round-robin
    fallbacks:
      - { provider: simulator }
      - { model: gpt-5, endpoints: [ { key: env:KEY_A }, { key: env:KEY_B } ] }
  slow: {}
`);
  expect(routes.map(({ name, baseUrl, key }) => [name, baseUrl, key])).toEqual([
    ['openai/gpt-5-mini', 'https://a.example/v1', 'env:KEY_A'],
    ['openai/gpt-5-mini#2', 'https://b.example/v1', 'env:KEY_B'],
    ['openai/gpt-5-nano', 'https://b.example/v1', 'env:KEY_B'],
    ['simulator/sim-small', null, null],
    ['openai/gpt-5', 'https://api.openai.com/v1', 'env:KEY_A'],
    ['openai/gpt-5#2', 'https://api.openai.com/v1', 'env:KEY_B'],
    ['openai/gpt-5-mini#3', 'https://api.openai.com/v1', 'env:OPENAI_API_KEY'],
  ]);
  expect(roles[0]).toMatchObject({
    routes: [0, 1, 2, 3, 4, 5],
    tiers: [[0, 1, 2], [3], [4, 5]],
    balance: 'round-robin',
  });
  expect(roles[1]).toMatchObject({ routes: [6], tiers: [[6]], balance: 'least-busy' });
});

test('endpoints take what they leave out from their role', async () => {
  const { routes } = await spec(`
roles:
  fast:
    provider: openai
    baseUrl: https://a.example
    model: m
    endpoints: [ {}, { key: env:KEY_B }, { model: n } ]
`);
  expect(routes.map(({ name, baseUrl, key }) => [name, baseUrl, key])).toEqual([
    ['openai/m', 'https://a.example/v1', 'env:OPENAI_API_KEY'],
    ['openai/m#2', 'https://a.example/v1', 'env:KEY_B'],
    ['openai/n', 'https://a.example/v1', 'env:OPENAI_API_KEY'],
  ]);
});

test('endpoints are shown the key of their role, unless it is for an address that stands beside it', async () => {
  const without = { KEY_A: 'a' };
  const list = 'endpoints: [ { baseUrl: "https://a.example" }, { baseUrl: "https://b.example" } ]';
  const shared = await spec(`roles: { fast: { key: env:KEY_A, ${list} } }\n`, without);
  expect(shared.routes.map(({ key }) => key)).toEqual(['env:KEY_A', 'env:KEY_A']);
  const own = await spec(
    `roles: { fast: { baseUrl: "https://c.example", key: env:KEY_A, ${list} } }\n`,
    without,
  );
  expect(own.routes.map(({ key }) => key)).toEqual([null, null]);
});

test('endpoints that are the same are one, and one that stands first is no fallback', async () => {
  const { routes, roles } = await spec(`
provider: openai
roles:
  fast:
    endpoints: [ { key: env:KEY_A }, { key: env:KEY_A }, { key: env:KEY_B } ]
    fallbacks: [ { key: env:KEY_B }, { provider: simulator } ]
`);
  expect(routes).toHaveLength(3);
  expect(roles[0].tiers).toEqual([[0, 1], [2]]);
});

test.each([
  ['endpoints: []', 'endpoints: expected at least one endpoint, got an empty list'],
  [
    'endpoints: [ { baseUrl: "ftp://a" } ]',
    'endpoints[0].baseUrl: expected an http or https address like http://127.0.0.1:8080/v1, got something else',
  ],
  [
    'endpoints: [ {}, { key: env:KEY_C } ]',
    'endpoints[1].key: the environment variable KEY_C is not set',
  ],
  [
    'endpoints: [ { url: "https://a" } ]',
    'endpoints[0].url: unknown field `url`; there are: baseUrl, key, model, gzip',
  ],
  ['balance: fastest', 'balance: expected least-busy, round-robin or random, got "fastest"'],
  [
    'fallbacks: [ { endpoints: [ { key: env:KEY_C } ] } ]',
    'fallbacks[0].endpoints[0].key: the environment variable KEY_C is not set',
  ],
])('endpoints are refused where they say %s', async (yaml, sentence) => {
  expect(await refusal(spec(`roles: { fast: { provider: openai, ${yaml} } }\n`))).toBe(
    `swarm.yaml:1: roles.fast.${sentence}`,
  );
});
