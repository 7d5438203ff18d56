import type {
  BreakerPolicy,
  LimitPolicy,
  RetryPolicy,
  TimeoutPolicy,
} from '../../spec/resolved.ts';

/**
 * Tasks that a command is for: a query (`status:retrying age>2m`), or the tasks themselves, where an
 * operator has seen which they are; `as` is then what they were selected by.
 */
export type TaskSelection =
  | { readonly query: string }
  | { readonly tasks: readonly number[]; readonly as?: string };

/**
 * Calls in flight: so many at most, adapted to the servers below that (`auto`) or not (`fixed`), or
 * adapted inside a range; a range of one number is fixed.
 */
export type ConcurrencyWish =
  | number
  | 'auto'
  | 'fixed'
  | { readonly min: number; readonly max: number };

/** What of a run's tuning is to be otherwise. What is left out stays. */
export interface TuningWish {
  readonly concurrency?: ConcurrencyWish;
  /** Agents over all roles, kept in their proportions, or of each role by its name. */
  readonly agents?: number | Readonly<Record<string, number>>;
  /** The agents that these roles have together, split by weights; two roles or more. */
  readonly shares?: Readonly<Record<string, number>>;
  /** Connections that each route keeps open. */
  readonly pool?: number;
  readonly maxConnections?: number | null;
  readonly batch?: number;
  readonly limits?: Partial<LimitPolicy>;
  /** The one route that `limits` is for; all of them without it. */
  readonly route?: string;
  readonly retry?: Partial<RetryPolicy>;
  readonly breaker?: Partial<BreakerPolicy>;
  readonly timeouts?: Partial<TimeoutPolicy>;
  /** US dollars; null takes the cap away. */
  readonly budget?: {
    readonly usd?: number | null;
    readonly perAgentUsd?: number | null;
    readonly perDayUsd?: number | null;
  };
}

/** What is asked of tasks that a selection names. */
export type TaskCommand =
  /** Ends tasks for good; their calls are cut. */
  | { readonly type: 'cancel'; readonly selection: TaskSelection }
  /** Tries now what backs off, and once more what failed, was cancelled or is poison. */
  | { readonly type: 'retry'; readonly selection: TaskSelection }
  /** Cuts the calls under way; their tasks go back to the queue, free for any agent. */
  | { readonly type: 'requeue'; readonly selection: TaskSelection }
  /** Keeps tasks back that no agent has begun, or lets them go on: `pause workflow:hr`. */
  | { readonly type: 'hold' | 'unhold'; readonly selection: TaskSelection }
  /** Another route from the next call on, before those of the role. */
  | { readonly type: 'route'; readonly selection: TaskSelection; readonly route: string }
  | { readonly type: 'priority'; readonly selection: TaskSelection; readonly value: number }
  /** Lets the tools run, or not, that ask first. */
  | ApprovalCommand;

export interface ApprovalCommand {
  readonly type: 'allow' | 'refuse';
  readonly selection: TaskSelection;
  /**
   * Of all that the tasks ask these questions alone, by the `seq` of their events: those that the
   * operator has seen.
   */
  readonly asks?: readonly number[];
}

/** What an operator can ask of a run. Nothing is assumed done: the answer says so, and events follow. */
export type Command =
  /** soft: running calls end; hard: they are cut and their tasks go back to the queue. */
  | { readonly type: 'pause'; readonly mode: 'soft' | 'hard' }
  | { readonly type: 'resume' }
  /** drain: running calls may end, within `withinMs` where given; now: every socket is closed. */
  | { readonly type: 'stop'; readonly mode: 'drain' | 'now'; readonly withinMs?: number }
  | { readonly type: 'concurrency'; readonly value: ConcurrencyWish }
  | TaskCommand
  /** `role` null is the only role there is. */
  | { readonly type: 'agents'; readonly role: string | null; readonly value: number }
  | { readonly type: 'tune'; readonly wish: TuningWish }
  | { readonly type: 'breaker'; readonly route: string; readonly action: 'trip' | 'reset' }
  /** Switches the preset of the live run: all that it sets, as one command. */
  | {
      readonly type: 'preset';
      readonly name: string;
      readonly wish: TuningWish;
      /** Fields of the preset that cannot change while the run lives. */
      readonly notLive: readonly string[];
    };

/** Who asks, and why where they said so. */
export interface Asker {
  readonly by: string;
  readonly why?: string;
}

export type Acknowledgement =
  /** `effect` says in a few words what was done: `12 tasks cancelled`, `retries 5 → 8`. */
  | { readonly ok: true; readonly id: number; readonly effect: string }
  | { readonly ok: false; readonly id: number; readonly reason: string };

/** What a command would do, said before it is given. */
export type CommandPreview =
  /**
   * `tasks` are those that one on tasks would touch, `asks` the questions of tools that would be answered:
   * act on these very lists.
   */
  | {
      readonly ok: true;
      readonly words: string;
      readonly tasks?: readonly number[];
      readonly asks?: readonly number[];
    }
  | { readonly ok: false; readonly words: string };
