import { expect, test } from 'vitest';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { scaleOfModel, scaleOfSample } from '../../src/plan/count-scale.ts';
import { sampleTurns } from '../../src/plan/sample-turns.ts';
import { resolved } from '../helpers/spec.ts';

const sample = (...counts: [ours: number, theirs: number][]) =>
  counts.map(([ours, theirs]) => ({ ours, theirs }));

test('a service that always counts half as much again leaves no more room than its own words', () => {
  expect(scaleOfSample(sample([10, 15], [100, 150], [40, 60]), 1000)).toEqual({
    ratio: 1.5,
    margin: 0.02,
  });
});

test('the more the texts differ the more room there is, up to what nobody asked would have', () => {
  const like = scaleOfSample(sample([100, 118], [100, 122], [100, 119], [100, 121]), 1000);
  expect(like.ratio).toBeCloseTo(1.2);
  const unlike = scaleOfSample(sample([100, 110], [100, 130], [100, 113], [100, 127]), 1000);
  expect(unlike.margin).toBeGreaterThan(like.margin);
  expect(scaleOfSample(sample([100, 20], [100, 220]), 1000).margin).toBe(0.2);
});

test('where all that is sent was counted nothing is left to chance', () => {
  expect(scaleOfSample(sample([100, 110], [100, 130]), 2).margin).toBe(0.02);
  expect(scaleOfSample(sample([100, 110]), 1)).toEqual({ ratio: 1.1, margin: 0.02 });
});

test('without asking, Claude is taken to make more tokens of a text, whoever serves it', () => {
  expect(scaleOfModel('gpt-5-mini')).toEqual({ ratio: 1, margin: 0 });
  expect(scaleOfModel('anthropic/claude-opus-5-5')).toEqual({ ratio: 1.15, margin: 0.2 });
  expect(scaleOfModel('llama3.2')).toEqual({ ratio: 1, margin: 0.2 });
});

test('a sample is of different turns, from all over the plan, with long texts cut', async () => {
  const prompts = ['a', 'b', 'a', 'c', 'd', 'e', `${'x'.repeat(7_999)}😀 and more`];
  const yaml = `roles: { r: { instructions: Be brief. } }\nworkload: { prompts: ${JSON.stringify(prompts)}, repeat: 3 }\n`;
  const plan = compilePlan(await resolved({}, yaml));
  const tasks = Array.from({ length: plan.size }, (_, index) => index);
  const { turns, among } = sampleTurns(plan, tasks, 3);
  expect(among).toBe(6);
  expect(turns.map(({ messages }) => messages.at(-1)?.content)).toEqual(['a', 'c', 'e']);
  expect(turns[0].messages[0]).toEqual({ role: 'system', content: 'Be brief.' });
  const all = sampleTurns(plan, tasks, 8).turns;
  expect(all).toHaveLength(6);
  expect(all[5].messages[1].content).toBe(`${'x'.repeat(7_999)}\ufffd`);
});
