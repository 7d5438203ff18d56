import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { weightedTurns } from '../../src/plan/weighted-turns.ts';
import { promptsOf } from '../helpers/prompts-of.ts';
import { resolved } from '../helpers/spec.ts';

const planOf = async (yaml: string): Promise<Plan> => compilePlan(await resolved({}, yaml));

const ids = (plan: Plan) => Array.from({ length: plan.size }, (_, task) => plan.id(task));

/** The tasks of every batch, in the order of the batches. */
function batches(plan: Plan): number[][] {
  const tasks: number[][] = [];
  for (const [task, batch] of plan.batch.entries()) {
    tasks[batch] ??= [];
    tasks[batch].push(task);
  }
  return tasks;
}

describe('a plan of prompts', () => {
  it('asks every prompt, then all of them again', async () => {
    const plan = await planOf('agents: 1\nworkload: { prompts: [a, b], repeat: 2 }\n');
    const asked = [0, 1, 2, 3].map((task) => plan.messages(task));
    expect(asked).toEqual(['a', 'b', 'a', 'b'].map((content) => [{ role: 'user', content }]));
  });

  it("puts the prompt's own system message, or the role's instructions, in front", async () => {
    const plan = await planOf(
      'roles: { r: { instructions: Be kind. } }\nworkload: { prompts: [a, { prompt: b, system: Be brief. }] }\n',
    );
    expect(plan.messages(0)[0]).toEqual({ role: 'system', content: 'Be kind.' });
    expect(plan.messages(1)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'b' },
    ]);
  });

  it('spreads tasks over the roles by their agents, evenly from the start', async () => {
    const plan = await planOf(
      'agents: 10\nroles: { a: { share: 5 }, b: { share: 3 }, c: { share: 2 } }\nworkload: { prompts: [x], repeat: 1000 }\n',
    );
    for (const first of [10, 20, 500, 1000]) {
      const counts = [0, 0, 0];
      for (const role of plan.role.subarray(0, first)) counts[role]++;
      expect(counts).toEqual([first * 0.5, first * 0.3, first * 0.2]);
    }
  });

  it('sends a prompt to the role and with the priority that it names', async () => {
    const plan = await planOf(`
agents: 4
roles: { a: {}, b: { priority: low } }
workload:
  prompts: [ { prompt: x, role: b }, { prompt: x, role: b, priority: critical }, { prompt: x, role: a, priority: 7 }, { prompt: x, role: a } ]
`);
    expect([...plan.role]).toEqual([1, 1, 0, 0]);
    expect([...plan.priority]).toEqual([0, 300, 7, 100]);
  });

  it('compiles a hundred thousand tasks', async () => {
    const plan = await planOf(
      'agents: 500\nbatch: 100\nroles: { a: { share: 4 }, b: {} }\nworkload: { prompts: [x, y], repeat: 50000 }\n',
    );
    expect(plan.size).toBe(100_000);
    expect(plan.id(99_999)).toBe('task-100000');
  });
});

describe('turns by weight', () => {
  it('never let anybody fall behind by more than a turn for each other one', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(weights, (weights) => {
        const next = weightedTurns(weights);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const counts = weights.map(() => 0);
        for (let turn = 1; turn <= 2 * total; turn++) {
          counts[next()]++;
          for (const [index, count] of counts.entries()) {
            const due = (turn * weights[index]) / total;
            expect(Math.abs(count - due)).toBeLessThan(weights.length);
          }
        }
        expect(counts).toEqual(weights.map((weight) => 2 * weight));
      }),
    );
  });
});

describe('batches', () => {
  it('are consecutive tasks of one role', async () => {
    const plan = await planOf(
      'agents: 2\nbatch: 3\nroles: { a: {}, b: {} }\nworkload: { prompts: [x], repeat: 12 }\n',
    );
    expect(batches(plan)).toEqual([
      [0, 2, 4],
      [1, 3, 5],
      [6, 8, 10],
      [7, 9, 11],
    ]);
  });

  it('get smaller where agents would go without', async () => {
    const plan = await planOf('agents: 10\nbatch: 100\nworkload: { prompts: [x], repeat: 25 }\n');
    const sizes = batches(plan).map((batch) => batch.length);
    expect(sizes).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 1]);
  });

  it('never mix priorities', async () => {
    const plan = await planOf(`
agents: 1
batch: 4
workload:
  prompts: [ a, { prompt: b, priority: high }, c, { prompt: d, priority: high } ]
`);
    expect(batches(plan)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });
});

describe('names of tasks', () => {
  it('are their own, with a number for each repetition', async () => {
    const plan = await planOf('workload: { prompts: [ { prompt: x, id: q7 }, y ], repeat: 2 }\n');
    expect(ids(plan)).toEqual(['q7', 'task-0002', 'q7-2', 'task-0004']);
  });

  it('are as long as the plan needs', async () => {
    const plan = await planOf('workload: { prompts: [x], repeat: 12345 }\n');
    expect([plan.id(0), plan.id(12_344)]).toEqual(['task-00001', 'task-12345']);
  });

  it('are all different, whatever the operator names theirs', async () => {
    const name = fc.constantFrom(
      'q',
      'q-',
      'q-2',
      'q--2',
      'q-2-2',
      'task-0002',
      'task-',
      'run-task-1',
    );
    const item = fc.record({ prompt: fc.constant('x'), id: fc.option(name, { nil: undefined }) });
    const spec = await resolved();
    const items = fc.uniqueArray(item, {
      minLength: 1,
      maxLength: 8,
      selector: ({ id }) => id ?? {},
    });
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 4 }), (items, repeat) => {
        const plan = compilePlan({ ...spec, workload: { ...promptsOf(spec), items, repeat } });
        expect(new Set(ids(plan)).size).toBe(plan.size);
      }),
    );
  });
});
