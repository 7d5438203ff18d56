import type { ToolCall, ToolDefinition } from '../providers/provider.ts';

/** Whether a tool runs: each time, each time that the operator says so, or not at all. */
export type Approval = 'always' | 'ask' | 'never';

export interface ToolLimits {
  /** ms that one call of it may take. */
  readonly timeoutMs: number;
  /** Calls of it at one time, over all agents of the run. */
  readonly concurrency: number;
  /** Bytes of UTF-8 that the model is told at most; the rest is cut off, and said to be. */
  readonly maxResultBytes: number;
}

/** A function that models may call, wherever it comes from. */
export interface Tool {
  readonly definition: ToolDefinition;
  /** Where it comes from, for the eye: `built-in`, `tools.ts`, `mcp everything`. */
  readonly source: string;
  readonly limits: ToolLimits;
  readonly approval: Approval;
  /**
   * @param args what the model wrote, an object that matches `definition.parameters`
   * @param signal aborted by a stop, a cancel or the time limit: the tool lets go of everything then
   * @returns what the model is told
   * @throws Error whose message the model is told
   */
  run(args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<string>;
}

/** Why a call of a tool gave no result. */
export type ToolFailure =
  | 'unknown-tool'
  | 'bad-arguments'
  | 'refused'
  | 'timeout'
  | 'failed'
  | 'cancelled';

/** How a call of a tool ended. */
export interface ToolOutcome {
  /** What the model is told: the result, or in a sentence why there is none. */
  readonly text: string;
  /** Null where it gave a result. */
  readonly failure: ToolFailure | null;
  /** ms that the tool itself ran; waits for approval or for its turn are not in it. */
  readonly durationMs: number;
  /** Bytes of the whole result, of which `text` may hold the beginning. */
  readonly bytes: number;
}

/** What is told while a call of a tool is on its way. */
export interface ToolCallWatch {
  /** The operator has to say whether it may run. Rejects with an AbortError where nobody waits any more. */
  approve(tool: Tool, call: ToolCall): Promise<boolean>;
  /** It runs now. */
  started(tool: Tool): void;
}

/** The tools of a run, by role; opened once for all of its agents. */
export interface ToolBox {
  /** In the order in which the role names them; empty where it has none. */
  of(role: string): readonly Tool[];
  /** Runs what a model of the role wants called. Never rejects: what goes wrong is an outcome. */
  run(
    role: string,
    call: ToolCall,
    watch: ToolCallWatch,
    signal: AbortSignal,
  ): Promise<ToolOutcome>;
  /** Ends what was opened for it: child processes, connections. */
  close(): Promise<void>;
}
