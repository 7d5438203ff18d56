import type { Plan } from '../../src/plan/plan.ts';
import type { RunResults, TaskResult } from '../../src/plan/run-results.ts';
import type { EndStatus, PlanAddition, PlanStep, TaskEnd } from '../../src/plan/unfolding.ts';
import { Chance } from './chance.ts';

/** How a task is to end. */
export interface UnfoldedEnd {
  readonly status?: 'done' | 'failed' | 'poison' | 'cancelled';
  readonly text?: string;
}

type TaskState = 'blocked' | 'queued' | EndStatus;

/**
 * Carries a plan with a graph out as the engine would, one task at a time in an order drawn from the
 * seed, and checks what must hold of every unfolding: steps fit the states of their tasks, and nothing
 * is left waiting. It can be stopped after some ends and gone on with by a new plan of the same spec.
 */
export class Unfolded {
  readonly plan: Plan;
  readonly state: TaskState[];
  readonly texts = new Map<number, string>();
  /** In the order in which they were released. */
  readonly released: number[] = [];
  readonly reasons = new Map<number, string>();
  /** What was skipped for a reason that is no failure. */
  readonly harmless = new Set<number>();
  readonly ends: TaskEnd[];
  readonly additions: PlanAddition[];
  private readonly chance: Chance;
  private readonly how: (id: string, task: number) => UnfoldedEnd;

  /** @param former what earlier sessions have made of the plan */
  constructor(
    plan: Plan,
    how: (id: string, task: number) => UnfoldedEnd = () => ({}),
    seed = 1,
    former?: Unfolded,
  ) {
    this.plan = plan;
    this.how = how;
    this.chance = new Chance(seed);
    this.ends = [...(former?.ends ?? [])];
    this.additions = [...(former?.additions ?? [])];
    for (const [task, text] of former?.texts ?? []) this.texts.set(task, text);
    for (const [task, reason] of former?.reasons ?? []) this.reasons.set(task, reason);
    for (const task of former?.harmless ?? []) this.harmless.add(task);
    const { table, planned } = this.graph;
    if (former !== undefined)
      for (let task = planned; task < former.plan.size; task++) {
        const { role, priority, batch } = former.plan;
        table.add({
          id: former.plan.id(task),
          ...{ role: role[task], priority: priority[task], batch: batch[task] },
        });
      }
    this.state = Array.from({ length: plan.size }, (_, task) => {
      const was = former?.state[task];
      return was === undefined || was === 'queued' ? 'blocked' : was;
    });
    const skipped = this.state.flatMap((state, task) =>
      state === 'skipped' ? [{ task, status: state } as const] : [],
    );
    const past = { ends: [...this.ends, ...skipped], additions: [...this.additions] };
    const text = (task: number) => this.texts.get(task) ?? null;
    this.carryOut(this.graph.unfolding.begin(past, { text }), former !== undefined);
  }

  protected get graph() {
    if (this.plan.graph === undefined) throw new Error('the plan has no graph');
    return this.plan.graph;
  }

  ids(...states: TaskState[]): string[] {
    return this.state.flatMap((state, task) =>
      states.includes(state) ? [this.plan.id(task)] : [],
    );
  }

  task(id: string): number {
    const task = this.state.findIndex((_, task) => this.plan.id(task) === id);
    if (task < 0) throw new Error(`there is no task ${id}`);
    return task;
  }

  /** Ends tasks until nothing is queued, or so many have ended. @returns itself */
  run(most = Number.POSITIVE_INFINITY): this {
    for (let count = 0; count < most; count++) {
      const queued = this.state.flatMap((state, task) => (state === 'queued' ? [task] : []));
      if (queued.length === 0) {
        const left = this.ids('blocked');
        if (left.length > 0) throw new Error(`left waiting: ${left.join(', ')}`);
        return this;
      }
      this.end(this.chance.pick(queued));
    }
    return this;
  }

  end(task: number, given?: UnfoldedEnd): void {
    if (this.state[task] !== 'queued')
      throw new Error(`${this.plan.id(task)} is ${this.state[task]}, and cannot end`);
    this.plan.messages(task);
    const { status = 'done', text = `answer of ${this.plan.id(task)}` } =
      given ?? this.how(this.plan.id(task), task);
    if (status === 'done') this.texts.set(task, text);
    this.close(task, status);
  }

  /** Ends a task whatever it is at, as the operator can. */
  protected close(task: number, status: Exclude<EndStatus, 'skipped'>): void {
    this.state[task] = status;
    const end = { task, status };
    this.ends.push(end);
    this.carryOut(this.graph.unfolding.ended(end));
  }

  /** What ended without an answer is queued again. */
  reopen(...tasks: number[]): void {
    for (const task of tasks) {
      this.state[task] = 'queued';
      const at = this.ends.findIndex((end) => end.task === task);
      if (at >= 0) this.ends.splice(at, 1);
    }
    this.carryOut(this.graph.unfolding.reopened(tasks));
  }

  /** As the store gives them, for `outcome`. */
  get results(): RunResults {
    const of = (task: number): TaskResult => {
      const state = this.state[task];
      const status = state === 'blocked' || state === 'queued' ? null : state;
      const text = status === 'done' ? (this.texts.get(task) ?? null) : null;
      return {
        ...{ task, status, text, error: text === null ? 'no answer' : null, agent: 'agent_0' },
        ...{ route: 'sim/sim-small', attempts: 1, durationMs: 100, callMs: 100 },
        ...{ inputTokens: 10, outputTokens: 10, costNanoUsd: 1000 },
      };
    };
    const size = this.plan.size;
    return {
      of,
      *all() {
        for (let task = 0; task < size; task++) yield of(task);
      },
    };
  }

  protected carryOut(steps: readonly PlanStep[], again = false): void {
    for (const step of steps) {
      if (step.kind === 'extend') {
        if (step.first !== this.state.length || step.first + step.count > this.plan.size)
          throw new Error(`${step.by}: adds ${step.first}+${step.count} to ${this.state.length}`);
        for (let n = 0; n < step.count; n++) this.state.push('blocked');
        this.additions.push({ by: step.by, first: step.first, count: step.count });
        continue;
      }
      for (const task of step.tasks) this.step(step, task, again);
    }
  }

  protected step(step: Exclude<PlanStep, { kind: 'extend' }>, task: number, again: boolean): void {
    const state = this.state[task];
    const expect = (...states: (TaskState | undefined)[]) => {
      if (!states.includes(state))
        throw new Error(`${step.kind} of ${this.plan.id(task)}, which is ${state}`);
    };
    switch (step.kind) {
      case 'release':
        if (again && state !== 'blocked') return;
        expect('blocked');
        this.state[task] = 'queued';
        this.released.push(task);
        return;
      case 'skip':
        if (again && state !== 'blocked') return;
        expect('blocked', 'queued');
        this.state[task] = 'skipped';
        this.reasons.set(task, step.reason);
        if (step.harmless) this.harmless.add(task);
        else this.harmless.delete(task);
        return;
      case 'drop':
        if (again && state !== 'blocked') return;
        expect('blocked', 'queued');
        this.state[task] = 'skipped';
        this.reasons.set(task, step.reason);
        return;
      case 'unskip':
        expect('skipped', 'queued');
        this.state[task] = 'blocked';
    }
  }
}
