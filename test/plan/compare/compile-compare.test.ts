import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { resolved } from '../../helpers/spec.ts';
import { Unfolded, type UnfoldedEnd } from '../../helpers/unfold.ts';

async function planOf(compare: string, above = ''): Promise<Plan> {
  return compilePlan(await resolved({}, `${above}workload:\n  compare: ${compare}\n`));
}

const judged =
  '{ prompts: [ { id: q1, prompt: Why? }, { id: q2, prompt: How? } ], variants: { a: {}, b: { prompt: "Be brief. {{prompt}}" } }, judge: { role: referee } }';

const ids = (plan: Plan) => Array.from({ length: plan.size }, (_, task) => plan.id(task));

describe('the plan of a comparison', () => {
  it('asks every prompt of every variant, another one first each time', async () => {
    const plan = await planOf('{ prompts: [x, y], variants: { a: {}, b: {}, c: {} } }');
    expect(ids(plan)).toEqual([
      ...['task-0001.a', 'task-0001.b', 'task-0001.c'],
      ...['task-0002.b', 'task-0002.c', 'task-0002.a'],
    ]);
    expect([...plan.role]).toEqual([0, 1, 2, 1, 2, 0]);
    expect(plan.graph).toBeUndefined();
  });

  it("puts the prompt into the variant's own text", async () => {
    const plan = await planOf(judged);
    expect(plan.messages(0)).toEqual([{ role: 'user', content: 'Why?' }]);
    expect(plan.messages(1)).toEqual([{ role: 'user', content: 'Be brief. Why?' }]);
  });

  it('has the judge read each pair in both orders, once both answers are there', async () => {
    const plan = await planOf(judged, 'roles: { referee: { instructions: Be fair. } }\n');
    const run = new Unfolded(plan);
    expect(run.ids('queued')).toEqual(['q1.a', 'q1.b', 'q2.b', 'q2.a']);
    run.end(run.task('q1.b'));
    expect(run.ids('queued')).toEqual(['q1.a', 'q2.b', 'q2.a']);
    run.end(run.task('q1.a'));
    expect(run.ids('queued')).toEqual(['q2.b', 'q2.a', 'q1.judge.a.b', 'q1.judge.b.a']);
    const [system, user] = plan.messages(run.task('q1.judge.b.a'));
    expect(system).toEqual({ role: 'system', content: 'Be fair.' });
    expect(user.content).toContain('<request>\nWhy?\n</request>');
    expect(user.content).toContain('<answer_a>\nanswer of q1.b\n</answer_a>');
    expect(user.content).toContain('<answer_b>\nanswer of q1.a\n</answer_b>');
    expect(user.content).toMatch(/Answer with JSON alone/);
    expect(plan.graph?.needs(run.task('q1.judge.b.a'))).toEqual([
      run.task('q1.b'),
      run.task('q1.a'),
    ]);
  });

  it('fills in answers with braces in them as they are', async () => {
    const plan = await planOf(judged);
    const run = new Unfolded(plan, () => ({ text: 'use {{b}} and {{x}}' }));
    run.end(run.task('q1.a'));
    run.end(run.task('q1.b'));
    expect(plan.messages(run.task('q1.judge.a.b'))[0].content).toContain('use {{b}} and {{x}}');
  });

  it('skips a pair that misses an answer, and judges it after all once that has come', async () => {
    const run = new Unfolded(await planOf(judged));
    run.end(run.task('q1.a'), { status: 'failed' });
    expect(run.ids('skipped')).toEqual(['q1.judge.a.b', 'q1.judge.b.a']);
    run.end(run.task('q1.b'));
    run.reopen(run.task('q1.a'));
    expect(run.ids('skipped')).toEqual([]);
    run.run();
    expect(run.ids('done')).toHaveLength(8);
  });

  it('leaves nothing waiting, whatever fails and wherever it was gone on with', async () => {
    const compare =
      '{ prompts: [p1, p2, p3, p4, p5], variants: { a: {}, b: {}, c: {} }, judge: { role: referee } }';
    for (let seed = 1; seed <= 40; seed++) {
      const fails = (id: string) =>
        (id.length * seed + seed) % 7 === 0 || id.endsWith(`${seed % 5}.b`);
      const how = (id: string): UnfoldedEnd => ({ status: fails(id) ? 'failed' : 'done' });
      const begun = new Unfolded(await planOf(compare), how, seed).run(seed % 20);
      const run = new Unfolded(await planOf(compare), how, seed + 1, begun).run();
      expect(run.ids('blocked', 'queued')).toEqual([]);
      for (const id of run.ids('done').filter((id) => id.includes('.judge.'))) {
        const [input, , a, b] = id.split('.');
        expect(run.state[run.task(`${input}.${a}`)]).toBe('done');
        expect(run.state[run.task(`${input}.${b}`)]).toBe('done');
      }
    }
  });

  it('gives no two tasks the same name', async () => {
    const plan = await planOf(
      '{ prompts: [ { id: x, prompt: p }, { id: x.judge.a, prompt: p } ], variants: { a: {}, b: {} }, judge: { role: r } }',
    );
    expect(new Set(ids(plan)).size).toBe(plan.size);
    expect(ids(plan)).toContain('x.x-judge.a.b');
  });

  it('tells the panes what the judge has said so far', async () => {
    const plan = await planOf(judged);
    const better = (id: string) => `{"winner": "${id.endsWith('a.b') ? 'A' : 'B'}"}`;
    new Unfolded(plan, (id) => (id.includes('judge') ? { text: better(id) } : {})).run();
    expect(plan.view?.()).toMatchObject({
      kind: 'compare',
      variants: [
        { name: 'a', tasks: [0, 3], wins: 2, losses: 0, ties: 0 },
        { name: 'b', tasks: [1, 2], wins: 0, losses: 2, ties: 0 },
      ],
    });
  });

  it('compiles 100,000 tasks', async () => {
    const many = compilePlan(
      await resolved(
        {},
        'workload:\n  repeat: 25000\n  compare: { prompts: [x], variants: { a: {}, b: {} }, judge: { role: r } }\n',
      ),
    );
    expect(many.size).toBe(100_000);
  });
});
