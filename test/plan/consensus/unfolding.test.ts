import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { Unfolded } from '../../helpers/unfold.ts';
import { consensusPlan, resultsOf, viewOf, votes } from './consensus-run.ts';

const nine = (more = '') => consensusPlan(`{ questions: [Why?], voters: 9${more} }`);
const askedOf = (run: Unfolded) => run.released.map((task) => task + 1);
const decisionOf = (plan: Plan) => viewOf(plan).questions[0].decided;

describe('voters', () => {
  it('are asked as many as could decide it, and no more where they agree', async () => {
    const run = new Unfolded(await nine(), votes('aaaaaaaaa'));
    expect(askedOf(run)).toEqual([1, 2, 3, 4, 5]);
    run.run();
    expect(askedOf(run)).toHaveLength(5);
    expect(run.ids('skipped')).toEqual(['q1.6', 'q1.7', 'q1.8', 'q1.9']);
    expect(decisionOf(run.plan)?.answer).toBe('a');
  });

  it('are asked one more as soon as one says something else', async () => {
    const run = new Unfolded(await nine(), votes('abaaaaaaa'));
    run.end(0);
    expect(askedOf(run)).toHaveLength(5);
    run.end(1);
    expect(askedOf(run)).toHaveLength(6);
    run.run();
    expect(askedOf(run)).toHaveLength(6);
  });

  it('that fail have no vote, and another is asked while there is one', async () => {
    const run = new Unfolded(await nine(), votes('--aaaaaaa')).run();
    // Two of nine have no vote: four of the seven decide.
    expect(askedOf(run)).toHaveLength(6);
    expect(decisionOf(run.plan)?.answer).toBe('a');
  });

  it('whose answer says nothing that can be counted have no vote either', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 3, normalize: number }');
    const run = new Unfolded(plan, (id) => ({ text: id === 'q1.1' ? 'no idea' : '7' })).run();
    expect(askedOf(run)).toEqual([1, 2, 3]);
    expect(decisionOf(plan)?.answer).toBe('7');
  });

  it('that all fail leave the question undecided', async () => {
    const run = new Unfolded(await nine(), votes('---------')).run();
    expect(run.ids('failed')).toHaveLength(9);
    expect(decisionOf(run.plan)).toEqual({ answer: null, why: 'there is no vote' });
  });

  it('are all asked at once, and all heard, without an early stop', async () => {
    const run = new Unfolded(await nine(', earlyStop: false'), votes('aaaaaaaaa'));
    expect(askedOf(run)).toHaveLength(9);
    run.run();
    expect(run.ids('done')).toHaveLength(9);
  });

  it('are four where four agree, with a likely early stop', async () => {
    const run = new Unfolded(await nine(', earlyStop: likely'), votes('aaaaaaaaa')).run();
    expect(askedOf(run)).toHaveLength(4);
    expect(decisionOf(run.plan)).toEqual({
      answer: 'a',
      why: 'more than half agree, and the others are unlikely to change that',
    });
  });

  it('still at work when a heavy vote decides are dropped', async () => {
    const plan = await consensusPlan(
      '{ questions: [Why?], voters: { chief: 1, clerk: 3 }, weights: { chief: 2 } }',
      'roles: { chief: {}, clerk: {} }',
    );
    const run = new Unfolded(plan, votes('aaaa'));
    const [chief] = run.released.filter((task) => plan.role[task] === 0);
    const [clerk, ...others] = run.released.filter((task) => plan.role[task] === 1);
    expect(others).toEqual([]);
    run.end(clerk);
    run.end(chief);
    expect(run.ids('queued', 'blocked')).toEqual([]);
    expect(decisionOf(plan)?.answer).toBe('a');
  });

  it('are asked no more once nobody can win', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 5, threshold: 0.9 }');
    const run = new Unfolded(plan, votes('abaaa'));
    run.end(0);
    run.end(1);
    expect(run.ids('queued', 'blocked')).toEqual([]);
    expect(decisionOf(plan)).toEqual({
      answer: null,
      why: 'the first two answers have as many votes',
    });
  });

  it('of other questions go on', async () => {
    const plan = await consensusPlan('{ questions: [A, B], voters: 3 }');
    const run = new Unfolded(plan, votes('aba'));
    run.end(0);
    run.end(1);
    expect(askedOf(run)).toEqual([1, 2, 4, 5, 3]);
    run.run();
    expect(viewOf(plan).decided).toBe(2);
  });
});

describe('a run that goes on', () => {
  it('asks on from the votes there are, in whatever order they came', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), minLength: 9, maxLength: 9 }),
        fc.nat(9),
        fc.nat(1_000),
        fc.constantFrom('true', 'likely', 'false'),
        async (letters, after, seed, stop) => {
          const more = `, earlyStop: ${stop}`;
          const first = new Unfolded(await nine(more), votes(letters), seed).run(after);
          const resumed = new Unfolded(await nine(more), votes(letters), seed + 1, first).run();
          const whole = new Unfolded(await nine(more), votes(letters), seed).run();
          if (stop !== 'likely') {
            expect(decisionOf(resumed.plan)?.answer).toBe(decisionOf(whole.plan)?.answer);
          }
          expect(resumed.ids('queued', 'blocked')).toEqual([]);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });

  it('asks nobody where it was decided before', async () => {
    const first = new Unfolded(await nine(), votes('aaaaaaaaa')).run();
    const resumed = new Unfolded(await nine(), votes('aaaaaaaaa'), 2, first);
    expect(resumed.released).toEqual([]);
    expect(decisionOf(resumed.plan)?.answer).toBe('a');
    expect(viewOf(resumed.plan).savedCalls).toBe(4);
  });
});

describe('voters who are asked once more', () => {
  it('may decide what was undecided', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 4 }');
    const run = new Unfolded(plan, votes('-ba-')).run();
    expect(decisionOf(plan)).toEqual({
      answer: null,
      why: 'the first two answers have as many votes',
    });
    run.reopen(0);
    expect(decisionOf(plan)).toBeNull();
    run.end(0, { text: 'a' });
    expect(decisionOf(plan)?.answer).toBe('a');
    expect(run.ids('queued', 'blocked')).toEqual([]);
  });

  it('are followed by those who had been spared, where it is open again after them', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 8 }');
    const run = new Unfolded(plan, votes('-aaaabbb')).run();
    expect(run.ids('skipped')).toEqual(['q1.6', 'q1.7', 'q1.8']);
    run.reopen(0);
    run.end(0, { text: 'b' });
    expect(run.ids('queued')).toEqual(['q1.6']);
    run.run();
    expect(decisionOf(plan)?.answer).toBeNull();
  });

  it('are heard where it is decided already, and change nothing', async () => {
    const run = new Unfolded(await nine(), votes('-aaaaaaaa')).run();
    const skipped = run.ids('skipped');
    run.reopen(0);
    expect(run.ids('queued')).toEqual(['q1.1']);
    run.end(0, { text: 'b' });
    expect(run.ids('skipped')).toEqual(skipped);
    expect(decisionOf(run.plan)?.answer).toBe('a');
  });
});

it('a voter who was cancelled before being spared is not asked again', async () => {
  const plan = await consensusPlan('{ questions: [Why?], voters: 4 }');
  const unfolding = plan.graph?.unfolding;
  unfolding?.begin({ ends: [], additions: [] }, { text: (task) => (task === 0 ? 'b' : 'a') });
  unfolding?.ended({ task: 0, status: 'failed' });
  for (const task of [1, 2]) unfolding?.ended({ task, status: 'done' });
  // It was cancelled as the last vote came, which is told first.
  expect(unfolding?.ended({ task: 3, status: 'cancelled' })).toEqual([]);
  expect(unfolding?.reopened([0])).toEqual([]);
  expect(unfolding?.ended({ task: 0, status: 'done' })).toEqual([]);
});

it('whatever voters do, in whatever order, the winner is that of asking all', async () => {
  const plans = await Promise.all(Array.from({ length: 300 }, () => nine()));
  let next = 0;
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'a', 'b', 'c', '-'), minLength: 9, maxLength: 9 }),
      fc.nat(10_000),
      (letters, seed) => {
        const run = new Unfolded(plans[next++ % plans.length], votes(letters), seed).run();
        const count = (letter: string) => letters.split(letter).length - 1;
        const valid = 9 - count('-');
        const winner = ['a', 'b', 'c'].find((letter) => count(letter) * 2 > valid) ?? null;
        expect(decisionOf(run.plan)?.answer).toBe(winner);
        const outcome = run.plan.outcome?.(resultsOf(run)) as { questions: { answer: string }[] };
        expect(outcome.questions[0].answer).toBe(winner);
      },
    ),
    { numRuns: 300, seed: 13 },
  );
});
