import type { Plan } from '../../../src/plan/plan.ts';
import type { EndStatus, PlanAddition, PlanStep, TaskEnd } from '../../../src/plan/unfolding.ts';
import type { Chance } from '../../helpers/chance.ts';

/** How a task ends: with an answer, or without one. */
export type Fate =
  | { readonly text: string }
  | { readonly status: 'failed' | 'poison' | 'cancelled' };
export type FateOf = (id: string) => Fate;

/**
 * Does the tasks of a plan as the engine does, any of those that are due next, and checks what must hold:
 * nothing is due before what it needs has ended, or twice; nothing is left waiting.
 */
export class Driven {
  readonly plan: Plan;
  private readonly fateOf: FateOf;
  private readonly chance: Chance;
  private readonly state: ('waiting' | 'due' | EndStatus)[] = [];
  private readonly due: number[] = [];
  readonly reasons: Map<number, string>;
  readonly harmless: Set<number>;
  readonly texts: Map<number, string>;
  readonly prompts = new Map<string, string>();
  readonly ends: TaskEnd[] = [];
  readonly additions: PlanAddition[] = [];

  /** @param former the session that this one goes on with: what was due there and not done waits again */
  constructor(plan: Plan, fateOf: FateOf, chance: Chance, former?: Driven) {
    this.plan = plan;
    this.fateOf = fateOf;
    this.chance = chance;
    this.texts = former?.texts ?? new Map();
    this.reasons = former?.reasons ?? new Map();
    this.harmless = former?.harmless ?? new Set();
    this.ends.push(...(former?.ends ?? []));
    this.additions.push(...(former?.additions ?? []));
    for (let task = plan.size; task < (former?.plan.size ?? 0); task++) {
      const { role, priority, batch } = former!.plan;
      const [columns, id] = [{ role: role[task], priority: priority[task] }, former!.plan.id(task)];
      this.graph.table.add({ id, ...columns, batch: batch[task] });
    }
    for (let task = 0; task < plan.size; task++) this.state.push('waiting');
    for (const { task, status } of this.ends) this.state[task] = status;
    const text = (task: number) => this.texts.get(task) ?? null;
    const { additions, ends } = this;
    this.carryOut(
      this.graph.unfolding.begin({ ends: [...ends], additions: [...additions] }, { text }),
    );
  }

  get graph() {
    if (this.plan.graph === undefined) throw new Error('the plan has no graph');
    return this.plan.graph;
  }

  /** Does tasks until none is due, or so many are done. */
  run(most = Number.POSITIVE_INFINITY): this {
    for (let done = 0; done < most && this.due.length > 0; done++) {
      const at = this.chance.whole(0, this.due.length - 1);
      const [task] = this.due.splice(at, 1);
      this.do(task);
    }
    const left = this.state.indexOf('waiting');
    if (this.due.length === 0 && left >= 0)
      throw new Error(`${this.plan.id(left)} waits for nothing`);
    return this;
  }

  /** Ends a task as the operator does, whether it is due or not. */
  cancel(id: string): this {
    const task = this.task(id);
    if (this.state[task] === 'due') this.due.splice(this.due.indexOf(task), 1);
    this.end(task, 'cancelled');
    return this;
  }

  /** The operator's retry of all that ended without an answer and was not skipped. */
  retry(): this {
    const tasks = this.ends
      .filter(({ status }) => status !== 'done' && status !== 'skipped')
      .map(({ task }) => task);
    for (const task of tasks) {
      this.forget(task);
      this.state[task] = 'due';
      this.due.push(task);
    }
    this.carryOut(this.graph.unfolding.reopened(tasks));
    return this;
  }

  status(id: string): string {
    return this.state[this.task(id)];
  }

  reason(id: string): string | undefined {
    return this.reasons.get(this.task(id));
  }

  dueNow(): string[] {
    return this.due.map((task) => this.plan.id(task)).sort();
  }

  /** Every task with how it ended; `off` is skipped for a reason that is no failure. */
  statuses(): Record<string, string> {
    return Object.fromEntries(
      this.state.map((state, task) => [
        this.plan.id(task),
        state === 'skipped' && this.harmless.has(task) ? 'off' : state,
      ]),
    );
  }

  task(id: string): number {
    for (let task = 0; task < this.plan.size; task++) if (this.plan.id(task) === id) return task;
    throw new Error(`there is no task ${id}`);
  }

  private do(task: number): void {
    const id = this.plan.id(task);
    this.prompts.set(id, this.plan.messages(task).at(-1)?.content ?? '');
    const fate = this.fateOf(id);
    if ('text' in fate) this.texts.set(task, fate.text);
    this.end(task, 'text' in fate ? 'done' : fate.status);
  }

  private end(task: number, status: EndStatus): void {
    this.state[task] = status;
    this.ends.push({ task, status });
    this.carryOut(this.graph.unfolding.ended({ task, status }));
  }

  private forget(task: number): void {
    const at = this.ends.findIndex((end) => end.task === task);
    if (at >= 0) this.ends.splice(at, 1);
  }

  private carryOut(steps: readonly PlanStep[]): void {
    for (const step of steps) {
      if (step.kind === 'extend') {
        const isNext = step.first === this.state.length;
        if (!isNext || step.first + step.count > this.plan.size)
          throw new Error(`${step.by} adds what is not there`);
        this.additions.push({ by: step.by, first: step.first, count: step.count });
        for (let n = 0; n < step.count; n++) this.state.push('waiting');
        continue;
      }
      for (const task of step.tasks) this.step(step, task);
    }
  }

  private step(step: Exclude<PlanStep, { kind: 'extend' }>, task: number): void {
    const state = this.state[task];
    const expect = (...states: string[]) => {
      if (!states.includes(state))
        throw new Error(`${step.kind} of ${this.plan.id(task)}, ${state}`);
    };
    switch (step.kind) {
      case 'release':
        expect('waiting');
        for (const need of this.graph.needs(task))
          if (this.state[need] === 'waiting' || this.state[need] === 'due')
            throw new Error(`${this.plan.id(task)} is due before ${this.plan.id(need)} has ended`);
        this.state[task] = 'due';
        this.due.push(task);
        return;
      case 'skip':
        expect('waiting');
        this.state[task] = 'skipped';
        this.reasons.set(task, step.reason);
        if (step.harmless) this.harmless.add(task);
        else this.harmless.delete(task);
        this.ends.push({ task, status: 'skipped' });
        return;
      case 'unskip':
        expect('skipped', 'due');
        if (state === 'due') this.due.splice(this.due.indexOf(task), 1);
        else this.forget(task);
        this.state[task] = 'waiting';
        return;
      case 'drop':
        throw new Error('nothing of a workflow is dropped');
    }
  }
}
