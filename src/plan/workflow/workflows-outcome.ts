import { usd } from '../../cost/usd.ts';
import type { Outcome, RunResults, TaskResult } from '../run-results.ts';
import { isWithoutAnswer } from './verdict-of-needs.ts';
import { NodeState, type WorkflowNodes } from './workflow-nodes.ts';
import type { WorkflowViews } from './workflow-views.ts';

/** What became of one workflow, as outcome.json has it. */
export interface WorkflowOutcome {
  /** Null for the one workflow without a name. */
  readonly workflow: string | null;
  readonly state: 'done' | 'partial' | 'failed' | 'cancelled' | 'unfinished';
  /** Answers of the tasks that no other needs, of a task with items one each; null where there is none. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly failed: readonly {
    readonly task: string;
    readonly status: string | null;
    readonly error: string | null;
    readonly critical: boolean;
  }[];
  /** What was skipped for what failed. */
  readonly took_with_it: readonly { readonly task: string; readonly because: string | null }[];
  /** What failed or was cancelled, and what would then be done after all. */
  readonly can_be_done_again: readonly string[];
  readonly tasks_done: number;
  /** Null where a price is unknown. */
  readonly cost_usd: number | null;
  /** Of the chain of tasks that took longest, waits between them left out. */
  readonly longest_path_seconds: number;
}

export interface WorkflowsOutcome {
  readonly kind: 'workflows';
  readonly counts: Readonly<Record<'total' | WorkflowOutcome['state'], number>>;
  readonly workflows: readonly WorkflowOutcome[];
}

/**
 * What outcome.json says of workflows: how many came to what; and for each what its last tasks answered,
 * what failed, what that took with it, and what can be done again.
 */
export function workflowsOutcome(
  nodes: WorkflowNodes,
  views: WorkflowViews,
  results: RunResults,
): Outcome {
  const counts = { total: 0, done: 0, partial: 0, failed: 0, cancelled: 0, unfinished: 0 };
  const workflows = nodes.instances.map(({ name }, workflow): WorkflowOutcome => {
    const state = views.state(workflow);
    const word = state === 'running' || state === 'waiting' ? 'unfinished' : state;
    counts.total += 1;
    counts[word] += 1;
    return { workflow: name, state: word, ...workflowOutcome(nodes, workflow, results) };
  });
  return { kind: 'workflows', counts, workflows } satisfies WorkflowsOutcome;
}

function workflowOutcome(
  nodes: WorkflowNodes,
  workflow: number,
  results: RunResults,
): Omit<WorkflowOutcome, 'workflow' | 'state'> {
  const { tasks, order } = nodes.shape(workflow);
  const first = nodes.firstNode(workflow);
  const outputs: Record<string, unknown> = {};
  const failed: WorkflowOutcome['failed'][number][] = [];
  const skipped: WorkflowOutcome['took_with_it'][number][] = [];
  const total = { costNanoUsd: 0 as number | null, done: 0, again: [] as string[] };
  const longest: number[] = [];
  const isOpenAgain: boolean[] = [];
  /** What it needs that has no answer, and that it cannot do without. */
  const missedOf = (needs: readonly number[]) =>
    needs.filter((need) => tasks[need].task.critical && isWithoutAnswer(nodes.state[first + need]));
  for (const index of order) {
    const { task, dependents } = tasks[index];
    const node = first + index;
    const all = nodes.tasksOf(node).map((each) => results.of(each));
    for (const result of all) {
      total.costNanoUsd = sum(total.costNanoUsd, result);
      if (result.status === 'done') total.done += 1;
    }
    if (dependents.length === 0) {
      const answers = all.map(({ text }) => text);
      outputs[task.name] = task.forEach === null ? (answers[0] ?? null) : answers;
    }
    const ended = all.filter(({ status }) => isFailure(status));
    for (const result of ended) {
      const { task: number, status } = result;
      const error = reasonOf(result);
      failed.push({ task: nameOf(nodes, number), status, error, critical: task.critical });
    }
    const state = nodes.state[node];
    // It could not be made of the answers that it needs.
    if (state === NodeState.failed && ended.length === 0)
      failed.push({
        task: task.name,
        status: 'skipped',
        error: reasonOf(all[0]),
        critical: task.critical,
      });
    // What was cancelled itself was taken by nothing, whatever it waited for.
    if (state === NodeState.skipped && ended.length === 0)
      skipped.push({ task: task.name, because: reasonOf(all[0]) });
    const missed = missedOf(task.needs);
    // What an answer that is there could not be used for stays so.
    isOpenAgain[index] =
      ended.length > 0 || (missed.length > 0 && missed.every((need) => isOpenAgain[need]));
    if (isOpenAgain[index]) total.again.push(task.name);
    const before = Math.max(0, ...task.needs.map((need) => longest[need]));
    longest[index] = before + Math.max(0, ...all.map(({ durationMs }) => durationMs ?? 0));
  }
  return {
    outputs,
    failed,
    took_with_it: skipped,
    can_be_done_again: total.again,
    tasks_done: total.done,
    cost_usd: total.costNanoUsd === null ? null : usd(total.costNanoUsd),
    longest_path_seconds: Math.max(0, ...longest) / 1000,
  };
}

function sum(costNanoUsd: number | null, result: TaskResult): number | null {
  if (costNanoUsd === null || result.attempts === 0) return costNanoUsd;
  return result.costNanoUsd === null ? null : costNanoUsd + result.costNanoUsd;
}

/** Why it has no answer, without a word that only says what its status says already. */
function reasonOf(result: TaskResult | undefined): string | null {
  return result?.error?.replace(/^(skipped|cancelled): /, '') ?? null;
}

function isFailure(status: TaskResult['status']): boolean {
  return status === 'failed' || status === 'poison' || status === 'cancelled';
}

/** As in its file, with its number where it is an item. */
function nameOf(nodes: WorkflowNodes, task: number): string {
  const { task: written } = nodes.shaped(nodes.nodeOf(task));
  return written.forEach === null ? written.name : `${written.name}.${nodes.indexOf(task)}`;
}
