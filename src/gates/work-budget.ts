import { moneyWords } from '../cost/money-words.ts';
import { Accounts } from './accounts.ts';
import type { CallOutcome } from './gate.ts';
import { settlementOf } from './settlement.ts';

/** The caps that a plan itself sets, nano-dollars; null is none. */
export interface WorkCaps {
  /** Index of the task's workflow; -1 where it is part of none. */
  workflowOf(task: number): number;
  /** In words, for the operator: `hr`. */
  workflowName(workflow: number): string;
  capOfWorkflow(workflow: number): number | null;
  capOfTask(task: number): number | null;
}

/** A task that its workflow, or its own cap, does not let go now. */
export interface WorkHold {
  readonly words: string;
  /** Calls are under way whose end may give money back. */
  readonly mayFree: boolean;
}

/**
 * The money of workflows and of single tasks: as the caps of the run, but that a workflow whose money is
 * used up is no reason for others to stop.
 */
export class WorkBudget {
  private readonly caps: WorkCaps;
  private readonly workflows = new Accounts();
  /** Of tasks with a cap alone. */
  private readonly tasks = new Accounts();

  constructor(caps: WorkCaps) {
    this.caps = caps;
  }

  /** @param boundNanoUsd the most that the task's next call may cost; null where its price is unknown */
  check(task: number, boundNanoUsd: number | null): WorkHold | null {
    const { caps } = this;
    const workflow = caps.workflowOf(task);
    const ofWorkflow = workflow < 0 ? null : caps.capOfWorkflow(workflow);
    const bound = boundNanoUsd ?? Number.POSITIVE_INFINITY;
    if (ofWorkflow !== null && this.workflows.taken(workflow) + bound > ofWorkflow)
      return holdOf(
        `the budget of ${caps.workflowName(workflow)}`,
        ofWorkflow,
        bound,
        this.workflows.of(workflow),
        '; resume with --failed and a larger --set budget.perWorkflowUsd',
      );
    const ofTask = caps.capOfTask(task);
    if (ofTask !== null && this.tasks.taken(task) + bound > ofTask)
      return holdOf('the budget of the task', ofTask, bound, this.tasks.of(task));
    return null;
  }

  enter(task: number, boundNanoUsd: number | null): (outcome: CallOutcome) => void {
    const bound = boundNanoUsd ?? 0;
    const places = this.placesOf(task);
    for (const [accounts, index] of places) accounts.reserve(index, bound);
    return (outcome) => {
      const settlement = settlementOf(outcome, bound);
      for (const [accounts, index] of places) accounts.settle(index, bound, settlement);
    };
  }

  /** What an earlier session spent, or may have spent. */
  takeOver(task: number, settledNanoUsd: number, uncertainNanoUsd: number): void {
    for (const [accounts, index] of this.placesOf(task))
      accounts.settle(index, 0, { settledNanoUsd, uncertainNanoUsd });
  }

  private placesOf(task: number): (readonly [Accounts, number])[] {
    const workflow = this.caps.workflowOf(task);
    const places: (readonly [Accounts, number])[] = [];
    if (workflow >= 0) places.push([this.workflows, workflow]);
    if (this.caps.capOfTask(task) !== null) places.push([this.tasks, task]);
    return places;
  }
}

function holdOf(
  whose: string,
  cap: number,
  bound: number,
  account: ReturnType<Accounts['of']>,
  mend = '',
): WorkHold {
  const { settledNanoUsd, uncertainNanoUsd, reservedNanoUsd } = account;
  const left = Math.max(0, cap - settledNanoUsd - uncertainNanoUsd - reservedNanoUsd);
  const why = Number.isFinite(bound)
    ? `the ${moneyWords(left)} left is less than a call may cost (${moneyWords(bound)})`
    : 'what a call may cost is not known';
  return {
    words: `${whose}, ${moneyWords(cap)}, is used up: ${why}${mend}`,
    mayFree: reservedNanoUsd > 0,
  };
}
