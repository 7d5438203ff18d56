import { describe, expect, it } from 'vitest';
import type { CompareOutcome } from '../../../src/plan/compare/outcome-shape.ts';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import type { TaskResult } from '../../../src/plan/run-results.ts';
import { resolved } from '../../helpers/spec.ts';

type Given = Partial<
  Pick<TaskResult, 'status' | 'text' | 'callMs' | 'outputTokens' | 'costNanoUsd'>
>;

/** What a comparison comes to whose tasks give this; `n` is the number of the prompt, from 0. */
async function outcomeOf(
  compare: string,
  give: (name: string, n: number) => Given,
  repeat = 1,
): Promise<CompareOutcome> {
  const yaml = `workload:\n  repeat: ${repeat}\n  compare: ${compare}\n`;
  const plan = compilePlan(await resolved({}, yaml));
  const of = (task: number): TaskResult => {
    const [input, ...name] = plan.id(task).split('.');
    const [digits = '1'] = input.match(/\d+/) ?? [];
    return {
      ...{ task, status: 'done', text: 'yes', error: null, agent: null, route: null, attempts: 1 },
      ...{ durationMs: 100, callMs: 100, inputTokens: 10, outputTokens: 10, costNanoUsd: 1000 },
      ...give(name.join('.'), Number(digits) - 1),
    };
  };
  function* all() {
    for (let task = 0; task < plan.size; task++) yield of(task);
  }
  return (await plan.outcome?.({ of, all })) as unknown as CompareOutcome;
}

const prompts = (count: number, expected?: string) =>
  `[${Array.from({ length: count }, (_, n) => (expected === undefined ? `p${n}` : `{ prompt: p${n}, expected: ${expected} }`)).join(', ')}]`;
const two = 'variants: { a: {}, b: {} }';

describe('what a comparison comes to', () => {
  it('has a winner where the judge prefers one beyond chance', async () => {
    // 12 wins and 2 losses of 16: p = 0.0129 by R's binom.test(12, 14); two tests, so twice that.
    const outcome = await outcomeOf(
      `{ prompts: ${prompts(16)}, ${two}, judge: { role: r } }`,
      (name, n) => {
        if (!name.startsWith('judge')) return {};
        const better = n < 12 ? 'a' : n < 14 ? 'b' : 'tie';
        const winner =
          better === 'tie'
            ? 'tie'
            : name === `judge.${better}.${better === 'a' ? 'b' : 'a'}`
              ? 'A'
              : 'B';
        return { text: JSON.stringify({ winner }) };
      },
    );
    expect(outcome).toMatchObject({ winner: 'a', by: 'judge', also: [] });
    expect(outcome.why).toBe(
      'a is judged better than b for 12 of 14 prompts that differ (p = 0.026)',
    );
    expect(outcome.variants.a.judge).toMatchObject({ wins: 12, losses: 2, ties: 2 });
    expect(outcome.variants.a.judge?.win_share).toBeCloseTo(12 / 14, 12);
    expect(outcome.judge).toMatchObject({
      judged: 16,
      unjudged: 0,
      agreed_share: 1,
      first_share: 0.5,
    });
    const [test] = outcome.pairs[0].tests;
    expect(test).toMatchObject({
      criterion: 'judge',
      a_better: 12,
      b_better: 2,
      same: 2,
      better: 'a',
    });
    expect(test.p).toBeCloseTo(0.01293945, 8);
  });

  it('takes a judge who always prefers what stands first for no evidence', async () => {
    const outcome = await outcomeOf(
      `{ prompts: ${prompts(30)}, ${two}, judge: { role: r } }`,
      (name) => (name.startsWith('judge') ? { text: '{"winner":"A"}' } : {}),
    );
    expect(outcome.winner).toBeNull();
    expect(outcome.why).toBe('no winner: nothing tells the variants apart');
    expect(outcome.variants.a.judge).toMatchObject({ wins: 0, losses: 0, ties: 30 });
    expect(outcome.judge).toMatchObject({ agreed_share: 0, first_share: 1 });
  });

  it('says how many prompts more would show a lead', async () => {
    const outcome = await outcomeOf(`{ prompts: ${prompts(10, 'yes')}, ${two} }`, (name, n) => ({
      text: (name === 'a' ? n < 8 : n < 4) ? '**Yes.**' : 'no',
    }));
    expect(outcome.winner).toBeNull();
    // All of 4 that differ: p = 0.125, and twice that; 7 of 7 would be 0.031: of 17 prompts.
    expect(outcome.why).toBe(
      'no winner: a passes the checks more often than b for 4 of 4 prompts that differ (p = 0.25), which may be chance; about 7 more prompts would show it, if it goes on like this',
    );
    expect(outcome.variants.a.checks).toMatchObject({ count: 8, of: 10, share: 0.8 });
  });

  it('lets time and cost decide nothing, and tells them', async () => {
    const outcome = await outcomeOf(`{ prompts: ${prompts(20)}, ${two} }`, (name, n) => ({
      callMs: name === 'a' ? 1000 + n : 1250 + n * 2,
      costNanoUsd: name === 'a' ? 3_000_000 : 1_000_000,
    }));
    expect(outcome).toMatchObject({ winner: null, by: null });
    expect(outcome.also).toEqual([
      'a answers faster than b, by 260 ms in the middle (p < 0.0001)',
      'b costs less than a, by 0.002 dollars in the middle (p < 0.0001)',
    ]);
    const latency = outcome.pairs[0].tests.find(({ criterion }) => criterion === 'latency_ms');
    // Differences of -250 to -269: the 6th smallest and largest of 20.
    expect(latency).toMatchObject({ difference: -259.5, interval: [-264, -255], better: 'a' });
    expect(outcome.variants.a.cost_usd).toMatchObject({ median: 0.003, of: 20 });
    expect(outcome.variants.a.cost_usd.total).toBeCloseTo(0.06, 12);
  });

  it('counts failed tasks, and leaves out what was called off', async () => {
    const outcome = await outcomeOf(`{ prompts: ${prompts(12)}, ${two} }`, (name, n) =>
      name === 'b' && n < 9
        ? { status: n < 8 ? 'failed' : 'cancelled', text: null, callMs: null }
        : {},
    );
    expect(outcome.variants.b.success).toMatchObject({ count: 3, of: 11 });
    expect(outcome).toMatchObject({ winner: 'a', by: 'success' });
    expect(outcome.why).toBe(
      'a succeeds more often than b for 8 of 8 prompts that differ (p = 0.0078)',
    );
    // Pairs of which one failed have no difference in time.
    const latency = outcome.pairs[0].tests.find(({ criterion }) => criterion === 'latency_ms');
    expect(latency).toMatchObject({ same: 3 });
  });

  it('has no winner where the criteria contradict each other', async () => {
    const outcome = await outcomeOf(
      `{ prompts: ${prompts(20)}, ${two}, judge: { role: r }, checks: { contains: [GOOD] } }`,
      (name) => {
        if (name.startsWith('judge'))
          return { text: `{"winner":"${name === 'judge.a.b' ? 'A' : 'B'}"}` };
        return { text: name === 'b' ? 'good' : 'bad' };
      },
    );
    expect(outcome.winner).toBeNull();
    expect(outcome.why).toBe(
      'no winner: a is judged better, but b passes the checks more often for 20 of 20 prompts that differ (p < 0.0001)',
    );
  });

  it('wants a winner of three to beat both others', async () => {
    const three = 'variants: { a: {}, b: {}, c: {} }';
    const by = (good: string) =>
      outcomeOf(`{ prompts: ${prompts(20)}, ${three}, checks: { matches: "^good" } }`, (name) => ({
        text: good.includes(name) ? 'good' : 'bad',
      }));
    expect(await by('a')).toMatchObject({ winner: 'a', by: 'checks' });
    expect((await by('ab')).why).toBe(
      'no winner: a passes the checks more often than c for 20 of 20 prompts that differ (p < 0.0001), but no variant is better than all others',
    );
  });

  it('takes the repetitions of a prompt for one observation, unless it is the only one', async () => {
    const give = (name: string): Given => ({ status: name === 'a' ? 'done' : 'failed' });
    const several = await outcomeOf(`{ prompts: ${prompts(3)}, ${two} }`, give, 10);
    expect(several).toMatchObject({ winner: null, unit: 'prompt' });
    expect(several.variants.a.success).toMatchObject({ count: 30, of: 30 });
    const one = await outcomeOf(`{ prompts: ${prompts(1)}, ${two} }`, give, 10);
    expect(one).toMatchObject({ winner: 'a', unit: 'repetition' });
  });

  it('checks answers against a JSON Schema and the value at a pointer', async () => {
    const outcome = await outcomeOf(
      `{ prompts: ${prompts(4, '7')}, ${two}, checks: { expected: "json:/n", schema: { type: object, required: [n] } } }`,
      (name, n) => ({ text: name === 'a' ? '```json\n{"n": 7}\n```' : n < 2 ? '{"n": 8}' : '7' }),
    );
    expect(outcome.variants.a.checks).toMatchObject({ count: 4, of: 4 });
    expect(outcome.variants.b.checks).toMatchObject({ count: 0, of: 4 });
  });

  it('says nothing of a run that was stopped before its first answer', async () => {
    const outcome = await outcomeOf(`{ prompts: ${prompts(3)}, ${two} }`, () => ({
      ...{ status: null, text: null, callMs: null, outputTokens: null, costNanoUsd: null },
    }));
    expect(outcome.variants.a.success).toEqual({ count: 0, of: 0, share: null, interval: null });
    expect(outcome.winner).toBeNull();
  });
});
