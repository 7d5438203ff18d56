import type { Plan } from '../plan/plan.ts';
import { TaskStatus } from '../state/agent-state.ts';
import type { RunState } from '../state/run-state.ts';
import type { Attempts } from './attempts.ts';
import type { Canary } from './canary.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { EventLog } from './event-log.ts';
import type { RunBudget } from './run-budget.ts';
import type { WorkQueue } from './work-queue.ts';

export interface PauseParts {
  readonly log: EventLog;
  readonly state: RunState;
  readonly work: WorkQueue;
  /** Whose tasks a canary may have kept back. */
  readonly plan: Plan;
  readonly budget: RunBudget;
  readonly canary: Canary;
  readonly attempts: Attempts;
  readonly dispatcher: Dispatcher;
}

/** Asked for, and come about once nothing runs any more: a pause, and its end. */
export class PauseProtocol {
  private readonly parts: PauseParts;

  constructor(parts: PauseParts) {
    this.parts = parts;
  }

  /** @param mode soft lets what runs end; hard cuts it, and its tasks go back to the queue */
  begin(mode: 'soft' | 'hard', reason: string): void {
    const { log, attempts, dispatcher } = this.parts;
    dispatcher.close();
    attempts.paused = true;
    log.emit({ type: 'run.phase', phase: 'PAUSING', reason });
    if (mode === 'hard') attempts.cutAll('paused');
    this.callEnded();
  }

  /** To be called whenever a call has ended: the last of them completes the pause. */
  callEnded(): void {
    const { log, state } = this.parts;
    if (state.phase !== 'PAUSING' || state.busy > 0) return;
    log.emit({ type: 'run.phase', phase: 'PAUSED', reason: state.phaseReason });
  }

  /** The run goes on. */
  end(): void {
    const { log, state, work, plan, budget, canary, attempts, dispatcher } = this.parts;
    budget.end = null;
    log.emit({ type: 'run.phase', phase: 'RUNNING', reason: null });
    if (state.canary !== null) {
      // Some may have been cancelled meanwhile, or kept back and let go on.
      const isDue = (task: number) =>
        state.tasks.status[task] === TaskStatus.queued && work.isOut(task);
      work.add(new Set(canary.release().filter(isDue)), plan.batch);
    }
    attempts.paused = false;
    dispatcher.open = true;
    dispatcher.schedule();
  }
}
