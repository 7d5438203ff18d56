import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../../src/plan/compile-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { firstTasks } from '../../../src/plan/reduce/first-tasks.ts';
import { withReduce } from '../../../src/plan/reduce/with-reduce.ts';
import { folder, resolved } from '../../helpers/spec.ts';
import { Unfolded, type UnfoldedEnd } from '../../helpers/unfold.ts';

const specOf = (workload: string, above = '') =>
  resolved({}, `${above}workload: { ${workload} }\n`);
const planOf = async (workload: string, above = ''): Promise<Plan> =>
  compilePlan(await specOf(workload, above));

const three = 'prompts: [ { id: x, prompt: a }, { id: y, prompt: b }, { id: z, prompt: c } ]';
const reduce = 'reduce: { prompt: "Of {{count}}:\\n{{texts}}" }';
/** 400 bytes: 100 tokens, and 12 for what is around it. */
const long = (id: string) => `${id} `.padEnd(400, 'x');
const content = (plan: Plan, task: number) => plan.messages(task).at(-1)?.content;

describe('one last task over all answers', () => {
  it('is due once all others have ended, and reads what they gave in the order of the plan', async () => {
    const plan = await planOf(`${three}, ${reduce}`);
    const run = new Unfolded(plan, () => ({}), 3);
    expect(plan.size).toBe(4);
    expect(run.ids('queued')).toEqual(['x', 'y', 'z']);
    expect(content(plan, 3)).toBe('Of 0:\n');
    run.end(2);
    run.end(0);
    expect(run.ids('queued')).toEqual(['y']);
    run.end(1, { status: 'failed' });
    expect(run.ids('queued')).toEqual(['reduce']);
    expect(content(plan, 3)).toBe('Of 2:\n--- x ---\nanswer of x\n\n--- z ---\nanswer of z');
    expect(plan.graph?.needs(3)).toEqual([0, 2]);
    run.run();
    expect(await plan.outcome?.(run.results)).toEqual({
      kind: 'prompts',
      reduced: {
        ...{ task: 'reduce', status: 'done', text: 'answer of reduce', error: null },
        ...{ answers: 2, unanswered: 1, parts: 0, parts_failed: 0 },
      },
    });
  });

  it('counts what it read: what a later answer of a reader took in is not told beside it', async () => {
    const cwd = folder({ 'book.txt': 'A line is here.\n'.repeat(4) });
    const spec = await resolved(
      { cwd },
      `agents: 2\nworkload: { content: { file: book.txt, chunkBytes: 16, batchSize: 1 }, ${reduce} }\n`,
    );
    const plan = compilePlan(spec);
    const run = new Unfolded(plan, (id) => ({
      status: id === 'reader-2.batch-2' ? 'failed' : 'done',
    })).run();
    expect(content(plan, 8)).toMatch(/^Of 2:\n--- reader-1\.batch-4 ---/);
    expect(await plan.outcome?.(run.results)).toMatchObject({
      reduced: { answers: 2, unanswered: 1 },
    });
  });

  it('is done by the role that is named, which takes no other work', async () => {
    const roles =
      'agents: 6\nroles: { writer: {}, editor: { instructions: Be terse., priority: high } }\n';
    const plan = await planOf(`${three}, reduce: { role: editor, prompt: "{{texts}}" }`, roles);
    expect([...plan.role]).toEqual([0, 0, 0, 1]);
    expect(plan.priority[3]).toBe(200);
    expect(plan.messages(3)[0]).toEqual({ role: 'system', content: 'Be terse.' });
  });

  it('brings a role of its own where the spec has none of that name', async () => {
    const spec = await specOf(
      `${three}, reduce: { role: editor, prompt: "{{texts}}" }`,
      'agents: 5\n',
    );
    expect(spec.roles.map(({ name, agents }) => [name, agents])).toEqual([
      ['agent', 4],
      ['editor', 1],
    ]);
    expect([...compilePlan(spec).role]).toEqual([0, 0, 0, 1]);
  });

  it('is skipped where nothing has an answer, and done once something has', async () => {
    const plan = await planOf(`${three}, ${reduce}`);
    const run = new Unfolded(plan, () => ({ status: 'failed' })).run();
    expect(run.ids('skipped')).toEqual(['reduce']);
    run.reopen(1);
    run.end(1, {});
    expect(run.ids('queued')).toEqual(['reduce']);
    expect(content(plan, 3)).toBe('Of 1:\n--- y ---\nanswer of y');
  });

  it('waits again where it is tried again together with what it reads', async () => {
    const plan = await planOf(`${three}, ${reduce}`);
    const run = new Unfolded(plan, (id) => ({ status: id === 'x' ? 'done' : 'failed' })).run();
    expect(run.ids('failed')).toEqual(['y', 'z', 'reduce']);
    run.reopen(1, 3);
    expect(run.ids('queued')).toEqual(['y']);
    run.end(1, {});
    expect(run.ids('queued')).toEqual(['reduce']);
    expect(content(plan, 3)).toContain('answer of y');
  });

  it('does not meet a task that is called the same', async () => {
    const plan = await planOf(`prompts: [ { id: reduce, prompt: a } ], ${reduce}`);
    expect(plan.id(1)).toBe('run-reduce');
  });

  it('comes after a plan whose tasks depend on each other, and tells what that decided too', async () => {
    const plan = await planOf(
      `compare: { prompts: [p], variants: { a: {}, b: {} }, judge: { role: r } }, ${reduce}`,
    );
    const run = new Unfolded(plan, (id) => ({ status: id.endsWith('.a') ? 'failed' : 'done' }));
    run.run();
    expect(run.ids('skipped')).toEqual(['task-0001.judge.a.b', 'task-0001.judge.b.a']);
    expect(run.state[plan.size - 1]).toBe('done');
    expect(plan.graph?.planned).toBe(plan.size);
    expect(plan.graph?.needs(2)).toEqual([0, 1]);
    expect(plan.view?.().kind).toBe('compare');
    expect(await plan.outcome?.(run.results)).toMatchObject({
      kind: 'compare',
      reduced: { status: 'done', answers: 1 },
    });
  });
});

describe('the reduction of what unfolds', () => {
  const kinds = {
    consensus: 'consensus: { questions: [a?, b?, c?], voters: 7 }',
    workflow:
      'workflow: { tasks: { list: { prompt: l }, each: { needs: [list], forEach: "{{tasks.list.json}}", prompt: "{{item}}" }, extra: { needs: [list], critical: false, prompt: e }, end: { needs: [each, extra], prompt: "{{tasks.each.texts}}" } } }',
    compare: 'compare: { prompts: [p, q, r], variants: { a: {}, b: {} }, judge: { role: r } }',
  };

  it.each(Object.entries(kinds))(
    'of %s leaves nothing waiting, wherever it was gone on with',
    async (_, workload) => {
      const spec = await specOf(
        `${workload}, reduce: { prompt: "{{count}} {{texts}}", maxTokens: 100 }`,
      );
      for (let seed = 1; seed <= 30; seed++) {
        const how = (id: string): UnfoldedEnd => {
          if (id === 'list') return { text: '["x", "y", "z"]' };
          const drawn = [...id].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) % 9973, seed);
          const fails = drawn % 9 === 0 && !id.startsWith('reduce');
          return fails ? { status: 'failed' } : { text: `${drawn % 3}` };
        };
        const begun = new Unfolded(compilePlan(spec), how, seed).run(seed % 23);
        const run = new Unfolded(compilePlan(spec), how, seed + 1, begun).run();
        expect(run.ids('blocked', 'queued')).toEqual([]);
        const last = run.task('reduce');
        expect(run.state[last], run.reasons.get(last)).toBe('done');
        // It comes after all that it could have read.
        const own = (task: number) => run.plan.id(task).startsWith('reduce');
        const reading = run.released.findIndex(own);
        expect(run.released.slice(reading).every(own)).toBe(true);
        await run.plan.outcome?.(run.results);
      }
    },
  );
});

describe('answers that do not fit one call', () => {
  const many = Array.from({ length: 9 }, (_, n) => `{ id: q${n + 1}, prompt: p }`).join(', ');
  const workload = `prompts: [${many}], reduce: { prompt: "All {{count}}: {{texts}}", mapPrompt: "Part of {{count}}: {{texts}}", maxTokens: 350 }`;

  it('are reduced in parts, and these until they fit', async () => {
    const plan = await planOf(workload);
    const run = new Unfolded(plan, (id) => ({ text: long(id) }), 5).run();
    // 3 of 112 tokens fit 350: 9 answers in 3 parts, whose answers fit.
    expect(run.ids('done').slice(9)).toEqual([
      ...['reduce', 'reduce.1.1', 'reduce.1.2', 'reduce.1.3'],
    ]);
    expect(run.additions).toEqual([{ by: 'reduce/1', first: 10, count: 3 }]);
    expect(content(plan, 11)).toMatch(/^Part of 3: --- q4 ---\nq4 x+\n\n--- q5 ---/);
    expect(content(plan, 9)).toMatch(/^All 9: --- reduce\.1\.1 ---\n/);
    expect(await plan.outcome?.(run.results)).toMatchObject({
      reduced: { answers: 9, parts: 3, parts_failed: 0 },
    });
  });

  it('are reduced without a part that failed, and that is told', async () => {
    const plan = await planOf(workload);
    const how = (id: string): UnfoldedEnd =>
      id === 'reduce.1.2' ? { status: 'failed' } : { text: long(id) };
    const run = new Unfolded(plan, how).run();
    expect(content(plan, 9)).toMatch(/^All 6: --- reduce\.1\.1 ---.*--- reduce\.1\.3 ---/s);
    expect(await plan.outcome?.(run.results)).toMatchObject({
      reduced: { parts: 3, parts_failed: 1 },
    });
    // What it would have read is lost to the text that stands: it is not paid for again.
    run.reopen(11);
    expect(run.ids('queued')).toEqual([]);
  });

  it('end, even where no two of them fit', async () => {
    const plan = await planOf(workload.replace('350', '100'));
    const run = new Unfolded(plan, (id) => ({ text: long(id) }), 2).run();
    expect(run.state[9]).toBe('done');
    // 9 by themselves, then in pairs; what is left over goes on as it is.
    expect(run.additions.map(({ count }) => count)).toEqual([9, 4, 2, 1]);
  });

  it('are gone on with where an earlier session stopped, whenever that was', async () => {
    const spec = await specOf(workload);
    const how = (id: string): UnfoldedEnd =>
      id === 'q3' ? { status: 'failed' } : { text: long(id) };
    const whole = new Unfolded(compilePlan(spec), how, 1).run();
    for (let stop = 0; stop <= whole.ends.length; stop++) {
      const begun = new Unfolded(compilePlan(spec), how, stop).run(stop);
      // A run of prompts is gone on with from its stored tasks: the workload is not read again.
      const inner = firstTasks(begun.plan, 9);
      const run = new Unfolded(withReduce(inner, spec), how, stop + 1, begun).run();
      expect(run.ids('done')).toEqual(whole.ids('done'));
      expect(run.additions).toEqual(whole.additions);
      if (stop > 0 && stop < whole.ends.length)
        expect(content(run.plan, 9)).toBe(content(whole.plan, 9));
    }
  });
});

describe('answers that are the same', () => {
  it('count as one for the last task, and are told with their tasks', async () => {
    const plan = await planOf(`${three}, dedupe: text, ${reduce}`);
    const texts: Record<string, string> = { x: 'Yes', y: 'no', z: ' yes\n' };
    const run = new Unfolded(plan, (id) => ({ text: texts[id] ?? 'both' })).run();
    expect(content(plan, 3)).toBe('Of 2:\n--- x ---\nYes\n\n--- y ---\nno');
    expect(await plan.outcome?.(run.results)).toMatchObject({
      dedupe: { by: 'text', answers: 3, distinct: 2 },
      union: [
        { text: 'Yes', count: 2, tasks: ['x', 'z'] },
        { text: 'no', count: 1, tasks: ['y'] },
      ],
      reduced: { text: 'both' },
    });
  });

  it('are told without a last task too, letter by letter', async () => {
    const plan = await planOf('prompts: [a, b], dedupe: exact');
    expect(plan.graph).toBeUndefined();
    const of = (task: number) => ({
      ...{ task, status: 'done' as const, text: task === 0 ? 'Yes' : 'yes', error: null },
      ...{ agent: null, route: null, attempts: 1, durationMs: 1, callMs: 1 },
      ...{ inputTokens: 1, outputTokens: 1, costNanoUsd: 1 },
    });
    const outcome = await plan.outcome?.({ of, all: () => [of(0), of(1)] });
    expect(outcome).toMatchObject({ kind: 'prompts', dedupe: { distinct: 2 } });
  });
});

describe('the reduction of many tasks', () => {
  it('takes in 100,000 answers', async () => {
    const spec = await specOf(
      'prompts: [a], repeat: 100000, dedupe: text, reduce: { prompt: "{{texts}}" }',
    );
    const plan = compilePlan(spec);
    expect(plan.size).toBe(100_001);
    const { unfolding } = plan.graph!;
    const text = (task: number) => `answer ${task % 50}`;
    const [release] = unfolding.begin({ ends: [], additions: [] }, { text });
    expect(release).toMatchObject({ kind: 'release', tasks: { length: 100_000 } });
    let steps: readonly unknown[] = [];
    for (let task = 0; task < 100_000; task++) steps = unfolding.ended({ task, status: 'done' });
    expect(steps).toEqual([{ kind: 'release', tasks: [100_000] }]);
    expect(plan.graph?.needs(100_000)).toHaveLength(50);
  });
});
