import { expect, test } from 'vitest';
import { outcomeSection } from '../../src/report/outcome-section.ts';
import { Unfolded } from '../helpers/unfold.ts';
import { consensusPlan, resultsOf, votes } from '../plan/consensus/consensus-run.ts';

async function sectionOf(consensus: string, letters: string): Promise<string> {
  const plan = await consensusPlan(consensus);
  const run = new Unfolded(plan, votes(letters)).run();
  return outcomeSection(await plan.outcome?.(resultsOf(run, 1_000_000)));
}

test('a vote is told with its answer, how sure that is, and what others said', async () => {
  const section = await sectionOf('{ questions: ["Why | how?"], voters: 5 }', 'aba-a');
  expect(section).toContain('1 of 1 question decided. 0 calls of 5 saved, about $0.00.');
  expect(section).toContain('| question | answer | confidence | votes | others said |');
  expect(section).toContain('| q1: Why \\| how? | a | 75.0 % (30–95) | 4 | b (1) |');
});

test('what is undecided says what was said', async () => {
  const section = await sectionOf('{ questions: [Why?], voters: 2, earlyStop: false }', 'ab');
  expect(section).toContain('| undecided |');
  expect(section).toContain('a (1); b (1)');
});
