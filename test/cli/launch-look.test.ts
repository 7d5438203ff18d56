import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { promptsOf } from '../helpers/prompts-of.ts';
import { demonstration, file, openDesk, wish } from './launch-desk.ts';

const prompts = (count: number) =>
  Array.from({ length: count }, (_, i) => `{"prompt":"Question number ${i}?"}`).join('\n');

/** Nobody listens there. */
const openai = {
  OPENAI_API_KEY: 'sk-secret-1',
  OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
  OLLAMA_HOST: '127.0.0.1:9',
};

describe('a look at a launch', () => {
  it('says how large it would be, what it would take and what would hold it', async () => {
    const { look } = await openDesk();
    const seen = await look(wish('heavy'));
    expect(seen).toMatchObject({
      figures: { agents: 500, pool: 200, batch: 100 },
      work: { source: 'demonstration', tasks: 10_000 },
      problem: null,
      estimate: { tasks: 10_000, counted: true, billed: false, heldBy: 'its agents (500)' },
    });
    // The simulator answers with 80 tokens at 60 a second.
    expect(seen.estimate?.outputTokens).toEqual({ low: 400_000, expected: 800_000, high: 1.2e6 });
    expect(seen.estimate?.seconds.expected).toBeCloseTo(20 * (0.425 + 80 / 60), 0);
  });

  it('follows every change, and says what each would be without', async () => {
    const { look } = await openDesk();
    const changes = { agents: 250, 'retry.retries': 2, 'limits.requestsPerMinute': 600 };
    const seen = await look(wish('heavy', { changes }));
    expect(seen.figures).toMatchObject({ agents: 250, retry: { retries: 2 } });
    expect(seen.fields.agents).toEqual({ value: 250, source: 'flag', preset: 500 });
    expect(seen.fields.concurrency).toMatchObject({ value: 250, preset: 500 });
    expect(seen.fields['retry.retries']).toMatchObject({ value: 2, preset: 5 });
    expect(seen.work?.tasks).toBe(5_000);
    expect(seen.estimate?.heldBy).toBe('requests/min on simulator/sim-small (600)');
  });

  it('says where values come from, the environment among them', async () => {
    const { look } = await openDesk({ 'swarm.yaml': 'batch: 7\n' }, { MAX_PARALLEL_AGENTS: '40' });
    const { fields, figures } = await look(wish('heavy', { work: file('swarm.yaml') }));
    expect(figures).toMatchObject({ agents: 40, batch: 7 });
    expect(fields.agents.source).toBe('environment');
    expect(fields.batch.source).toBe('spec');
    expect(fields.pool.source).toBe('preset');
    expect(fields.giveUpSeconds.source).toBe('default');
  });

  it('counts the tokens of a file for a real model, and knows what they cost', async () => {
    const { look, choices } = await openDesk({ 'prompts.jsonl': prompts(50) }, openai);
    const asked = wish('light', {
      changes: { provider: 'openai', model: 'gpt-5-mini' },
      work: file('prompts.jsonl', 2),
    });
    const { estimate } = await look(asked);
    // "Question number 12?" is 5 tokens, and 3 for the message and the answer each.
    expect(estimate).toMatchObject({ tasks: 100, billed: true, unpriced: [] });
    expect(estimate?.inputTokens.expected).toBe(100 * (5 + 6));
    expect(estimate?.costNanoUsd?.expected).toBe(100 * (11 * 250 + 400 * 2_000));
    // A dollar is not reached.
    expect(await choices.question(asked)).toBeNull();
  });

  it('is told at once by the length of the texts, and better once they are counted', async () => {
    const { choices } = await openDesk({ 'prompts.jsonl': prompts(50) }, openai);
    const counted: boolean[] = [];
    const changes = { provider: 'openai', model: 'gpt-5-mini' };
    await new Promise<void>((resolve) => {
      choices.look(wish('light', { changes, work: file('prompts.jsonl') }), ({ estimate }) => {
        counted.push(estimate?.counted ?? false);
        if (estimate?.counted) resolve();
      });
    });
    expect(counted[0]).toBe(false);
    expect(counted.at(-1)).toBe(true);
  });

  it('reckons a million tasks by a part of them', async () => {
    const { look } = await openDesk();
    const work = { kind: 'text', text: 'Name a harbour.', repeat: 1_000_000 } as const;
    const { estimate } = await look(wish('light', { work }));
    expect(estimate?.tasks).toBe(1_000_000);
    expect(estimate?.outputTokens.expected).toBe(80_000_000);
  });

  it.each([
    ['consensus: { questions: [ a, b ], voters: 3 }', '6 tasks at most'],
    ['consensus: { questions: [ a, b ], voters: 3, earlyStop: false }', '6 tasks'],
    ['workflow: { tasks: { a: { prompt: x }, b: { forEach: [ 1, 2 ], prompt: y } } }', '3 tasks'],
    [
      'workflow: { tasks: { a: { prompt: x }, b: { forEach: "{{tasks.a.json}}", prompt: y } } }',
      '2 tasks or more',
    ],
  ])('says whether there may be more tasks or fewer: %s', async (workload, words) => {
    const { look } = await openDesk({ 'swarm.yaml': `workload: { ${workload} }\n` });
    const { estimate } = await look(wish('light', { work: file('swarm.yaml') }));
    expect(estimate?.taskWords).toBe(words);
  });

  it('has no work of its own for a provider that is paid', async () => {
    const { look, routes } = await openDesk({}, openai);
    const seen = await look(wish('light', { changes: { provider: 'openai' } }));
    expect(seen.problem).toBe(
      'there is no work for openai/gpt-5-mini yet: w chooses it; the demonstration is for the simulator alone',
    );
    expect(seen).toMatchObject({ work: null, estimate: null, figures: { agents: 10 } });
    const [simulated, standing] = await routes();
    expect([simulated.chosen, standing.chosen]).toEqual([false, true]);
  });

  it('shows a preset whose provider misses something, and says what in one sentence', async () => {
    const { look, choices, begun } = await openDesk();
    const seen = await look(wish('azure-premium'));
    expect(seen.figures).toMatchObject({ agents: 500 });
    expect(seen.problem).toMatch(/provider azure-agents: no agent is named/);
    expect(seen.fields.provider.value).toBe('azure-agents');
    await expect(choices.start(wish('azure-premium'), null)).rejects.toThrow(/no agent is named/);
    expect(begun).toEqual([]);
  });

  it('names what does not fit together, and the figures stay those of the preset', async () => {
    const { look } = await openDesk();
    const seen = await look(wish('light', { changes: { 'retry.baseMs': 60_000 } }));
    expect(seen.problem).toBe('retry.baseMs: expected at most maxMs (30000), got 60000');
    expect(seen.figures).toMatchObject({ agents: 10, retry: { baseMs: 500 } });
    expect(seen.fields['retry.baseMs']).toMatchObject({ value: 60_000, preset: 500 });
  });

  it('refuses a budget where a price is unknown, as the run would', async () => {
    const { look } = await openDesk({ 'prompts.jsonl': prompts(2) }, openai);
    const changes = { provider: 'openai', model: 'my-own', 'budget.usd': 5 };
    const work = file('prompts.jsonl');
    const seen = await look(wish('light', { changes, work }));
    expect(seen.problem).toMatch(/no price is known for my-own \(openai\), and a budget needs one/);
    const priced = { ...changes, 'price.input': 1, 'price.output': 2 };
    const known = await look(wish('light', { changes: priced, work }));
    expect(known).toMatchObject({ problem: null, hints: [] });
  });

  it('takes the prices that the operator keeps in the settings, as the run would', async () => {
    const { look, home } = await openDesk({ 'prompts.jsonl': prompts(2) }, openai);
    const kept = { 'openai/my-own': { input: 1, output: 2 } };
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ prices: kept }));
    const changes = { provider: 'openai', model: 'my-own', 'budget.usd': 5, maxOutputTokens: 10 };
    const { problem, estimate } = await look(
      wish('light', { changes, work: file('prompts.jsonl') }),
    );
    expect([problem, estimate?.unpriced]).toEqual([null, []]);
    expect(estimate?.costNanoUsd?.expected).toBe(2 * (11 * 1_000 + 10 * 2_000));
  });

  it('says whether the budget covers what is expected', async () => {
    const { look } = await openDesk({ 'prompts.jsonl': prompts(100) }, openai);
    const hints = async (usd: number) => {
      const changes = { provider: 'openai', model: 'gpt-5-mini', 'budget.usd': usd };
      return (await look(wish('light', { changes, work: file('prompts.jsonl') }))).hints;
    };
    expect(await hints(5)).toEqual([]);
    expect(await hints(0.1)).toEqual([
      'the budget of $0.10 may stop it: ~$0.0803 is expected, up to $0.40',
    ]);
    expect(await hints(0.05)).toEqual([
      'the budget of $0.05 does not cover it: ~$0.0803 is expected, up to $0.40',
    ]);
  });

  it('hints at sizes by CPU that leave cores idle or crowd them', async () => {
    const { look } = await openDesk();
    const cores = availableParallelism();
    const many = await look(wish('cores-cpu', { changes: { agents: cores * 9 } }));
    expect(many.hints).toEqual([
      `9 agents a core (${cores * 9} on ${cores} cores): above eight a core, agents wait for each other's CPU time`,
    ]);
    expect((await look(wish('cores-cpu'))).hints).toEqual([]);
    expect((await look(wish('heavy'))).hints).toEqual([]);
  });
});

describe('a launch', () => {
  it('begins with what was looked at', async () => {
    const { choices, begun } = await openDesk({ 'prompts.jsonl': prompts(3) });
    const changes = { agents: 2, name: 'cathedral', roles: { kaoz: { share: 1 }, order: {} } };
    await choices.start(wish('heavy', { changes, work: file('prompts.jsonl', 2) }), 5);
    const [{ spec, canary }] = begun;
    expect(canary).toBe(5);
    expect(spec).toMatchObject({ name: 'cathedral', preset: 'heavy', agents: 2 });
    expect(spec.roles.map(({ name, agents }) => [name, agents])).toEqual([
      ['kaoz', 1],
      ['order', 1],
    ]);
    expect(spec.workload).toMatchObject({ repeat: 2, source: 'prompts.jsonl' });
    expect(promptsOf(spec).items).toHaveLength(3);
  });

  it('is asked about where it is over a dollar, over a thousand tasks, or of unknown price', async () => {
    const { choices } = await openDesk({ 'prompts.jsonl': prompts(1_500) }, openai);
    const work = file('prompts.jsonl');
    const ask = (changes: Record<string, unknown>, repeat = 1) =>
      choices.question(wish('light', { changes, work: { ...work, repeat } as typeof work }));
    const paid = { provider: 'openai', model: 'gpt-5-mini' };
    expect(await ask(paid)).toEqual({
      title: 'Launch 1,500 tasks on openai/gpt-5-mini?',
      words: expect.stringMatching(
        /^~\$1\.20 is expected, \$0\.1\d+ to \$6\.\d\d; no budget stops it\.$/,
      ),
    });
    expect((await ask({ ...paid, maxOutputTokens: 1 }))?.words).toMatch(/^~\$0\.0/);
    expect((await ask({ ...paid, 'budget.usd': 5 }))?.words).toMatch(/; the budget is \$5\.00/);
    const few = { kind: 'text', text: 'x', repeat: 1 } as const;
    const unknown = { provider: 'openai', model: 'my-own' };
    expect(await choices.question(wish('light', { changes: unknown, work: few }))).toEqual({
      title: 'Launch 1 task on openai/my-own?',
      words: 'nobody knows what openai/my-own costs; no budget stops it.',
    });
    expect(await choices.question(wish('light', { changes: paid, work: few }))).toBeNull();
    expect(await choices.question(wish('heavy', { work: demonstration }))).toBeNull();
  });
});
