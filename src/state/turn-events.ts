import type { FailureClass, Usage } from './event-parts.ts';

/** What happens between the first call of a task and its last: turns, and the tools that they want. */

/** What a model wants called, as an event carries it. */
export interface WantedCall {
  /** Told apart by it in the conversation. */
  readonly id: string;
  readonly tool: string;
  /** As the model wrote them. */
  readonly arguments: string;
}

/** A call ended well and the task goes on: the model wants tools called, or its answer is not valid. */
export interface TurnFinished {
  readonly type: 'turn.finished';
  readonly task: number;
  readonly agent: number;
  readonly route: number;
  /** 1 for the first call of the task that ended well. */
  readonly turn: number;
  readonly callMs: number;
  readonly firstTokenMs: number | null;
  readonly finishReason: string;
  readonly usage: Usage;
  /** Null where the price is unknown. */
  readonly costNanoUsd: number | null;
  readonly text: string;
  /** Empty where it wants none. */
  readonly calls: readonly WantedCall[];
  /** What is wrong with the answer, which the model is told; null where nothing is. */
  readonly problem: string | null;
}

/** The code of a task's agent begins: its calls, where it makes any, follow. */
export interface ProgramStarted {
  readonly type: 'program.started';
  readonly task: number;
  readonly agent: number;
  readonly attempt: number;
}

/** Code of an agent does what an operator should know of: it blocks all others, its errors are caught by nobody. */
export interface ProgramWarned {
  readonly type: 'program.warned';
  /** The task that it was begun for, which may have ended. */
  readonly task: number;
  readonly agent: number;
  readonly message: string;
}

/** A call of an agent's code failed for good: the code is told, and goes on or fails with it. */
export interface TurnFailed {
  readonly type: 'turn.failed';
  readonly task: number;
  readonly agent: number;
  readonly route: number;
  readonly attempt: number;
  readonly class: FailureClass;
  readonly status: number | null;
  readonly message: string;
  readonly uncertain: boolean;
  /** Tokens that had arrived when the call ended. */
  readonly outputTokens: number;
}

interface OfToolCall {
  readonly task: number;
  readonly agent: number;
  /** `WantedCall.id`. */
  readonly call: string;
  readonly tool: string;
}

/** The operator has to say whether a tool may run. */
export interface ToolAsked extends OfToolCall {
  readonly type: 'tool.asked';
  readonly arguments: string;
}

export interface ToolAnswered extends OfToolCall {
  readonly type: 'tool.answered';
  readonly allowed: boolean;
  readonly by: string;
}

export interface ToolStarted extends OfToolCall {
  readonly type: 'tool.started';
  /** `built-in`, `tools.ts`, `mcp everything`. */
  readonly source: string;
}

export interface ToolFinished extends OfToolCall {
  readonly type: 'tool.finished';
  /** Null where it gave a result. */
  readonly failure: string | null;
  /** That it ran itself; waits for approval or for its turn are not in it. */
  readonly durationMs: number;
  /** Of the whole result, of which `text` may hold the beginning. */
  readonly bytes: number;
  /** What the model is told. */
  readonly text: string;
}

export type TurnEvent =
  | ProgramStarted
  | ProgramWarned
  | TurnFinished
  | TurnFailed
  | ToolAsked
  | ToolAnswered
  | ToolStarted
  | ToolFinished;
