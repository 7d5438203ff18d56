import type { Attempts } from './attempts.ts';
import type { CachedAnswer } from './cached-answer.ts';
import type { EngineConfig } from './engine-config.ts';
import type { Lane } from './lane.ts';
import type { WorkQueue } from './work-queue.ts';

/** Ends tasks by answers of earlier runs, before any gate is asked. */
export class CachedAnswers {
  private readonly config: EngineConfig;
  private readonly work: WorkQueue;
  private readonly attempts: Pick<Attempts, 'cached'>;
  /** Tasks that were looked for: one that a gate holds back is not looked for again with every look. */
  private readonly asked = new Set<number>();

  constructor(config: EngineConfig, work: WorkQueue, attempts: Pick<Attempts, 'cached'>) {
    this.config = config;
    this.work = work;
    this.attempts = attempts;
  }

  /**
   * @param routes those that the lane's next task would be tried over first
   * @param maxOutputTokens of its call over one of them
   * @returns whether that task has ended so
   */
  take(
    lane: Lane,
    routes: readonly number[],
    maxOutputTokens: (route: number) => number | null,
  ): boolean {
    const task = this.work.readyTask(lane);
    if (this.config.cache === undefined || this.asked.has(task)) return false;
    this.asked.add(task);
    const { config } = this;
    // A task that has begun goes on.
    if (config.state.tasks.attempts[task] > 0 || config.roles[lane.role].code) return false;
    for (const route of routes) {
      const answer = config.cache?.(task, route, maxOutputTokens(route)) ?? null;
      if (answer === null) continue;
      this.end(lane, answer);
      return true;
    }
    return false;
  }

  private end(lane: Lane, answer: CachedAnswer): void {
    const { task, agent } = this.work.take(lane);
    // Nothing was paid that a crash could cost: where no task follows from it, the agent goes on at once.
    const goesOn = this.config.plan.graph === undefined;
    if (goesOn) this.work.release(task, agent);
    this.attempts.cached(task, goesOn ? -1 : agent, answer);
  }
}
