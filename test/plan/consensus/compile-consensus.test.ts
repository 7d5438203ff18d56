import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { resolved } from '../../helpers/spec.ts';
import { consensusPlan } from './consensus-run.ts';

const ids = (plan: Plan) => Array.from({ length: plan.size }, (_, task) => plan.id(task));
const rolesOf = (plan: Plan, from: number, to: number) => [...plan.role.subarray(from, to)];
const twoRoles = 'roles: { kaoz: { share: 4 }, order: { share: 1, instructions: Be brief. } }';

describe('the tasks of a consensus', () => {
  it('are one a voter, named by the question and the number of the voter', async () => {
    const plan = await consensusPlan('{ questions: [Why?, { id: h, question: How? }], voters: 2 }');
    expect(ids(plan)).toEqual(['q1.1', 'q1.2', 'h.1', 'h.2']);
  });

  it('are never named twice', async () => {
    const plan = await consensusPlan('{ questions: [{ id: q2, question: A }, B], voters: 2 }');
    expect(ids(plan)).toEqual(['q2.1', 'q2.2', 'q-2.1', 'q-2.2']);
  });

  it('are five a question where nobody says, each on its own', async () => {
    const plan = await consensusPlan('{ questions: [Why?, How?] }');
    expect(plan.size).toBe(10);
    expect(new Set(plan.batch).size).toBe(10);
  });

  it('ask the question, or what it stands in, with the instructions of the role', async () => {
    const yaml =
      '{ questions: [{ question: "Is {{x}} odd?", vars: { x: 7 } }], voters: 1, prompt: "{{question}} Say yes or no, of {{x}}." }';
    const plan = await consensusPlan(yaml, 'roles: { judge: { instructions: Be brief. } }');
    expect(plan.messages(0)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Is 7 odd? Say yes or no, of 7.' },
    ]);
    expect((await consensusPlan('{ questions: [Why?] }')).messages(4)).toEqual([
      { role: 'user', content: 'Why?' },
    ]);
  });

  it('are spread over the roles by share, from one question to the next', async () => {
    const plan = await consensusPlan('{ questions: [A, B, C], voters: 5 }', twoRoles);
    for (const first of [0, 5, 10]) {
      expect(rolesOf(plan, first, first + 5).filter((role) => role === 1)).toHaveLength(1);
    }
  });

  it('are those of a mapping exactly, mixed so that the first asked are of all roles', async () => {
    const plan = await consensusPlan('{ questions: [A], voters: { kaoz: 3, order: 2 } }', twoRoles);
    expect(rolesOf(plan, 0, 5)).toEqual([0, 1, 0, 1, 0]);
  });

  it('are all of the role that the question names, with its priority and its deadline', async () => {
    const yaml =
      '{ questions: [A, { question: B, role: order, priority: high, deadlineSeconds: 9 }], voters: 2 }';
    const plan = await consensusPlan(yaml, twoRoles);
    expect(rolesOf(plan, 2, 4)).toEqual([1, 1]);
    expect(plan.priority[2]).toBeGreaterThan(plan.priority[0]);
    expect([...(plan.deadlineMs ?? [])]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      9_000,
      9_000,
    ]);
  });

  it('are compiled to the same plan again', async () => {
    const spec = await resolved({}, `${twoRoles}\nworkload: { consensus: { questions: [A, B] } }`);
    const [one, other] = [compilePlan(spec), compilePlan(JSON.parse(JSON.stringify(spec)))];
    expect(ids(one)).toEqual(ids(other));
    expect([...one.role]).toEqual([...other.role]);
  });

  it('of a plan of 100,000 are there, and wait', async () => {
    const questions = Array.from({ length: 20_000 }, (_, n) => `Question ${n}?`);
    const plan = await consensusPlan(`{ questions: ${JSON.stringify(questions)} }`);
    expect(plan.size).toBe(100_000);
    const [step, ...others] = plan.graph?.unfolding.begin(
      { ends: [], additions: [] },
      { text: () => null },
    ) ?? [undefined];
    expect(others).toEqual([]);
    expect(step).toMatchObject({ kind: 'release' });
    expect(step?.kind === 'release' && step.tasks.length).toBe(60_000);
  });
});
