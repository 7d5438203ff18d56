import { expect, test } from 'vitest';
import { resolved } from '../helpers/spec.ts';

const routes = async (yaml: string) => {
  const { routes } = await resolved({ flags: { prompt: ['Hello'] } }, yaml);
  return routes.map(({ model, gzip }) => [model, gzip]);
};

test('bodies are not compressed unless the run, a role, a fallback or an endpoint says so', async () => {
  expect(await routes('baseUrl: http://127.0.0.1:1\nmodel: a\n')).toEqual([['a', false]]);
  expect(await routes('baseUrl: http://127.0.0.1:1\nmodel: a\ngzip: true\n')).toEqual([
    ['a', true],
  ]);
  const yaml = `
baseUrl: http://127.0.0.1:1
gzip: true
roles:
  r:
    gzip: false
    model: a
    endpoints: [{ model: b }, { model: c, gzip: true }]
    fallbacks: [{ model: d }, { model: e, gzip: false }]
`;
  expect(await routes(yaml)).toEqual([
    ['b', false],
    ['c', true],
    ['d', true],
    ['e', false],
  ]);
});
