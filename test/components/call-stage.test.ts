import { expect, test } from 'vitest';
import { agentWords } from '../../components/linear/agent-sentences.ts';
import { statusWords } from '../../components/panes/agent-card.ts';
import { drawAgents } from '../../components/panes/agents-rows.ts';
import { takeSnapshot } from '../../src/state/snapshot.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { drawn, sceneOf } from './draw.ts';

/** A call of several exchanges, told of step by step. */
function staged() {
  const roles = [{ name: 'kaoz', agents: 1, routes: [0] }];
  const run = new FoldedRun({ roles, tasks: [0, 0] }).started(1_000, 0, 0);
  const stage = (t: number, words: string) =>
    run.at(t, { type: 'call.stage', task: 0, agent: 0, stage: words });
  const snapshot = () => takeSnapshot(run.state, run.state.t);
  return { run, stage, snapshot };
}

test('where a call is that takes several exchanges stands with its agent, until it streams', () => {
  const { run, stage, snapshot } = staged();
  stage(1_000, 'creating thread');
  run.sent(1_500, 0);
  expect(statusWords(snapshot(), 0)).toBe('creating thread 0ms');
  stage(3_500, 'posting batch 12 of 30');
  expect(statusWords(snapshot(), 0)).toBe('posting batch 12 of 30 2.0s');
  expect(agentWords(snapshot(), 0)).toBe('kaoz_0: waiting for 2 seconds, posting batch 12 of 30');
  const [, card] = drawn(drawAgents, sceneOf(snapshot()), 60, 4);
  expect(card).toMatch(/^ kaoz_0 +\S batch 12\/30 {2,}/);
  run.streaming(4_000, 0);
  expect(statusWords(snapshot(), 0)).toMatch(/^streaming/);
});

test('what a program does between two pieces of its answer stands in their place', () => {
  const { run, stage, snapshot } = staged();
  stage(1_000, 'running pid 4711');
  run.sent(1_100, 0);
  expect(statusWords(snapshot(), 0)).toBe('running pid 4711 0ms');
  run.streaming(2_000, 0);
  stage(3_000, 'Bash');
  expect(statusWords(snapshot(), 0)).toBe('Bash');
  expect(agentWords(snapshot(), 0)).toContain('Bash');
  const [, card] = drawn(drawAgents, sceneOf(snapshot()), 60, 4);
  expect(card).toMatch(/^ kaoz_0 +\S Bash {2,}/);
});

test('a call that has ended leaves no word of where it was', () => {
  const { run, stage, snapshot } = staged();
  stage(1_100, 'running');
  run.sent(1_200, 0).retrying(2_000, 0, 'rate-limited');
  expect(statusWords(snapshot(), 0)).toBe('retrying 2');
  run.started(3_000, 0, 0);
  expect(statusWords(snapshot(), 0)).toBe('connecting 0ms');
});

test('words of a stage that a terminal would act on are made harmless', () => {
  const { stage, snapshot } = staged();
  stage(1_100, 'run\u001b[31mning');
  expect(statusWords(snapshot(), 0)).not.toContain('\u001b');
});
