import type { CallOutcome, CallRequest, Hold } from '../gates/gate.ts';
import { WorkBudget } from '../gates/work-budget.ts';
import type { PlanGraph } from '../plan/plan-graph.ts';
import { TaskStatus } from '../state/agent-state.ts';
import type { RunState } from '../state/run-state.ts';
import type { WorkQueue } from './work-queue.ts';

/** The plan's own money holds a task back. */
export interface WorkMoneyHold extends Hold {
  readonly ofWork: true;
  readonly mayFree: boolean;
}

export interface WorkMoneyParts {
  readonly graph: PlanGraph;
  readonly state: RunState;
  readonly work: WorkQueue;
  /** Of each workflow, in place of what the plan says; left out where that holds. */
  readonly workflowCapNanoUsd?: number | null | undefined;
  /** Whether an agent has begun the task. */
  hasBegun(task: number): boolean;
  /** Nothing can pay the task any more. */
  onUnpayable(task: number, reason: string): void;
}

/**
 * The budgets of workflows and of single tasks. A task that cannot be paid holds up no other: it stands
 * aside while calls are under way that may give money back, and has failed when there are none.
 */
export class WorkMoney {
  private readonly parts: WorkMoneyParts;
  private readonly budget: WorkBudget;
  private aside: number[] = [];

  constructor(parts: WorkMoneyParts) {
    this.parts = parts;
    const { graph } = parts;
    const budgetOf = (task: number) => graph.limitsOf(task)?.budgetNanoUsd ?? null;
    this.budget = new WorkBudget({
      workflowOf: (task) => graph.workflowOf(task),
      workflowName: (workflow) => graph.workflows[workflow].name ?? 'the workflow',
      capOfWorkflow: (workflow) =>
        parts.workflowCapNanoUsd === undefined
          ? graph.workflows[workflow].budgetNanoUsd
          : parts.workflowCapNanoUsd,
      capOfTask: budgetOf,
    });
  }

  /**
   * Earlier sessions count. To be called once the session has begun: what was set aside when the last one
   * died may have been billed from then on, and the plan knows again what was added to it.
   */
  begin(): void {
    const { costNanoUsd, uncertainNanoUsd, size } = this.parts.state.tasks;
    for (let task = 0; task < size; task++)
      this.budget.takeOver(task, costNanoUsd[task], uncertainNanoUsd[task]);
  }

  check({ task, boundNanoUsd }: CallRequest): WorkMoneyHold | null {
    const hold = this.budget.check(task, boundNanoUsd);
    if (hold === null) return null;
    const { words: detail, mayFree } = hold;
    return { gate: 'budget', detail, until: null, ofWork: true, mayFree };
  }

  enter({ task, boundNanoUsd }: CallRequest): (outcome: CallOutcome) => void {
    const settle = this.budget.enter(task, boundNanoUsd);
    return (outcome) => {
      settle(outcome);
      this.lookAgain();
    };
  }

  /** Takes a task out of the others' way. @returns whether it is */
  setAside(task: number, { detail, mayFree }: WorkMoneyHold): boolean {
    const { work, hasBegun, onUnpayable } = this.parts;
    if (!mayFree) {
      onUnpayable(task, detail);
      return true;
    }
    // It keeps its agent, and with it its place.
    if (hasBegun(task) || work.isBound(task)) return false;
    work.drop(task);
    this.aside.push(task);
    return true;
  }

  /** A call has given its money back, or not: what stood aside asks again. */
  private lookAgain(): void {
    const { state, work } = this.parts;
    const { aside } = this;
    this.aside = [];
    // Some may have been kept back meanwhile, or tried again, and be in the queue without it.
    for (const task of aside)
      if (state.tasks.status[task] === TaskStatus.queued && work.isOut(task)) work.open(task);
  }
}
