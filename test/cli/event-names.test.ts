import { expect, test } from 'vitest';
import { EventNames } from '../../src/cli/event-names.ts';
import { promptPlan } from '../engine/swarm.ts';
import { FoldedRun } from '../helpers/folded-state.ts';
import { sampleOf } from '../helpers/sample-event.ts';

test('what binds is named by its route', () => {
  const { state } = new FoldedRun({ tasks: [0], routes: ['openai/a', 'openai/b'] });
  const bounds = [
    { by: 'rate', route: 1, detail: 'tokens/min 90,000', share: 0.75 },
    { by: 'agents', route: -1, detail: '', share: 0.25 },
  ] as const;
  const names = new EventNames(promptPlan(1), state);
  expect(names.named({ v: 1, seq: 4, t: 1_000, ...sampleOf({ bounds }) }).bounds).toEqual([
    { by: 'rate', route: 'openai/b', detail: 'tokens/min 90,000', share: 0.75 },
    { by: 'agents', route: null, detail: '', share: 0.25 },
  ]);
});

test('a route that a sample tells of, or that was asked, has its name', () => {
  const { state } = new FoldedRun({ tasks: [0], routes: ['openai/a', 'openai/b'] });
  const names = new EventNames(promptPlan(1), state);
  const reading = { route: 1, pool: 5, openSockets: 2, levels: [] };
  const stamp = { v: 1, seq: 4, t: 1_000 } as const;
  expect(names.named({ ...stamp, ...sampleOf({ routes: [reading] }) }).routes).toEqual([
    { ...reading, route: 'openai/b' },
  ]);
  expect(names.named({ ...stamp, ...sampleOf() })).not.toHaveProperty('routes');
  const checked = { type: 'route.checked', route: 0, ok: true, detail: '', durationMs: 3 } as const;
  expect(names.named({ ...stamp, ...checked }).route).toBe('openai/a');
});

test('many tasks are told by the first of them, so that their workflow is known', () => {
  const { state } = new FoldedRun({ tasks: [0, 0, 0, 0] });
  const plan = promptPlan(4);
  const names = new EventNames(plan, state);
  expect(names.tasks([1, 2])).toBe(`${plan.id(1)}, ${plan.id(2)}`);
  expect(names.tasks([0, 1, 2, 3])).toBe(`${plan.id(0)} and 3 more`);
});
