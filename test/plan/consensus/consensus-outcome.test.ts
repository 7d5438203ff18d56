import { describe, expect, it } from 'vitest';
import type { Unfolded as Run } from '../../helpers/unfold.ts';
import { Unfolded } from '../../helpers/unfold.ts';
import { consensusPlan, resultsOf, viewOf, votes } from './consensus-run.ts';

const outcomeOf = (run: Run, cost?: number | null) =>
  JSON.parse(JSON.stringify(run.plan.outcome?.(resultsOf(run, cost))));

describe('the outcome of a consensus', () => {
  it('says answer, votes, dissent, confidence and who voted', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 9 }');
    const outcome = outcomeOf(new Unfolded(plan, votes('aabaaaaaa')).run());
    const [question] = outcome.questions;
    expect(question).toMatchObject({
      id: 'q1',
      question: 'Why?',
      answer: 'a',
      decided: true,
      why: 'more than half agree, and the others can change nothing',
      threshold: null,
      asked: 6,
      saved_calls: 3,
      cut_calls: 0,
      saved_usd: 3e-6,
      votes: [
        { answer: 'a', votes: 5, weight: 5, voters: ['q1.1', 'q1.2', 'q1.4', 'q1.5', 'q1.6'] },
        { answer: 'b', votes: 1, weight: 1, voters: ['q1.3'] },
      ],
      dissent: [{ answer: 'b', votes: 1 }],
    });
    expect(question.confidence).toBeCloseTo(5 / 6);
    const [low, high] = question.interval;
    expect(low).toBeCloseTo(0.4365, 3);
    expect(high).toBeCloseTo(0.9699, 3);
    expect(question.voters).toHaveLength(9);
    expect(question.voters[0]).toEqual({
      task: 'q1.1',
      agent: 'agent_0',
      role: 'agent',
      route: 'sim/sim-small',
      weight: 1,
      status: 'done',
      answer: 'a',
      normalized: 'a',
      error: null,
      duration_ms: 100,
      cost_usd: 1e-6,
    });
    expect(question.voters[8]).toMatchObject({ status: 'skipped', answer: null, cost_usd: null });
    expect(outcome).toMatchObject({
      kind: 'consensus',
      ...{ decided: 1, undecided: 0, asked: 6, saved_calls: 3, saved_usd: 3e-6, cut_calls: 0 },
      ...{ threshold: null, early_stop: 'certain', normalize: 'text' },
    });
  });

  it('groups answers that are the same, and tells each voter what was counted', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 3, normalize: number }');
    const said = ['It is 1,000.', '7', 'So: 1000'];
    const run = new Unfolded(plan, (id) => ({ text: said[Number(id.at(-1)) - 1] })).run();
    const [question] = outcomeOf(run).questions;
    expect(question.votes[0]).toMatchObject({ votes: 2, voters: ['q1.1', 'q1.3'] });
    expect(['1,000', '1000']).toContain(question.answer);
    expect(question.voters[0]).toMatchObject({ answer: 'It is 1,000.', normalized: '1000' });
  });

  it('keeps what was said where nobody wins', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 4 }');
    const [question] = outcomeOf(new Unfolded(plan, votes('abab')).run()).questions;
    expect(question).toMatchObject({
      answer: null,
      decided: false,
      why: 'the first two answers have as many votes',
      confidence: 0.5,
    });
    expect(question.dissent.map(({ answer }: { answer: string }) => answer)).toEqual(['a', 'b']);
  });

  it('weighs votes, and knows what they are worth together', async () => {
    const plan = await consensusPlan(
      '{ questions: [Why?], voters: { chief: 1, clerk: 2 }, weights: { chief: 3 }, earlyStop: false }',
      'roles: { chief: {}, clerk: {} }',
    );
    const chiefs = new Set(['q1.1', 'q1.2', 'q1.3'].filter((_, task) => plan.role[task] === 0));
    const run = new Unfolded(plan, (id) => ({ text: chiefs.has(id) ? 'yes' : 'no' })).run();
    const [question] = outcomeOf(run).questions;
    expect(question).toMatchObject({ answer: 'yes', confidence: 0.6 });
    // Three votes of 3, 1 and 1 are worth 25 / 11 even ones.
    expect(question.interval[0]).toBeLessThan(0.2);
  });

  it('says nothing of money where a price is unknown', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 3 }');
    const outcome = outcomeOf(new Unfolded(plan, votes('aaa')).run(), null);
    expect(outcome).toMatchObject({ saved_calls: 1, saved_usd: null });
    expect(outcome.questions[0].saved_usd).toBeNull();
  });

  it('of a run that was stopped names no winner that was not settled', async () => {
    const plan = await consensusPlan('{ questions: [A, B], voters: 5 }');
    const run = new Unfolded(plan, votes('aaaaa'));
    for (const task of [0, 1, 2, 5, 6]) run.end(task);
    const { questions } = outcomeOf(run);
    expect(questions[0]).toMatchObject({ decided: true, answer: 'a' });
    expect(questions[1]).toMatchObject({
      decided: false,
      answer: null,
      why: 'the run ended before enough had voted',
      confidence: 1,
    });
  });

  it('keeps of a long answer what a voter needs, and the whole as the answer', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 3 }');
    const text = 'because '.repeat(400).trim();
    const [question] = outcomeOf(new Unfolded(plan, () => ({ text })).run()).questions;
    expect(question.answer).toBe(text);
    expect(question.voters[0].answer).toHaveLength(1_001);
    expect(question.votes[0].votes).toBe(2);
  });
});

describe('the view of a consensus', () => {
  it('shows where the votes stand while they come', async () => {
    const plan = await consensusPlan('{ questions: [Why?], voters: 5 }');
    const run = new Unfolded(plan, votes('abaaa'));
    expect(viewOf(plan).questions[0]).toEqual({
      question: 'Why?',
      tasks: [0, 1, 2, 3, 4],
      groups: [],
      decided: null,
      confidence: null,
      savedCalls: 0,
    });
    run.end(0);
    run.end(1);
    run.end(2);
    const { questions } = viewOf(plan);
    expect(questions[0].groups).toEqual([
      { answer: 'a', votes: 2, weight: 2 },
      { answer: 'b', votes: 1, weight: 1 },
    ]);
    expect(questions[0].confidence).toBeCloseTo(2 / 3);
    run.run();
    expect(viewOf(plan, [500])).toMatchObject({ decided: 1, savedCalls: 1, savedNanoUsd: 500 });
    expect(viewOf(plan, [null]).savedNanoUsd).toBeNull();
  });

  it('is the same while nothing has changed', async () => {
    const plan = await consensusPlan('{ questions: [A, B], voters: 3 }');
    const run = new Unfolded(plan, votes('aaa'));
    const [first, second] = viewOf(plan).questions;
    expect(viewOf(plan).questions).toBe(viewOf(plan).questions);
    run.end(0);
    expect(viewOf(plan).questions[0]).not.toBe(first);
    expect(viewOf(plan).questions[1]).toBe(second);
  });
});
