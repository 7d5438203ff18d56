import type { Answers, EndStatus, PlanPast, PlanStep, TaskEnd, Unfolding } from '../unfolding.ts';
import { AnswerProblem } from './answer-problem.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { StepList } from './step-list.ts';
import { isOver, verdictOfNeeds } from './verdict-of-needs.ts';
import { EndCode, NodeState, type WorkflowNodes } from './workflow-nodes.ts';
import type { WorkflowTexts } from './workflow-texts.ts';

const codes: Readonly<Record<EndStatus, number>> = {
  done: EndCode.done,
  failed: EndCode.failed,
  poison: EndCode.failed,
  cancelled: EndCode.cancelled,
  skipped: EndCode.skipped,
};

/** What the unfolding asks of the plan around it. */
export interface GrowingPlan {
  /** Adds the tasks of items 1 and on of a node. @returns the number of the first */
  addItems(node: number, count: number): number;
}

/**
 * How workflows go on. A task of a workflow is looked at when something that it needs has ended, or its
 * workflow begins: it is done, skipped for what failed before it, turned off by a condition, or waits on.
 *
 * What decides is always the same: the ends that there are. So a run that goes on comes to the same by looking
 * at every task once.
 */
export class WorkflowUnfolding implements Unfolding {
  private readonly nodes: WorkflowNodes;
  private readonly texts: WorkflowTexts;
  private readonly plan: GrowingPlan;
  private readonly atOnce: number;
  /** By workflow. */
  private readonly isBegun: Uint8Array;
  private readonly openNodes: Uint32Array;
  private running = 0;
  private next = 0;
  /** Nodes to look at. */
  private readonly pending: number[] = [];
  private steps = new StepList();

  constructor(nodes: WorkflowNodes, texts: WorkflowTexts, plan: GrowingPlan, atOnce: number) {
    this.nodes = nodes;
    this.texts = texts;
    this.plan = plan;
    this.atOnce = atOnce;
    const workflows = nodes.instances.length;
    this.isBegun = new Uint8Array(workflows);
    this.openNodes = Uint32Array.from(
      { length: workflows },
      (_, workflow) => nodes.shape(workflow).tasks.length,
    );
  }

  /** Whether the workflow has been begun. */
  hasBegun(workflow: number): boolean {
    return this.isBegun[workflow] === 1;
  }

  begin(past: PlanPast, answers: Answers): readonly PlanStep[] {
    this.texts.answers = answers;
    const { nodes } = this;
    for (const { by, first, count } of past.additions) {
      const node = nodes.named(by);
      if (node !== undefined) nodes.extend(node, first, count);
    }
    const skipped: number[] = [];
    const before = new Set<number>();
    for (const { task, status } of past.ends) {
      if (status === 'skipped') skipped.push(task);
      else nodes.setEnd(task, codes[status]);
      if (status !== 'skipped' && status !== 'cancelled')
        before.add(nodes.workflow[nodes.nodeOf(task)]);
    }
    // What was skipped stays so where it would be skipped again.
    this.steps = new StepList(skipped);
    for (const workflow of before) this.beginWorkflow(workflow);
    this.look();
    return this.taken();
  }

  ended({ task, status }: TaskEnd): readonly PlanStep[] {
    const { nodes } = this;
    const node = nodes.nodeOf(task);
    if (nodes.end(task) === EndCode.skipped) this.correct(task, status);
    if (nodes.end(task) !== EndCode.open) return [];
    nodes.setEnd(task, codes[status]);
    if (this.hasEnded(node) && !isOver(nodes.state[node])) this.close(node);
    this.look();
    return this.taken();
  }

  reopened(tasks: readonly number[]): readonly PlanStep[] {
    const { nodes } = this;
    this.steps = new StepList([], tasks);
    for (const task of tasks) {
      const node = nodes.nodeOf(task);
      nodes.setEnd(task, EndCode.open);
      this.open(node);
      this.reopenAfter(node);
    }
    this.look();
    return this.taken();
  }

  /** It had ended by hand before it was to be skipped, and what was skipped may come back by itself. */
  private correct(task: number, status: EndStatus): void {
    const { nodes } = this;
    nodes.setEnd(task, codes[status]);
    const node = nodes.nodeOf(task);
    const isSkipped = nodes.tasksOf(node).some((each) => nodes.end(each) === EndCode.skipped);
    if (!isSkipped && nodes.state[node] === NodeState.skipped)
      nodes.state[node] = NodeState.cancelled;
  }

  /** What was not done because of what came of the node may be done after all. */
  private reopenAfter(changed: number): void {
    const { nodes } = this;
    const reached = [changed];
    for (let node = reached.pop(); node !== undefined; node = reached.pop()) {
      for (const dependent of nodes.dependents(node)) {
        if (!isOver(nodes.state[dependent])) continue;
        const tasks = nodes.tasksOf(dependent);
        if (tasks.some((task) => isAnswerOrFailure(nodes.end(task)))) continue;
        const skipped = tasks.filter((task) => nodes.end(task) === EndCode.skipped);
        if (skipped.length === 0) continue;
        for (const task of skipped) {
          nodes.setEnd(task, EndCode.open);
          this.steps.unskip(task);
        }
        this.open(dependent);
        reached.push(dependent);
      }
    }
  }

  private open(node: number): void {
    const { nodes } = this;
    const workflow = nodes.workflow[node];
    if (isOver(nodes.state[node])) {
      if (this.openNodes[workflow] === 0 && this.isBegun[workflow]) this.running += 1;
      this.openNodes[workflow] += 1;
    }
    nodes.state[node] = NodeState.waiting;
    this.pending.push(node);
    // All of it had been cancelled before its turn came.
    if (workflow < this.next) this.beginWorkflow(workflow);
  }

  private beginWorkflow(workflow: number): void {
    if (this.isBegun[workflow] || this.openNodes[workflow] === 0) return;
    this.isBegun[workflow] = 1;
    this.running += 1;
    const first = this.nodes.firstNode(workflow);
    for (const task of this.nodes.shape(workflow).order.toReversed())
      this.pending.push(first + task);
  }

  /** Until nothing follows from anything. */
  private look(): void {
    for (;;) {
      const node = this.pending.pop();
      if (node !== undefined) this.consider(node);
      else if (this.running < this.atOnce && this.next < this.nodes.instances.length)
        this.beginWorkflow(this.next++);
      else return;
    }
  }

  private consider(node: number): void {
    const { nodes } = this;
    if (nodes.state[node] !== NodeState.waiting) return;
    if (nodes.count(node) > 0 && this.hasEnded(node)) {
      this.close(node);
      return;
    }
    // Items that have been done were due, whatever has become since of what they need.
    if (nodes.tasksOf(node).some((task) => isAnswerOrFailure(nodes.end(task)))) {
      this.activate(node, true);
      return;
    }
    const verdict = verdictOfNeeds(nodes, node);
    if (verdict.is === 'missed') this.skip(node, NodeState.skipped, verdict.reason);
    else if (verdict.is === 'off') this.turnOff(node, NodeState.off, verdict.reason);
    else if (verdict.is === 'met' && this.isBegun[nodes.workflow[node]]) this.activate(node, false);
  }

  /**
   * All that it needs has ended.
   *
   * @param isUnderWay whether some of its items have been done before
   */
  private activate(node: number, isUnderWay: boolean): void {
    const { nodes, texts } = this;
    const { when, whenOfItem, jsonSlots, task } = nodes.shaped(node);
    const holds = (index: number) =>
      when === null || evaluateCondition(when, (slot) => texts.value(slot, node, index));
    const words = `its condition does not hold: ${task.when}`;
    try {
      if (!isUnderWay && !whenOfItem && !holds(0)) {
        this.turnOff(node, NodeState.off, words);
        return;
      }
      if (task.forEach !== null && !this.fanOut(node)) return;
      for (const slot of jsonSlots) texts.value(slot, node, 0);
      const open = nodes.tasksOf(node).filter((each) => nodes.end(each) === EndCode.open);
      const off = whenOfItem ? open.filter((each) => !holds(nodes.indexOf(each))) : [];
      this.endWithout(off);
      this.steps.skip(off, words, true);
      nodes.state[node] = NodeState.active;
      for (const each of open) if (nodes.end(each) === EndCode.open) this.steps.release(each);
      if (this.hasEnded(node)) this.close(node);
    } catch (error) {
      if (!(error instanceof AnswerProblem)) throw error;
      this.skip(node, NodeState.failed, error.message);
    }
  }

  /** @returns whether there is an item */
  private fanOut(node: number): boolean {
    const { nodes, texts } = this;
    const { grows } = nodes.shaped(node);
    const list = texts.list(node);
    if (list.length === 0) {
      this.turnOff(node, NodeState.done, 'its list is empty');
      return false;
    }
    if (!grows) return true;
    texts.hold(node, list);
    const count = list.length - nodes.count(node);
    if (count > 0 && !nodes.hasGrown(node)) {
      const first = this.plan.addItems(node, count);
      nodes.extend(node, first, count);
      this.steps.extend({ by: nodes.name(node), first, count });
    }
    return true;
  }

  /** Its tasks are not done, which is a failure, or comes of one. */
  private skip(node: number, state: number, reason: string): void {
    this.steps.skip(this.endWithout(this.nodes.tasksOf(node)), reason, false);
    this.settle(node, state);
  }

  /** Its tasks are not done, and nobody misses them. */
  private turnOff(node: number, state: number, reason: string): void {
    this.steps.skip(this.endWithout(this.nodes.tasksOf(node)), reason, true);
    this.settle(node, state);
  }

  /** @returns those that had not ended before */
  private endWithout(tasks: readonly number[]): number[] {
    const open = tasks.filter((task) => this.nodes.end(task) === EndCode.open);
    for (const task of open) this.nodes.setEnd(task, EndCode.skipped);
    return open;
  }

  private hasEnded(node: number): boolean {
    const { nodes } = this;
    for (let index = nodes.count(node) - 1; index >= 0; index--)
      if (nodes.end(nodes.task(node, index)) === EndCode.open) return false;
    return true;
  }

  private close(node: number): void {
    const { nodes } = this;
    const ends = new Set(nodes.tasksOf(node).map((task) => nodes.end(task)));
    let state: number = NodeState.done;
    if (ends.has(EndCode.failed)) state = NodeState.failed;
    else if (ends.has(EndCode.cancelled)) state = NodeState.cancelled;
    this.settle(node, state);
  }

  private settle(node: number, state: number): void {
    const { nodes } = this;
    const workflow = nodes.workflow[node];
    nodes.state[node] = state;
    this.texts.release(node);
    this.openNodes[workflow] -= 1;
    if (this.openNodes[workflow] === 0 && this.isBegun[workflow]) this.running -= 1;
    for (const dependent of nodes.dependents(node)) this.pending.push(dependent);
  }

  private taken(): readonly PlanStep[] {
    const steps = this.steps.steps();
    this.steps = new StepList();
    return steps;
  }
}

function isAnswerOrFailure(end: number): boolean {
  return end === EndCode.done || end === EndCode.failed;
}
