import { expect, it } from 'vitest';
import { reduceLimit } from '../../../src/plan/reduce/reduce-limit.ts';
import { resolved } from '../../helpers/spec.ts';

const limitOf = async (flags: object, reduce = '{ prompt: "{{texts}}" }') => {
  const environment = { OPENAI_API_KEY: 'k' };
  const yaml = `workload: { prompts: [a], reduce: ${reduce} }\n`;
  return reduceLimit(await resolved({ flags, environment }, yaml), 0);
};

it('gives one call as many tokens of answers as its model reads well', async () => {
  expect(await limitOf({ provider: 'openai', model: 'gpt-4' })).toBe(4_915);
  expect(await limitOf({ provider: 'openai', model: 'gpt-4o-mini' })).toBe(76_800);
  expect(await limitOf({ provider: 'openai', model: 'gpt-4.1' })).toBe(120_000);
  // An Ollama cuts what is longer, and says nothing.
  expect(await limitOf({ provider: 'ollama', model: 'llama3.2' })).toBe(2_457);
  expect(await limitOf({})).toBe(24_000);
  expect(await limitOf({}, '{ prompt: "{{texts}}", maxTokens: 500 }')).toBe(500);
});
