import type { BudgetHold, BudgetRequest } from '../gates/budget-gate.ts';
import type { ConcurrencyGate } from '../gates/concurrency-gate.ts';
import type { CallOutcome, Hold } from '../gates/gate.ts';
import { TaskStatus } from '../state/agent-state.ts';
import { keptBack } from '../state/kept-back.ts';
import type { RunState } from '../state/run-state.ts';
import type { BindingMeter } from './binding-meter.ts';
import type { CachedAnswers } from './cached-answers.ts';
import type { Assignment, Lane } from './lane.ts';
import { type LookEnd, nameBinding } from './name-binding.ts';
import type { ReaderHold } from './reader-hold.ts';
import type { RouteChoice } from './route-choice.ts';
import type { RouteRuntime } from './route-runtime.ts';
import type { RunBudget } from './run-budget.ts';
import type { WorkMoney, WorkMoneyHold } from './work-money.ts';
import type { WorkQueue } from './work-queue.ts';

/** A task that every gate has admitted, to be sent at once. */
export interface Admission extends Assignment {
  readonly route: number;
  /** The most that the call may cost; null where the price is unknown. */
  readonly boundNanoUsd: number | null;
  readonly maxOutputTokens: number | null;
  settle(outcome: CallOutcome): void;
}

export interface DispatcherParts {
  readonly work: WorkQueue;
  readonly concurrency: ConcurrencyGate;
  readonly budget: RunBudget;
  /** Null where the plan has no caps of its own. */
  readonly workMoney: WorkMoney | null;
  readonly routes: readonly RouteRuntime[];
  readonly choice: RouteChoice;
  /** Who takes the results as they come; left out where nobody is waited for. */
  readonly reader?: ReaderHold;
  /** Upper estimate of a task's tokens. */
  tokensOf(task: number): number;
  /** Agents that the role has now. */
  sizeOf(role: number): number;
  /** Calls of a role in flight. */
  inFlightOf(role: number): number;
  /** How many tasks wait, are in a call, and back off. */
  readonly state: RunState;
  /** Told what binds. */
  readonly meter: BindingMeter;
  /** What earlier runs have answered. */
  readonly cached: CachedAnswers;
  /** The task is to begin with its agent's code, which asks for its calls. */
  beginsWithCode(task: number): boolean;
  begin(assignment: Assignment): void;
  send(admission: Admission): void;
  /** Nothing that waits could be sent. */
  onNothing(): void;
}

/** Calls sent in one go before the event loop gets its turn. */
const mostAtOnce = 100;

/**
 * Decides which task is sent next: the most urgent that its gates admit; among roles of the same
 * urgency, the one that has the smallest share of its agents at work.
 */
export class Dispatcher {
  open = false;
  private readonly parts: DispatcherParts;
  private wake: NodeJS.Timeout | null = null;
  private wakeAt = Number.POSITIVE_INFINITY;
  private scheduled = false;
  /** What held the task that was looked at last, and the first one in a look that was not sent. */
  private lastHold: LookEnd['held'] = null;
  private held: LookEnd['held'] = null;

  constructor(parts: DispatcherParts) {
    this.parts = parts;
    if (parts.reader !== undefined) parts.reader.onRoom = () => this.schedule();
  }

  /** Looks for work soon; many calls of this in one turn of the event loop are one look. */
  schedule(): void {
    if (this.scheduled || !this.open) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.pump();
    });
  }

  close(): void {
    this.open = false;
    if (this.wake !== null) clearTimeout(this.wake);
    this.wake = null;
    this.wakeAt = Number.POSITIVE_INFINITY;
    this.parts.meter.bind('you', -1, '', performance.now());
  }

  private pump(): void {
    const heldLanes = new Set<Lane>();
    this.parts.budget.beginLook();
    this.held = null;
    for (let sent = 0; this.open && sent < mostAtOnce; ) {
      const full = this.parts.concurrency.check();
      const lane = this.bestLane(heldLanes);
      const unread = this.parts.reader?.full ?? null;
      // An answer of before is one more to read, but needs no slot.
      if (unread === null && lane !== null && this.answeredBefore(lane)) {
        sent++;
        // A reader is told of it, and may have no room for the next, after this look alone.
        if (this.parts.reader !== undefined) break;
        continue;
      }
      if (unread !== null || full !== null || lane === null)
        return this.lookEnds(lane !== null, unread, full);
      if (this.admit(lane)) sent++;
      else {
        heldLanes.add(lane);
        this.held ??= this.lastHold;
      }
    }
    this.schedule();
  }

  /** Says what kept the next task from being sent. */
  private lookEnds(ready: boolean, reader: string | null, concurrency: Hold | null): void {
    const { work, meter, state, onNothing } = this.parts;
    const end = {
      ready,
      reader,
      concurrency,
      held: this.held,
      waiting: state.queued,
      spare: state.counts.queuedByRole.some((tasks, role) => tasks > 0 && work.hasFree(role)),
      inFlight: state.inFlight,
      retrying: state.counts.byStatus[TaskStatus.retrying],
      inTools: state.counts.byStatus[TaskStatus.tool],
      blocked: state.counts.byStatus[TaskStatus.blocked],
      // Asked for where nothing is queued: else something else binds.
      keptBack: state.queued === 0 ? keptBack(state) : 0,
    };
    meter.bind(...nameBinding(end), performance.now());
    // Where something else holds, nobody has asked what could be paid.
    if (concurrency === null && reader === null) onNothing();
  }

  private bestLane(heldLanes: ReadonlySet<Lane>): Lane | null {
    const { work, sizeOf, inFlightOf } = this.parts;
    let best: Lane | null = null;
    let bestPriority = 0;
    let bestShare = 0;
    for (const lane of work.lanes) {
      if (heldLanes.has(lane)) continue;
      const priority = work.readyPriority(lane);
      if (priority === null) continue;
      const share = inFlightOf(lane.role) / Math.max(1, sizeOf(lane.role));
      const better = priority > bestPriority || (priority === bestPriority && share < bestShare);
      if (best !== null && !better) continue;
      best = lane;
      bestPriority = priority;
      bestShare = share;
    }
    return best;
  }

  /** @returns whether the lane's next task needs no call, an earlier run having its answer */
  private answeredBefore(lane: Lane): boolean {
    const { cached, choice, budget } = this.parts;
    const [first = []] = choice.tiers(lane.role, lane.route);
    return cached.take(lane, first, (route) => budget.maxOutputTokens(lane.role, route));
  }

  /** Sends the lane's next task over a route of its first tier that is up. */
  private admit(lane: Lane): boolean {
    const { routes, choice, work, beginsWithCode, begin } = this.parts;
    if (beginsWithCode(work.readyTask(lane))) {
      begin(work.take(lane));
      return true;
    }
    const now = performance.now();
    for (const tier of choice.tiers(lane.role, lane.route)) {
      const order = choice.order(lane.role, tier);
      for (const route of order) {
        const request = this.request(lane, route);
        if (this.check(request, now) !== null) continue;
        this.send(lane, request, now);
        return true;
      }
      // Something was done: the lane is looked at once more, with another agent.
      if (this.hold(lane, order, now)) return true;
      // A limit is waited for; only a tier that is down as a whole hands over to the next one.
      if (order.some((route) => !routes[route].blocked)) return false;
    }
    return false;
  }

  /** What a call of the lane's next task over the route asks of the gates. */
  private request(lane: Lane, route: number): BudgetRequest {
    const { work, budget, tokensOf } = this.parts;
    const { role } = lane;
    const task = work.readyTask(lane);
    const boundNanoUsd = budget.bound(task, role, route);
    return {
      task,
      role,
      agent: work.readyAgent(lane),
      route,
      tokens: tokensOf(task),
      boundNanoUsd,
    };
  }

  private check(request: BudgetRequest, now: number): Hold | BudgetHold | WorkMoneyHold | null {
    const { routes, budget, workMoney } = this.parts;
    const ofWork = workMoney?.check(request) ?? null;
    return ofWork ?? routes[request.route].check(request, now) ?? budget.check(request, now);
  }

  private send(lane: Lane, request: BudgetRequest, now: number): void {
    const { work, routes, choice, concurrency, budget, workMoney, send } = this.parts;
    const { role, route, boundNanoUsd } = request;
    const { task, agent } = work.take(lane);
    choice.sent(role);
    const leaveConcurrency = concurrency.enter();
    const leaveRoute = routes[route].enter(request, now);
    const leaveBudget = budget.enter(request);
    const leaveWork = workMoney?.enter(request);
    const settle = (outcome: CallOutcome) => {
      leaveRoute(outcome);
      leaveBudget(outcome);
      leaveWork?.(outcome);
      leaveConcurrency(outcome);
    };
    const maxOutputTokens = budget.maxOutputTokens(role, route);
    send({ task, agent, route, boundNanoUsd, maxOutputTokens, settle });
  }

  /**
   * None of a tier admits the call: each of its routes says why.
   *
   * @returns whether another task, or another agent, is to be looked at: the one's money is used up
   */
  private hold(lane: Lane, tier: readonly number[], now: number): boolean {
    const { routes, budget, workMoney } = this.parts;
    for (const route of tier) {
      const request = this.request(lane, route);
      const hold = this.check(request, now);
      if (hold === null) continue;
      if ('ofWork' in hold && workMoney?.setAside(request.task, hold)) {
        this.held ??= { route, hold };
        return true;
      }
      if ('cap' in hold) budget.hold(lane, request, hold);
      else if (!routes[route].blocked) budget.waitsForElse(lane);
      // An agent whose money is used up holds up no route: another one does its work.
      if ('cap' in hold && hold.cap === 'agent') continue;
      routes[route].hold(hold, now);
      this.lastHold = { route, hold };
      if (hold.until !== null) this.wakeUp(hold.until);
    }
    return budget.dismiss(lane);
  }

  private wakeUp(at: number): void {
    if (at >= this.wakeAt) return;
    if (this.wake !== null) clearTimeout(this.wake);
    this.wakeAt = at;
    this.wake = setTimeout(
      () => {
        this.wake = null;
        this.wakeAt = Number.POSITIVE_INFINITY;
        this.schedule();
      },
      Math.max(0, Math.ceil(at - performance.now())),
    );
  }
}
