import type { ConsoleSettings } from '../src/settings/console-settings.ts';
import type { HistoryDesk } from './history-desk.ts';
import type { LaunchChoices } from './launch-choices.ts';
import type { LiveRun } from './live-run.ts';

export type * from './history-desk.ts';
export type * from './launch-choices.ts';
export type * from './live-run.ts';
export type * from './results-desk.ts';

export interface ConsoleOptions {
  /** The run to show. Without it the console opens at the launch screen. */
  readonly run?: LiveRun;
  readonly launch?: LaunchChoices;
  /** Runs of before. Without it there are none to be looked at. */
  readonly history?: HistoryDesk;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Who asks, as recorded with every command; `operator` when left out. */
  readonly operator?: string;
  /** How the operator likes the console; what is left out is as usual. */
  readonly settings?: Partial<ConsoleSettings>;
  /** Keeps what the operator changed by a key for the next console. A rejection's message is shown. */
  readonly keep?: (change: Partial<ConsoleSettings>) => Promise<void>;
  /** Leaves by itself when the run has ended. */
  readonly leaveAtEnd?: boolean;
  /** Closes the console from outside, the run being somebody else's concern then. */
  readonly signal?: AbortSignal;
  /**
   * Takes what anything else wrote to the console or to stderr while the screen was ours. When left
   * out it is kept, and written to stderr once the terminal is restored.
   */
  readonly stray?: (text: string) => void;
}

/** Why the console closed. */
export type ConsoleOutcome =
  /**
   * The operator left, after the run had ended or before any was started. `exitCode` is null where
   * none was; a `start` that has not resolved by then is the caller's to cancel.
   */
  | { readonly action: 'left'; readonly exitCode: number | null }
  /** `signal` was aborted, or the terminal went away; the run may still live. */
  | { readonly action: 'closed' };
