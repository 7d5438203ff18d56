import type { PlanStep } from '../../../src/plan/unfolding.ts';
import { Unfolded } from '../../helpers/unfold.ts';

/** A plan of workflows that is carried out: nothing of it is due before what it needs has ended. */
export class Driven extends Unfolded {
  /** What each task was asked, by its name. */
  readonly prompts = new Map<string, string>();

  override end(task: number): void {
    this.prompts.set(this.plan.id(task), this.plan.messages(task).at(-1)?.content ?? '');
    super.end(task);
  }

  /** Ends a task as the operator does, whether it is due or not. */
  cancel(id: string): this {
    this.close(this.task(id), 'cancelled');
    return this;
  }

  /** The operator's retry of all that ended without an answer and was not skipped. */
  retry(): this {
    this.reopen(...this.ends.filter(({ status }) => status !== 'done').map(({ task }) => task));
    return this;
  }

  status(id: string): string {
    return this.state[this.task(id)];
  }

  reason(id: string): string | undefined {
    return this.reasons.get(this.task(id));
  }

  due(): string[] {
    return this.ids('queued').sort();
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

  protected override step(
    step: Exclude<PlanStep, { kind: 'extend' }>,
    task: number,
    again: boolean,
  ): void {
    super.step(step, task, again);
    if (step.kind === 'drop') throw new Error('nothing of a workflow is dropped');
    if (step.kind !== 'release' || this.state[task] !== 'queued') return;
    for (const need of this.graph.needs(task))
      if (this.state[need] === 'blocked' || this.state[need] === 'queued')
        throw new Error(`${this.plan.id(task)} is due before ${this.plan.id(need)} has ended`);
  }
}
