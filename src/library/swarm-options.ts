import type { GivenAgents } from '../cli/session-code.ts';
import type { RunOutcome } from '../engine/engine-config.ts';
import type { Environment } from '../spec/environment.ts';
import type { Metrics } from '../store/metrics-schema.ts';
import type { ToolBox } from '../tools/tool.ts';

export interface SwarmOptions {
  /** Directory of the run; goes before `out` of the spec. Default: `./swarm-runs/<run-id>`. */
  readonly out?: string;
  /** Where files that a spec names start from, where it is no file itself; default: the working directory. */
  readonly directory?: string;
  /**
   * Where keys (`env:NAME`) and settings are looked up; default: `.env` of the working directory with
   * the process's own variables above it.
   */
  readonly environment?: Environment;
  /** Agents that are code, by the names of their roles: they go before what the spec says. */
  readonly agents?: GivenAgents;
  /** The tools of the roles, opened by `openToolBox`; the swarm closes them. Default: those of the spec. */
  readonly toolBox?: ToolBox;
  /** Questions of the run (tools that ask first) are answered with yes; default: with no. */
  readonly yes?: boolean;
  /**
   * The program gives commands: a canary and a used-up budget pause the run instead of ending it, and
   * tools that ask first wait for `allow` or `refuse`.
   */
  readonly interactive?: boolean;
}

export interface ResultsOptions {
  /** Results that may wait unread before no new call starts, at least 1; default 64. */
  readonly buffer?: number;
  /**
   * How a loop that is left before its end stops the run: `drain` lets calls in flight end, within 10 s;
   * `now` cuts them. Default `drain`.
   */
  readonly onBreak?: 'drain' | 'now';
}

/** How a run ended. */
export interface SwarmEnd {
  /** `exitCode` is that of the command line: 0 is that every task succeeded. */
  readonly outcome: RunOutcome;
  /** What stands in metrics.json. */
  readonly metrics: Metrics;
  /** What could not be kept beyond the run's own record; null where all could. */
  readonly warning: string | null;
}

/** Takes a listener off again; `using` does so too. */
export interface Unsubscribe extends Disposable {
  (): void;
}
