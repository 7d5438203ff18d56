import { expect, test } from 'vitest';
import { previewWords } from '../../../src/state/selection/preview-words.ts';
import { previewSelection } from '../../../src/state/selection/selection-preview.ts';
import { FoldedRun } from '../../helpers/folded-state.ts';

/** 31 tasks of 40, of which 12 run, and one that is done for $0.14. */
function swarm(): FoldedRun {
  const roles = [{ name: 'kaoz', agents: 40, routes: [0] }];
  const run = new FoldedRun({ roles, tasks: new Array(40).fill(0) });
  for (let task = 0; task < 12; task++) run.started(10, task, task);
  run.started(20, 39, 39).finished(30, 39, 140_000_000);
  return run;
}
const first = (count: number) => Array.from({ length: count }, (_, task) => task);

test('a preview counts tasks by status, calls, and what they cost', () => {
  const preview = previewSelection([...first(31), 39], swarm().state, () => 7_500_000);
  expect(preview).toMatchObject({
    tasks: 32,
    inFlight: 12,
    costNanoUsd: 140_000_000,
    unpriced: 0,
    uncertainNanoUsd: 90_000_000,
  });
  expect([...preview.byStatus]).toEqual([19, 12, 0, 0, 0, 1, 0, 0, 0, 0]);
  expect(previewWords(preview)).toBe(
    '32 tasks: 12 running, 19 queued, 1 done · $0.14 spent on them · cutting the 12 leaves up to $0.09 uncertain',
  );
});

test('only the calls of the selected tasks are at risk', () => {
  const asked: number[] = [];
  previewSelection([3, 5, 20], swarm().state, (agent) => asked.push(agent));
  expect(asked).toEqual([3, 5]);
});

test.each([
  [[], 'no tasks'],
  [[20], '1 task, queued · nothing spent on it'],
  [[20, 21], '2 tasks, all queued · nothing spent on them'],
  [[39], '1 task, done · $0.14 spent on it'],
  [[0], '1 task, running · nothing spent on it · cutting it leaves up to $0.0123 uncertain'],
  [
    [0, 20],
    '2 tasks: 1 running, 1 queued · nothing spent on them · cutting the 1 leaves up to $0.0123 uncertain',
  ],
])('%j is told as: %s', (tasks, words) => {
  expect(previewWords(previewSelection(tasks, swarm().state, () => 12_300_000))).toBe(words);
});

test('what is at risk is rounded up, and unknown where nobody has reserved it', () => {
  const { state } = swarm();
  const words = (reserved?: (agent: number) => number | null) =>
    previewWords(previewSelection([0, 1], state, reserved)).split(' · ')[2];
  expect(words(() => 5_000_000_001)).toBe('cutting the 2 leaves up to $10.01 uncertain');
  expect(words(() => 151)).toBe('cutting the 2 leaves up to $0.000001 uncertain');
  expect(words()).toBe('cutting the 2 leaves what their calls cost uncertain');
  expect(words((agent) => (agent === 1 ? null : 100))).toBe(
    'cutting the 2 leaves what their calls cost uncertain',
  );
});

test('an unknown price is told, not left out', () => {
  const run = swarm();
  run.started(40, 30, 30).finished(50, 30, null);
  const words = (tasks: number[]) => previewWords(previewSelection(tasks, run.state));
  expect(words([30, 39])).toBe(
    '2 tasks, all done · at least $0.14 spent on them, what 1 of them cost is not known',
  );
  expect(words([30])).toBe('1 task, done · what it cost is not known');
});

test('what was cut after it was sent may have been billed, and is not called nothing', () => {
  const run = swarm();
  const call = { task: 30, agent: 30 };
  run.at(40, { type: 'task.started', ...call, route: 0, attempt: 1, reservedNanoUsd: 8_300_000 });
  const cut = { uncertain: true, outputTokens: 7, reason: 'by you' };
  run.at(50, { type: 'task.cancelled', ...call, ...cut, attempts: 1, durationMs: 10 });
  const words = (tasks: number[]) => previewWords(previewSelection(tasks, run.state));
  expect(words([30])).toBe(
    '1 task, cancelled · nothing spent on it for certain, up to $0.0083 more',
  );
  expect(words([30, 39])).toBe(
    '2 tasks: 1 done, 1 cancelled · $0.14 spent on them for certain, up to $0.0083 more',
  );
});
