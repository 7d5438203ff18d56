import { expect, test } from 'vitest';
import { decidedWords } from '../../../src/cli/decided/decided-words.ts';
import { Unfolded } from '../../helpers/unfold.ts';
import { consensusPlan, resultsOf, votes } from '../../plan/consensus/consensus-run.ts';

async function wordsOf(consensus: string, letters: string, costNanoUsd = 0) {
  const plan = await consensusPlan(consensus);
  const run = new Unfolded(plan, votes(letters)).run();
  return decidedWords((await plan.outcome?.(resultsOf(run, costNanoUsd))) ?? null);
}

test('a question is told with its answer, how sure that is, and each voter with its time', async () => {
  const { above, rows } = await wordsOf('{ questions: [Why?], voters: 5 }', 'aba-a');
  expect(above).toBe(
    `
Why?

  a

  3 of 4 votes, confidence 75 % (30 to 95 %): more than half agree
  dissent  b  1 vote
  q1.1  agent_0    0.1s  a
  q1.2  agent_0    0.1s  b
  q1.3  agent_0    0.1s  a
  q1.4  agent_0    0.1s  failed: no answer
  q1.5  agent_0    0.1s  a
`,
  );
  expect(rows).toEqual([
    ['decided', '1 of 1 question'],
    ['saved', '0 calls of 5'],
  ]);
});

test('what was not asked is told, and what that saved', async () => {
  const { above, rows } = await wordsOf('{ questions: [Why?], voters: 9 }', 'aaaaaaaaa', 1e6);
  expect(above).toContain('4 voters not asked');
  expect(above).toContain('5 of 5 votes, confidence 100 % (57 to 100 %)');
  expect(rows[1]).toEqual(['saved', '4 calls of 9, about $0.0040']);
});

test('where nobody wins, what was said is told', async () => {
  const { above, rows } = await wordsOf('{ questions: [Why?], voters: 2 }', 'ab');
  expect(above).toContain('  undecided\n');
  expect(above).toContain('said  a  1 vote\n');
  expect(rows[0]).toEqual(['decided', '0 of 1 question, 1 not']);
});

test('many questions are told in a line each, and more than a screen can hold are counted', async () => {
  const questions = Array.from({ length: 120 }, (_, n) => `Q${n}?`);
  const { above } = await wordsOf(`{ questions: ${JSON.stringify(questions)}, voters: 1 }`, 'a');
  expect(above).toContain('q1  a  1 of 1 vote, confidence 100 %');
  expect(above.trim().split('\n')).toHaveLength(101);
  expect(above).toContain('and 20 more, in outcome.json\n');
});

test('nothing that a model says can steer the terminal', async () => {
  const plan = await consensusPlan('{ questions: [Why?], voters: 1 }');
  const run = new Unfolded(plan, () => ({ text: 'red \u001b[31m\nand more' })).run();
  const { above } = decidedWords((await plan.outcome?.(resultsOf(run))) ?? null);
  expect(above).not.toContain('\u001b');
  expect(above).toContain('  and more\n');
});

test('a run that decides nothing says nothing', () => {
  expect(decidedWords(null)).toEqual({ above: '', rows: [], below: '' });
});
