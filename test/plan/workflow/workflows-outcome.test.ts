import { describe, expect, it } from 'vitest';
import type { RunResults, TaskResult } from '../../../src/plan/run-results.ts';
import type { Driven } from './driven.ts';
import { driven } from './support.ts';

/** What the store would tell of the tasks of a run: each done took a second and cost a tenth of a cent. */
function resultsOf(run: Driven): RunResults {
  const of = (task: number): TaskResult => {
    const status = run.status(run.plan.id(task)) as TaskResult['status'];
    const isDone = status === 'done';
    return {
      ...{ task, status, agent: null, route: null, inputTokens: null, outputTokens: null },
      text: isDone ? (run.texts.get(task) ?? null) : null,
      error: isDone ? null : (run.reasons.get(task) ?? 'the service said no'),
      attempts: status === 'skipped' ? 0 : 1,
      durationMs: status === 'skipped' ? null : 1000,
      callMs: isDone ? 1000 : null,
      costNanoUsd: isDone ? 1_000_000 : 0,
    };
  };
  return {
    of,
    *all() {
      for (let task = 0; task < run.plan.size; task++) yield of(task);
    },
  };
}

const tasks = {
  list: { prompt: 'x' },
  check: { forEach: '{{tasks.list.json}}', critical: false, prompt: '{{item}}' },
  draft: { needs: 'list', prompt: 'x' },
  review: { needs: ['draft', 'check'], prompt: 'x' },
  notes: { needs: 'check', prompt: 'x' },
};

describe('what outcome.json says of a workflow', () => {
  it('is what its last tasks answered, what it cost and how long its longest way took', async () => {
    const run = (await driven(tasks, { list: '[1,2]' })).run();
    expect(run.plan.outcome?.(resultsOf(run))).toEqual({
      kind: 'workflows',
      counts: { total: 1, done: 1, partial: 0, failed: 0, cancelled: 0, unfinished: 0 },
      workflows: [
        {
          workflow: null,
          state: 'done',
          outputs: { review: 'review!', notes: 'notes!' },
          failed: [],
          took_with_it: [],
          can_be_done_again: [],
          tasks_done: 6,
          cost_usd: 0.006,
          longest_path_seconds: 3,
        },
      ],
    });
  });

  it('is also what failed, what that took with it, and what can be done again', async () => {
    const run = (
      await driven(tasks, { list: '[1,2]', draft: 'failed', 'check.1': 'cancelled' })
    ).run();
    expect(run.plan.outcome?.(resultsOf(run))).toMatchObject({
      counts: { failed: 1, done: 0 },
      workflows: [
        {
          state: 'failed',
          outputs: { review: null, notes: 'notes!' },
          failed: [
            { task: 'check.1', status: 'cancelled', error: 'the service said no', critical: false },
            { task: 'draft', status: 'failed', error: 'the service said no', critical: true },
          ],
          took_with_it: [{ task: 'review', because: 'draft failed' }],
          can_be_done_again: ['check', 'draft', 'review'],
        },
      ],
    });
  });

  it('offers nothing to be done again where an answer that is there cannot be used', async () => {
    const critical = { ...tasks, check: { ...tasks.check, critical: true } };
    const run = (await driven(critical, { list: 'none' })).run();
    expect(run.plan.outcome?.(resultsOf(run))).toMatchObject({
      workflows: [
        {
          failed: [{ task: 'check', status: 'skipped' }],
          took_with_it: [{ task: 'notes' }, { task: 'review' }],
          can_be_done_again: [],
        },
      ],
    });
  });

  it('counts what was cancelled itself as that alone, and says so once', async () => {
    const run = await driven(tasks, { list: '[1,2]', draft: 'cancelled' });
    run.run();
    const cancelled = { status: 'cancelled', error: 'cancelled: cancelled by operator' } as const;
    const told = resultsOf(run);
    // What waits can be cancelled with what it waits for.
    const isCancelled = (task: number) => ['draft', 'review'].includes(run.plan.id(task));
    const of = (task: number) => ({ ...told.of(task), ...(isCancelled(task) && cancelled) });
    expect(run.plan.outcome?.({ ...told, of })).toMatchObject({
      workflows: [
        {
          failed: [
            { task: 'draft', status: 'cancelled', error: 'cancelled by operator' },
            { task: 'review', status: 'cancelled', error: 'cancelled by operator' },
          ],
          took_with_it: [],
          can_be_done_again: ['draft', 'review'],
        },
      ],
    });
  });

  it('offers to do again only what nothing else is missing for', async () => {
    const both = { ...tasks, check: { ...tasks.check, critical: true } };
    const run = (await driven(both, { list: 'none', draft: 'failed' })).run();
    // check has no list to work on, now or later.
    expect(run.plan.outcome?.(resultsOf(run))).toMatchObject({
      workflows: [{ can_be_done_again: ['draft'] }],
    });
  });

  it('tells an end in part from one that failed, and from one that was cancelled', async () => {
    const stateOf = async (fates: Record<string, string>) => {
      const run = (await driven(tasks, { list: '[1,2]', ...fates })).run();
      const view = run.plan.view?.();
      return view?.kind === 'workflows' ? view.workflows[0].state : null;
    };
    expect(await stateOf({})).toBe('done');
    expect(await stateOf({ 'check.0': 'failed' })).toBe('partial');
    expect(await stateOf({ draft: 'cancelled' })).toBe('cancelled');
    expect(await stateOf({ draft: 'cancelled', notes: 'failed' })).toBe('failed');
    expect(await stateOf({ list: 'no list' })).toBe('partial');
  });
});

describe('a workflow as panes draw it', () => {
  it('stands by level, with its critical path and the tasks of each node', async () => {
    const run = await driven(tasks, { list: '[1,2]' });
    const view = () => {
      const now = run.plan.view?.();
      if (now?.kind !== 'workflows') throw new Error('no workflows');
      return now.workflows[0];
    };
    expect(view()).toMatchObject({ name: null, state: 'running', levels: 3, budgetNanoUsd: null });
    run.run();
    expect(view().nodes).toMatchObject([
      { name: 'list', level: 0, needs: [], critical: true, slack: 0, tasks: [0], fansOut: false },
      { name: 'check', level: 1, needs: [0], critical: false, tasks: [1, 5], fansOut: true },
      { name: 'draft', level: 1, needs: [0], onCriticalPath: true, tasks: [2] },
      { name: 'review', level: 2, needs: [2, 1], tasks: [3] },
      { name: 'notes', level: 2, needs: [1], slack: 0, tasks: [4] },
    ]);
  });
});
