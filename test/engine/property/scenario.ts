import type { EngineConfig } from '../../../src/engine/engine-config.ts';
import type { LimitPolicy } from '../../../src/spec/resolved.ts';
import type { BudgetCaps, RoleInfo } from '../../../src/state/events.ts';
import type { BookedCall } from './book.ts';
import type { FaultName } from './faults.ts';
import type { Work } from './work/work.ts';

/** A while in which every call of a route fails, virtual ms from the start of the session. */
export interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly fault: FaultName;
}

/** How a model behind a route behaves. Times in ms. */
export interface RouteTraits {
  readonly maxConnections: number | null;
  /** Nano-dollars a token; null where the price is unknown. */
  readonly price: { readonly input: number; readonly output: number } | null;
  readonly connectMs: number;
  readonly firstTokenMs: number;
  readonly deltaMs: number;
  /** Most pieces in which an answer comes. */
  readonly deltas: number;
  /** Share of the calls that find a kept connection. */
  readonly keptShare: number;
  /** Share of the answers that say nothing of their usage. */
  readonly noUsageShare: number;
  /** Share of the calls that fail, and of which how many in which way. */
  readonly faultShare: number;
  readonly faults: readonly (readonly [FaultName, weight: number])[];
  readonly outages: readonly Outage[];
  /** From when on the key is refused; null where it is not. */
  readonly refusedFromMs: number | null;
}

export interface ScenarioRole extends RoleInfo {
  readonly maxOutputTokens: number;
}

/** By task; of a plan that grows with room for all that it may come to, which is known as it does. */
export interface ScenarioTasks {
  readonly size: number;
  readonly role: Uint16Array;
  readonly priority: Int16Array;
  readonly batch: Uint32Array;
  /** Characters of the prompt. */
  readonly length: Uint16Array;
}

type Tuning = Pick<EngineConfig, 'retry' | 'breaker' | 'taskSeconds' | 'giveUpSeconds'>;

/** A whole swarm and what befalls it, drawn from a seed. */
export interface Scenario extends Tuning {
  readonly seed: number;
  readonly agents: number;
  readonly roles: readonly ScenarioRole[];
  readonly routes: readonly RouteTraits[];
  readonly tasks: ScenarioTasks;
  /** How they depend on each other; null where each stands alone. */
  readonly work: Work | null;
  readonly concurrency: number;
  /** Bounds within which each route's limit adapts; null where it is fixed. */
  readonly adaptive: EngineConfig['adaptive'];
  readonly budget: BudgetCaps;
  /** Of every route. */
  readonly limits: LimitPolicy;
  /** ms until the first command and between two, on average. */
  readonly commandEveryMs: number;
  readonly commands: number;
  /** Share of the commands that are asked while the engine tells of an event. */
  readonly fromListeners: number;
  /** ms that the journal takes for a commit; 0 for at once. */
  readonly commitMs: number;
  /** What befalls the process of the first session; null where nothing does. */
  readonly accident: { readonly kind: 'killed' | 'disk full'; readonly atMs: number } | null;
  /** A session that goes on does once more what had failed. */
  readonly retryFailed: boolean;
  /** Sessions at most: a run that was stopped or gave up is resumed in the next. */
  readonly sessions: number;
}

/** What money is set aside by for what a task sends, tokens: half its bytes, and 16. */
export function inputBound({ tasks }: Scenario, task: number): number {
  return Math.ceil(tasks.length[task] / 2) + 16;
}

/** What a rate limit counts for a call that has ended: what was reported; nothing for one that was refused. */
export function drawnTokens(scenario: Scenario, call: BookedCall): number {
  const reported = call.reported ? call.inputTokens + call.outputTokens : 0;
  if (reported > 0) return reported;
  const isRefused = call.end !== null && call.end !== 'answered' && !call.uncertain;
  return isRefused ? 0 : countedTokens(scenario, call.task);
}

/** What a rate limit counts for a task before it is sent: a token for 4 characters, and the most it may answer. */
export function countedTokens(scenario: Scenario, task: number): number {
  const { role, length } = scenario.tasks;
  return Math.ceil(length[task] / 4) + scenario.roles[role[task]].maxOutputTokens;
}
