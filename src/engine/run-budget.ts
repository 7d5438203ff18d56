import { BudgetGate, type BudgetHold, type BudgetRequest } from '../gates/budget-gate.ts';
import { usedUpWords } from '../gates/budget-words.ts';
import type { CallOutcome } from '../gates/gate.ts';
import { cappedOutputTokens, mostUsd } from '../spec/defaults.ts';
import { TaskStatus } from '../state/agent-state.ts';
import { isCapped } from '../state/budget-caps.ts';
import type { BudgetCaps } from '../state/events.ts';
import type { TuningWish } from './commands/command.ts';
import type { EngineConfig, RunOutcome } from './engine-config.ts';
import type { Lane } from './lane.ts';
import type { WorkQueue } from './work-queue.ts';

/** The end of a run whose money is used up. */
type BudgetEnd = RunOutcome & { readonly reason: string };

/**
 * The money of a run: what each call may cost, whether it fits, and whether the run has come to its
 * end because nothing that waits fits any more.
 */
export class RunBudget {
  /** Set while nothing that waits can be paid: how the run ends if its budget is not raised. */
  end: BudgetEnd | null = null;
  private readonly config: EngineConfig;
  private readonly work: WorkQueue;
  private readonly gate: BudgetGate;
  private readonly extraTokens: (task: number) => number;
  /** Lanes whose next task the money held at the last look. */
  private readonly held = new Map<Lane, { request: BudgetRequest; hold: BudgetHold }>();
  /** Lanes whose next task can be paid and waits for something else. */
  private readonly elsewhere = new Set<Lane>();
  /** Roles with agents that are at their cap: what the last of these could not pay. */
  private readonly dismissed = new Map<number, BudgetRequest>();

  /** @param extraTokens upper estimate of what a task's next call takes beyond its plan */
  constructor(config: EngineConfig, work: WorkQueue, extraTokens: (task: number) => number) {
    this.config = config;
    this.work = work;
    this.extraTokens = extraTokens;
    const { info, state, day } = config;
    const names = info.roles.map(({ name }) => name);
    this.gate = new BudgetGate(info.budget, names, day);
    this.takeOver(state.agents);
  }

  /** Calls begun with other caps keep what was set aside for them. */
  set caps(caps: BudgetCaps) {
    this.gate.caps = caps;
    const { agents } = this.config.state;
    for (const role of this.dismissed.keys()) {
      const live = agents.ofRole(role).filter((agent) => agents.retired[agent] === 0);
      this.work.setAgents(role, live);
    }
    this.dismissed.clear();
  }

  /** The longest answer that a call of the role asks for; null leaves it to the model. */
  maxOutputTokens(role: number, route: number): number | null {
    const said = this.config.roles[role].maxOutputTokens;
    const { graph } = this.config.plan;
    if (
      said !== null ||
      !(isCapped(this.gate.caps) || graph?.capped || this.config.workflowCapNanoUsd)
    )
      return said;
    return Math.min(cappedOutputTokens, this.config.routes[route].mostOutputTokens);
  }

  /** The most that a call of the task over the route may cost; null where its price is unknown. */
  bound(task: number, role: number, route: number): number | null {
    const { routes, inputBound } = this.config;
    const { mostOutputTokens } = routes[route];
    const output = this.maxOutputTokens(role, route) ?? mostOutputTokens;
    const input = inputBound(task, route) + this.extraTokens(task);
    return routes[route].bound(input, output);
  }

  /** What is held is known until the next look. */
  beginLook(): void {
    this.held.clear();
    this.elsewhere.clear();
  }

  check(request: BudgetRequest, now: number): BudgetHold | null {
    return this.gate.check(request, now);
  }

  /** The lane's next task cannot be paid over a route that would admit it. */
  hold(lane: Lane, request: BudgetRequest, hold: BudgetHold): void {
    this.held.set(lane, { request, hold });
  }

  /** The lane's next task waits for another gate of a route that is up. */
  waitsForElse(lane: Lane): void {
    this.elsewhere.add(lane);
  }

  enter(request: BudgetRequest): (outcome: CallOutcome) => void {
    return this.gate.enter(request);
  }

  /**
   * Where the agent that would take the lane's next task has used up its money, others do its work.
   *
   * @returns whether that was so
   */
  dismiss(lane: Lane): boolean {
    const held = this.held.get(lane);
    if (held?.hold.cap !== 'agent' || this.elsewhere.has(lane)) return false;
    this.dismissed.set(lane.role, held.request);
    this.held.delete(lane);
    this.work.dismiss(lane);
    return true;
  }

  /**
   * Looks whether nothing that waits can be paid, and no call is left that could bring money back; to
   * be asked when nothing could be sent, and every task that ended has let its agent go.
   */
  look(): BudgetEnd | null {
    const { phase, busy, queued, counts } = this.config.state;
    if (phase !== 'RUNNING' || busy + counts.byStatus[TaskStatus.retrying] > 0) return null;
    const reason = this.usedUp(queued);
    this.end = reason === null ? null : { phase: 'STOPPED', exitCode: 3, reason };
    return this.end;
  }

  /** Whether money is what the lane's next task lacks, as of the last look. */
  holds(lane: Lane): boolean {
    return this.unpaid(lane) !== null;
  }

  /** Why the caps cannot be changed so; null where they can. */
  refusal(wish: NonNullable<TuningWish['budget']>): string | null {
    const caps = Object.values(wish).filter((usd) => typeof usd === 'number');
    if (!caps.every((usd) => usd > 0 && usd <= mostUsd))
      return `a budget is an amount above 0, at most ${mostUsd.toLocaleString('en')} dollars`;
    if (caps.length === 0) return null;
    const { routes, info, day } = this.config;
    const unpriced = routes.findIndex((route) => route.bound(1, 1) === null);
    if (unpriced >= 0)
      return `no price is known for ${info.routes[unpriced].model}, and a budget needs one; give its price in the spec`;
    if (typeof wish.perDayUsd !== 'number') return null;
    try {
      day?.open();
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** @param waiting tasks that wait */
  private usedUp(waiting: number): string | null {
    let first: BudgetRequest | null = null;
    for (const lane of this.work.lanes) {
      if (!this.work.waits(lane)) continue;
      const spent = this.unpaid(lane);
      if (spent === null) return null;
      first ??= spent;
    }
    const money = first && this.gate.held(first);
    return money && usedUpWords(money, waiting);
  }

  /** What the lane's next task would need, where that cannot be paid; null where it can, or might soon. */
  private unpaid(lane: Lane): BudgetRequest | null {
    if (this.work.readyTask(lane) < 0) return this.unpaidAgents(lane.role);
    const held = this.held.get(lane);
    if (held === undefined || held.hold.mayFree || this.elsewhere.has(lane)) return null;
    return held.request;
  }

  /**
   * Why no agent of the role is free, while no call is under way: they are at their cap, or wait with
   * tasks of another lane, which is then what decides.
   */
  private unpaidAgents(role: number): BudgetRequest | null {
    const ready = this.work.lanes.filter((l) => l.role === role && this.work.readyTask(l) >= 0);
    const unpaid = ready.map((lane) => this.unpaid(lane));
    if (unpaid.includes(null)) return null;
    return unpaid[0] ?? this.dismissed.get(role) ?? null;
  }

  /** Earlier sessions count. What was set aside when one of them died may have been billed. */
  private takeOver(agents: EngineConfig['state']['agents']): void {
    for (let agent = 0; agent < agents.size; agent++) {
      this.gate.ledger.settle({ role: agents.role[agent], agent }, 0, {
        settledNanoUsd: agents.costNanoUsd[agent],
        uncertainNanoUsd: agents.uncertainNanoUsd[agent] + agents.reservedNanoUsd[agent],
      });
    }
  }
}
