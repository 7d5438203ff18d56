import { describe, expect, it } from 'vitest';
import { loadPrice } from '../../src/cost/load-price.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { estimatePlan } from '../../src/plan/estimate-plan.ts';
import { resolved } from '../helpers/spec.ts';

async function estimate(yaml: string) {
  const spec = await resolved({ environment: { OPENAI_API_KEY: 'k' } }, yaml);
  const prices = await Promise.all(
    spec.routes.map((route) => loadPrice(route.provider, route.model)),
  );
  return estimatePlan(compilePlan(spec), spec, prices);
}

describe('what a plan may take', () => {
  it('is counted with the tokenizer of the model, messages and all', async () => {
    // "Hello world" is 2 tokens, "Be brief." 3; and 3 for each message and the answer.
    const yaml =
      'provider: openai\nroles: { r: { instructions: Be brief. } }\nworkload: { prompts: [Hello world], repeat: 50 }\n';
    const { inputTokens } = await estimate(yaml);
    expect(inputTokens).toEqual({ low: 700, expected: 700, high: 700 });
  });

  it('holds the schema of the answers with every call', async () => {
    const roles = 'roles: { r: { instructions: Be brief., schema: { type: object } } }';
    const yaml = `provider: openai\n${roles}\nworkload: { prompts: [Hello world], repeat: 50 }\n`;
    const { inputTokens, assumptions } = await estimate(yaml);
    // {"type":"object"} is 5 tokens.
    expect(inputTokens).toEqual({ low: 950, expected: 950, high: 950 });
    expect(assumptions.join()).toContain('A schema that answers match is sent with every call');
  });

  it('is soon counted in a text of one endless word too', async () => {
    const prompt = 'x'.repeat(3_000_000);
    const { inputTokens } = await estimate(
      `provider: openai\nworkload: { prompts: [ ${prompt} ] }\n`,
    );
    // o200k_base has a token of eight letters x.
    expect(inputTokens.expected).toBe(3_000_000 / 8 + 6);
  });

  it('is given with room where the model has another tokenizer', async () => {
    const yaml =
      'provider: openai\nmodel: llama3.2\nworkload: { prompts: [Hello world], repeat: 100 }\n';
    const { inputTokens, assumptions } = await estimate(yaml);
    expect(inputTokens).toEqual({ low: 640, expected: 800, high: 960 });
    expect(assumptions).toContain('Another tokenizer may count up to 20 % more or less.');
  });

  it('is sampled in a large plan, and says so', async () => {
    const words = Array.from({ length: 3000 }, (_, index) =>
      'word '.repeat(1 + (index % 7)).trim(),
    );
    const { inputTokens, assumptions } = await estimate(
      `provider: openai\nworkload:\n  prompts: ${JSON.stringify(words)}\n`,
    );
    const exact = 3000 * (4 + 6);
    expect(inputTokens.low).toBeLessThan(exact);
    expect(inputTokens.high).toBeGreaterThan(exact);
    expect(inputTokens.high - inputTokens.low).toBeLessThan(exact * 0.1);
    expect(assumptions).toContain('Of a role with more than 400 tasks a sample is counted.');
  });

  it('is bounded by maxOutputTokens', async () => {
    const bounded = 'maxOutputTokens: 100\nworkload: { prompts: [x], repeat: 10 }\n';
    expect((await estimate(bounded)).outputTokens).toEqual({
      low: 640,
      expected: 1000,
      high: 1000,
    });
    const free = await estimate('workload: { prompts: [x], repeat: 10 }\n');
    expect(free.outputTokens).toEqual({ low: 640, expected: 4000, high: 20_000 });
  });

  it('costs what its tokens cost', async () => {
    const yaml =
      'provider: openai\nmodel: gpt-5-mini\nworkload: { prompts: [Hello world], repeat: 10 }\n';
    const { costNanoUsd, unpriced } = await estimate(yaml);
    // 8 tokens in at 250 nano-dollars, 64, 400 or 2,000 out at 2,000.
    expect(costNanoUsd).toEqual({ low: 1_300_000, expected: 8_020_000, high: 40_020_000 });
    expect(unpriced).toEqual([]);
  });

  it('has no cost where the price of any role is unknown', async () => {
    const yaml =
      'provider: openai\nroles: { a: {}, b: { model: my-own } }\nworkload: { prompts: [x], repeat: 10 }\n';
    const { costNanoUsd, roles, unpriced } = await estimate(yaml);
    expect(costNanoUsd).toBeNull();
    expect(unpriced).toEqual(['openai/my-own']);
    expect(roles.map((role) => role.costNanoUsd === null)).toEqual([false, true]);
  });
});

describe('the time at best', () => {
  it('is held by requests a minute, less what may run ahead', async () => {
    const yaml = 'limits: { requestsPerMinute: 60 }\nworkload: { prompts: [x], repeat: 601 }\n';
    expect((await estimate(yaml)).time).toEqual({
      seconds: 600,
      heldBy: 'limits.requestsPerMinute',
      of: 'simulator/sim-small',
      allows: 60,
    });
  });

  it('is held by tokens a minute', async () => {
    const yaml =
      'maxOutputTokens: 93\nlimits: { tokensPerMinute: 6000 }\nworkload: { prompts: [x], repeat: 61 }\n';
    expect((await estimate(yaml)).time).toMatchObject({
      seconds: 60,
      heldBy: 'limits.tokensPerMinute',
    });
  });

  it('is held by requests in an hour or a day: the last go when whole windows have passed', async () => {
    const work = 'workload: { prompts: [x], repeat: 101 }\n';
    expect((await estimate(`limits: { requestsPerHour: 50 }\n${work}`)).time).toMatchObject({
      seconds: 7_200,
      heldBy: 'limits.requestsPerHour',
    });
    expect(
      (await estimate(`limits: { requestsPerDay: 101, requestsPerHour: 101 }\n${work}`)).time,
    ).toMatchObject({ heldBy: 'agents' });
  });

  it('is held by the limits of the role that has the most to do under them', async () => {
    const yaml =
      'roles: { a: { limits: { requestsPerMinute: 6 } }, b: {} }\nworkload: { prompts: [x], repeat: 42 }\n';
    expect((await estimate(yaml)).time).toEqual({
      seconds: 200,
      heldBy: 'limits.requestsPerMinute',
      of: 'simulator/sim-small',
      allows: 6,
    });
  });

  it('is held by the calls in flight, or by the agents of a role', async () => {
    const work = 'maxOutputTokens: 50\nworkload: { prompts: [x], repeat: 100 }\n';
    expect((await estimate(`agents: 50\nconcurrency: 10\n${work}`)).time).toEqual({
      seconds: 10,
      heldBy: 'concurrency',
      of: null,
      allows: 10,
    });
    expect((await estimate(`agents: 3\n${work}`)).time).toMatchObject({
      seconds: 34,
      heldBy: 'agents',
    });
  });

  it('is held by the order of the work where calls wait for each other, however many agents there are', async () => {
    const tasks = `{ a: { role: x, prompt: p }, b: { role: y, needs: a, prompt: p },
      c: { role: y, needs: [a, b], prompt: p }, d: { role: x, prompt: p } }`;
    const yaml = `agents: 20\nroles: { x: { maxOutputTokens: 50 }, y: { maxOutputTokens: 150 } }\nworkload: { workflow: { tasks: ${tasks} } }\n`;
    expect(await estimate(yaml)).toMatchObject({
      // Half a second to the first token, and 100 tokens a second: 1 of x, 2 of y.
      time: { seconds: 5, heldBy: 'needs', of: null, allows: 3 },
      chain: [1, 2],
    });
  });

  it('knows that what is made of all answers comes after them, however many they are', async () => {
    const work = 'workload: { prompts: [x], repeat: 150000, reduce: { prompt: "{{texts}}" } }\n';
    expect((await estimate(`agents: 10\n${work}`)).chain).toEqual([2]);
  });
});
