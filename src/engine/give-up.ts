import type { RoleInfo } from '../state/events.ts';
import type { Lane } from './lane.ts';
import type { RouteRuntime } from './route-runtime.ts';
import type { RunBudget } from './run-budget.ts';
import type { WorkQueue } from './work-queue.ts';

/**
 * Notices that nothing can run any more: every route that waiting tasks could take refuses or has
 * its breaker open. Before a first success, or where all of them refuse, that is final; else the
 * routes are given `giveUpSeconds` to come back.
 */
export class GiveUp {
  private readonly patienceMs: number;
  private readonly roles: readonly RoleInfo[];
  private readonly routes: readonly RouteRuntime[];
  private readonly work: WorkQueue;
  private readonly budget: RunBudget;
  private since: number | null = null;
  private succeeded = 0;

  constructor(
    giveUpSeconds: number,
    roles: readonly RoleInfo[],
    routes: readonly RouteRuntime[],
    work: WorkQueue,
    budget: RunBudget,
  ) {
    this.patienceMs = giveUpSeconds * 1000;
    this.roles = roles;
    this.routes = routes;
    this.work = work;
    this.budget = budget;
  }

  /** The run stands still for another reason: the time does not count. */
  forget(): void {
    this.since = null;
  }

  private routesOf({ role, route }: Lane): readonly number[] {
    const { routes } = this.roles[role];
    return route < 0 ? routes : [route, ...routes];
  }

  /** @returns why to give up now, or null; to be asked now and then while no call is in flight */
  reason(now: number): string | null {
    const { work, budget } = this;
    // What cannot be paid would not be sent if its routes came back.
    const waiting = work.lanes.filter((lane) => work.waits(lane) && !budget.holds(lane));
    const wanted = [...new Set(waiting.flatMap((lane) => this.routesOf(lane)))].map(
      (index) => this.routes[index],
    );
    const succeeded = this.routes.reduce((sum, route) => sum + route.succeeded, 0);
    // The last tasks back off: that says nothing of their routes.
    if (wanted.length === 0) return null;
    if (succeeded > this.succeeded || !wanted.every((route) => route.blocked)) {
      this.succeeded = succeeded;
      this.since = null;
      return null;
    }
    this.since ??= now;
    const refusal = wanted.find((route) => route.refusal !== null)?.refusal ?? null;
    const final = succeeded === 0 || wanted.every((route) => route.refusal !== null);
    if (!final && now - this.since < this.patienceMs) return null;
    if (refusal !== null) return `every route refuses: ${refusal}`;
    return `no route can be reached: ${wanted[0].lastFailure}`;
  }
}
