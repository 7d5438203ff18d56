import type { CodeAgent } from '../agents/code-agent.ts';
import type { AdaptiveRange } from '../gates/adaptive-limit.ts';
import type { DayLedger } from '../gates/day-ledger.ts';
import type { UsageBook } from '../gates/usage-book.ts';
import type { Plan } from '../plan/plan.ts';
import type { Answers, PlanPast } from '../plan/unfolding.ts';
import type { AlertPolicy, BreakerPolicy, RetryPolicy, SamplingPolicy } from '../spec/resolved.ts';
import type { RunStarted } from '../state/events.ts';
import type { RunState } from '../state/run-state.ts';
import type { ToolBox } from '../tools/tool.ts';
import type { AnswerLookup } from './cached-answer.ts';
import type { Journal } from './journal.ts';
import type { ReaderHold } from './reader-hold.ts';
import type { RoleRoutes } from './route-choice.ts';
import type { EngineRoute } from './route-runtime.ts';
import type { Dialogue } from './turns/dialogue.ts';
import type { RoleTurns } from './turns/role-turns.ts';
import type { ApprovalPolicy } from './turns/tool-desk.ts';

/** What the code of an agent writes to the console, or says after the run has ended. */
export interface CodeLine {
  readonly task: number;
  readonly agent: number;
  readonly level: 'debug' | 'info' | 'warn';
  readonly text: string;
}

export interface EngineRole extends RoleRoutes {
  readonly maxOutputTokens: number | null;
  /** Left out where the services' own holds. */
  readonly sampling?: SamplingPolicy;
  readonly tags: readonly string[];
  /** How its tasks may take several turns; left out where each takes one. */
  readonly turns?: RoleTurns | null;
  /** Its agents are this code; left out where they are a model alone. */
  readonly code?: CodeAgent | null;
}

/** Everything that the engine needs to run a plan; it reads nothing else. */
export interface EngineConfig {
  readonly info: Omit<RunStarted, 'type'>;
  readonly plan: Plan;
  /** By role index, as in `info.roles`. */
  readonly roles: readonly EngineRole[];
  /** By route index, as in `info.routes`. */
  readonly routes: readonly EngineRoute[];
  /** The number of agents follows how long calls take, from so many a core; null where it is given. */
  readonly autoAgents: { readonly cores: number; readonly perCore: number } | null;
  /** Consecutive tasks that went to the same agent when the plan was made. */
  readonly batch: number;
  /** Tasks after which the run waits for a word; null is none. */
  readonly canary: number | null;
  /** Nobody is there to say it: the run ends after its canary. */
  readonly canaryEnds: boolean;
  /** A resumed run does once more what failed or was set aside as poison. */
  readonly retryFailed: boolean;
  /** Upper estimate of a task's input tokens over a route: what money is set aside by. */
  inputBound(task: number, route: number): number;
  /** The money of a day with a key, across runs; null where no cap of a day can be set. */
  readonly day: DayLedger | null;
  /** The most that each workflow may cost, in place of what the plan says; left out where that holds. */
  readonly workflowCapNanoUsd?: number | null | undefined;
  /** Somebody can raise the budget: used up, it pauses the run instead of ending it. */
  readonly waitForBudget: boolean;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  /** Bounds of each route's adaptive limit; null where only the concurrency limits. */
  readonly adaptive: AdaptiveRange | null;
  /** Where limits an hour and a day count across runs; null keeps them to this one. */
  readonly usage: UsageBook | null;
  /** Limit of a task with its retries; null for none. */
  readonly taskSeconds: number | null;
  /** How long every route may stay closed to us after a first success before the run gives up. */
  readonly giveUpSeconds: number;
  /** Seconds without a call after which the server of a route is asked whether it is there. */
  readonly healthCheckSeconds: number;
  /** When alerts are raised; see `alert-rules.ts`. */
  readonly alerts: AlertPolicy;
  /** Takes what code of agents says beside its answers; left out where nobody wants it. */
  onCodeLine?(line: CodeLine): void;
  /** The tools of the roles, and what becomes of those that ask first; left out where there are none. */
  readonly tools?: { readonly box: ToolBox; readonly approval: ApprovalPolicy };
  /** Asked before a task is sent for the first time; left out where earlier runs answer nothing. */
  readonly cache?: AnswerLookup;
  /** Conversations of earlier sessions that go on, by task. */
  readonly dialogues?: ReadonlyMap<number, Dialogue>;
  /** Who takes the results as they come, and is waited for; left out where nobody is. */
  readonly reader?: ReaderHold;
  readonly journal: Journal;
  /** What earlier sessions have made of a plan that unfolds; left out for a new run. */
  readonly past?: PlanPast | undefined;
  /** What tasks have answered, from the record; left out where the engine is to hold them. */
  readonly answers?: Answers;
  /** Folded from the log of earlier sessions; a fresh one for a new run. */
  readonly state: RunState;
  /** ms since the run's first start: 0 for a new run. */
  readonly elapsedMs: number;
}

export interface RunOutcome {
  readonly phase: 'DONE' | 'STOPPED' | 'FAILED';
  readonly exitCode: number;
  readonly reason: string | null;
}
