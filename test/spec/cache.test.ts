import { expect, test } from 'vitest';
import { changeSpec } from '../../src/spec/change-spec.ts';
import { refusal, resolved } from '../helpers/spec.ts';

const work = 'workload: { prompts: [x] }\nsampling: { temperature: 0 }\n';

test('answers of earlier runs are taken where the spec says so, and nowhere else', async () => {
  expect((await resolved({}, work)).cache).toEqual({ use: false, maxAgeDays: null });
  expect((await resolved({}, `${work}cache: true`)).cache).toEqual({ use: true, maxAgeDays: null });
  expect((await resolved({}, `${work}cache: { maxAgeDays: 7 }`)).cache).toEqual({
    use: true,
    maxAgeDays: 7,
  });
  const flags = { set: ['cache.use=false'] };
  expect((await resolved({ flags }, `${work}cache: { maxAgeDays: 7 }`)).cache).toEqual({
    use: false,
    maxAgeDays: 7,
  });
});

test('a resume can do without, or begin to', async () => {
  const spec = await resolved({}, `${work}cache: { maxAgeDays: 7 }`);
  expect((await changeSpec(spec, {})).cache).toEqual(spec.cache);
  expect((await changeSpec(spec, { set: ['cache=false'] })).cache?.use).toBe(false);
  const { cache: _, ...older } = spec;
  expect((await changeSpec(older, {})).cache).toEqual({ use: false, maxAgeDays: null });
});

test('who could get no answer is told so', async () => {
  const useless = 'workload: { prompts: [x] }\ncache: true\n';
  expect(await refusal(resolved({}, useless))).toMatch(
    /swarm\.yaml:2.*cache: no role has sampling\.temperature 0/,
  );
  expect(await refusal(resolved({}, `${useless}sampling: { temperature: 0.1 }`))).toMatch(
    'no role',
  );
  const one = 'agents: 2\nroles: { a: { sampling: { temperature: 0 } }, b: {} }';
  expect((await resolved({}, `${useless}${one}`)).cache?.use).toBe(true);
});

test('what it cannot be is said with what it can be', async () => {
  expect(await refusal(resolved({}, `${work}cache: 3`))).toMatch(
    'cache: expected true or false or { use, maxAgeDays }, got 3',
  );
  expect(await refusal(resolved({}, `${work}cache: { maxAge: 3 }`))).toMatch('maxAgeDays');
});
