import { TaskStatus } from '../state/agent-state.ts';
import type { RunState } from '../state/run-state.ts';
import type { Canary } from './canary.ts';
import { doneOutcome } from './done-outcome.ts';
import type { EngineConfig, RunOutcome } from './engine-config.ts';
import type { EventLog } from './event-log.ts';
import type { PauseProtocol } from './pause-protocol.ts';
import type { RouteRuntime } from './route-runtime.ts';
import type { RunBudget } from './run-budget.ts';

export interface RunEndParts {
  readonly config: EngineConfig;
  readonly log: EventLog;
  readonly state: RunState;
  readonly canary: Canary;
  readonly budget: RunBudget;
  readonly routes: readonly RouteRuntime[];
  readonly pauses: PauseProtocol;
  /** A stop was asked for: that ends the run. */
  isStopping(): boolean;
  /** The end of a task is durable. `agent` is -1 where none had it. */
  onDurable(task: number, agent: number): void;
  onRecordFailed(error: Error): void;
  /** Nothing goes on any more; resolves when everything is closed. */
  close(): Promise<void>;
}

/** Sees that the run has come to its end, and ends it. */
export class RunEnd {
  /** The run has ended, or is about to. */
  over = false;
  private readonly parts: RunEndParts;
  /** Tasks that have ended and are not durable yet. */
  private committing = 0;
  private readonly end = Promise.withResolvers<RunOutcome>();

  constructor(parts: RunEndParts) {
    this.parts = parts;
  }

  /** Resolves once the run has ended and all it recorded is durable. */
  get ended(): Promise<RunOutcome> {
    return this.end.promise;
  }

  /** The agent is free for its next task once the end of this one is durable. */
  taskEnded(task: number, agent: number): void {
    const { log, onDurable, onRecordFailed } = this.parts;
    this.committing++;
    log.committed().then(
      () => {
        this.committing--;
        onDurable(task, agent);
        this.look();
      },
      (error: Error) => onRecordFailed(error),
    );
  }

  /** Ends the run where nothing is left to do. */
  look(): void {
    const { state, routes, isStopping } = this.parts;
    const { counts, tasks } = state;
    if (isStopping() || this.committing > 0 || this.over) return;
    if (counts.ended < tasks.size) return this.lookAtWaiting();
    const lastFailure = routes.find((route) => route.lastFailure !== '')?.lastFailure ?? '';
    void this.finish(doneOutcome(state, lastFailure));
  }

  /** Where nothing that waits can be paid, the run is at its end, unless somebody can raise the budget. */
  lookAtBudget(): void {
    const { config, budget, pauses } = this.parts;
    const end = this.committing > 0 ? null : budget.look();
    if (end === null) return;
    if (config.waitForBudget) pauses.begin('soft', end.reason);
    else void this.finish(end);
  }

  /** Nothing can be recorded any more: the run ends here, and nothing more is sent that could be paid twice. */
  recordFailed(error: Error): void {
    const reason = `the run could not be recorded any more: ${error.message}`;
    void this.finish({ phase: 'FAILED', exitCode: 1, reason });
  }

  async finish(outcome: RunOutcome): Promise<void> {
    const { log, close } = this.parts;
    if (this.over) return;
    this.over = true;
    await close();
    log.emit({ type: 'run.finished', ...outcome });
    await log.committed().catch(() => {});
    this.end.resolve(outcome);
  }

  /** The first tasks have ended, and the others wait for a word; where nobody can give it, the run ends. */
  private lookAtWaiting(): void {
    const { config, canary, log, pauses, state } = this.parts;
    const reached = canary.reached(state);
    if (reached === null) return this.lookForStuck();
    log.emit(reached);
    const { tasks, done } = reached;
    const reason = `canary: ${done} of ${tasks} tasks done, ${state.queued} wait for a word`;
    if (!config.canaryEnds) return pauses.begin('soft', reason);
    void this.finish({ phase: 'STOPPED', exitCode: done === tasks ? 0 : 1, reason });
  }

  /** A run must not hang: where tasks wait that nothing will release, the plan has a fault. */
  private lookForStuck(): void {
    const { state, canary } = this.parts;
    const { byStatus } = state.counts;
    const blocked = byStatus[TaskStatus.blocked];
    const alive = state.busy + state.queued + byStatus[TaskStatus.retrying];
    if (blocked === 0 || alive > 0 || canary.holds || state.paused.size > 0) return;
    const reason = `${blocked} tasks wait for others, and none of those is left to end: a fault of swarmdeck's; resume goes on`;
    void this.finish({ phase: 'FAILED', exitCode: 1, reason });
  }
}
