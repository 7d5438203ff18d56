import type { PlanGraph } from '../plan/plan-graph.ts';
import { TaskStatus } from '../state/agent-state.ts';
import type { RunState } from '../state/run-state.ts';
import type { EventLog } from './event-log.ts';
import type { TaskHand } from './task-hand.ts';

export interface WorkflowLimitsParts {
  readonly graph: PlanGraph;
  readonly log: EventLog;
  readonly state: RunState;
  readonly hand: TaskHand;
}

/**
 * The time that a workflow may take as a whole, from its first call on; the pauses of the run are left
 * out. It is kept by a look a second. A run that goes on in a later session gives it its time anew.
 */
export class WorkflowLimits {
  private readonly parts: WorkflowLimitsParts;
  /** Work of the session, ms, at which each workflow with a limit was begun; those that are over are left out. */
  private readonly beganMs = new Map<number, number>();

  constructor(parts: WorkflowLimitsParts) {
    this.parts = parts;
    const { graph, log } = parts;
    if (graph.workflows.every(({ timeoutSeconds }) => timeoutSeconds === null)) return;
    log.on((event) => {
      if (event.type === 'task.started' || event.type === 'program.started') this.begin(event.task);
      // It is begun anew.
      if (event.type === 'task.reopened') this.beganMs.delete(graph.workflowOf(event.task));
    });
  }

  /** Ends what is left of workflows whose time is over. */
  look(): void {
    if (this.beganMs.size === 0) return;
    const { graph } = this.parts;
    const now = this.workedMs();
    for (const [workflow, began] of this.beganMs) {
      const { name, timeoutSeconds } = graph.workflows[workflow];
      if (timeoutSeconds === null || now - began < timeoutSeconds * 1000) continue;
      this.beganMs.delete(workflow);
      this.end(workflow, `no end of ${name ?? 'the workflow'} within its ${timeoutSeconds} s`);
    }
  }

  private begin(task: number): void {
    const { graph } = this.parts;
    const workflow = graph.workflowOf(task);
    if (workflow < 0 || this.beganMs.has(workflow)) return;
    if (graph.workflows[workflow].timeoutSeconds !== null)
      this.beganMs.set(workflow, this.workedMs());
  }

  private end(workflow: number, message: string): void {
    const { graph, state, hand } = this.parts;
    const { status } = state.tasks;
    for (let task = 0; task < state.tasks.size; task++)
      if (graph.workflowOf(task) === workflow && status[task] < TaskStatus.done)
        hand.fail(task, 'timeout', message);
  }

  private workedMs(): number {
    const { state, log } = this.parts;
    return state.workedMs(log.t());
  }
}
