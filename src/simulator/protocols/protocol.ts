import type { Headers } from '../http/reply.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import type { JsonObject } from './read-json.ts';

/**
 * A wire protocol of the simulator: which paths are its own, how a request is read, and the text
 * of replies and errors in its shape. It decides nothing about time, limits or faults, writes to no
 * socket and keeps to ASCII in what it gives for a stream (JSON escapes the rest).
 */
export interface Protocol {
  readonly name: string;
  matches(method: string, path: string, headers: HttpRequest['headers']): boolean;
  /** The caller's key, null where none was sent. */
  keyOf(request: HttpRequest): string | null;
  /** Reads a request that matched. Throws a `Refusal` for one that the service would refuse. */
  read(request: HttpRequest): Ask;
  /** An error as the service words it. */
  problem(problem: Problem): { readonly headers: Headers; readonly body: string };
  /** What the service says about its limits on every reply; {} where it says nothing. */
  limitHeaders(limits: LimitState): Headers;
}

/** What a request asks for: a value that is there at once, work that is told of, or text. */
export type Ask = ValueAsk | ScriptAsk | GenerationAsk;

export interface ValueAsk {
  readonly kind: 'value';
  /** JSON text. */
  readonly body: string;
}

/** Something that takes its time and tells how far it is. */
export interface ScriptAsk {
  readonly kind: 'script';
  readonly streamType: string;
  /** What is sent, each part so long after the one before. ASCII. */
  readonly parts: readonly { readonly afterMs: number; readonly text: string }[];
  /** It came to its end. */
  done(): void;
}

export interface GenerationAsk {
  readonly kind: 'generation';
  readonly model: string;
  /** What the answer is seeded by. */
  readonly promptHash: number;
  readonly promptTokens: number;
  readonly maxOutputTokens: number | null;
  readonly stream: boolean;
  /** Functions that were offered; left out is none. */
  readonly tools?: readonly OfferedTool[];
  /** Whether they are to be called; left out is `auto`. */
  readonly toolChoice?: ToolChoice;
  /** Turns since the last message of the user in which tools were called. */
  readonly toolTurns?: number;
  /** JSON Schema that the answer has to match, in the field that the service has for it. */
  readonly outputSchema?: JsonObject | null;
  /** The same where the prompt says it, and nothing else. */
  readonly wordedSchema?: JsonObject | null;
  /** Arguments of tool calls travel as text; false where as an object, which cannot be broken. */
  readonly argumentsAreText?: boolean;
  /** The model has to be loaded first. */
  readonly isCold?: boolean;
  /** The answer is no text: there are no tokens of it to wait for or to pay. */
  readonly isTextless?: boolean;
  /** The reply comes at once: what is generated is asked for later. */
  readonly isBackground?: boolean;
  /** A limit is no refusal: the reply tells of it inside. */
  readonly isLimitedInside?: boolean;
  shape(answer: Answer, times: ReplyTimes): ReplyShape;
}

/** When the parts of a reply are due, ms from its start, for services that tell it. */
export interface ReplyTimes {
  /** Loading the model, where it was not. */
  readonly loadMs: number;
  readonly firstMs: number;
  readonly endMs: number;
}

export interface OfferedTool {
  readonly name: string;
  /** JSON Schema of its arguments. */
  readonly parameters: JsonObject | null;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** A tool that the answer wants called. */
export interface AnsweredToolCall {
  /** Letters and digits; protocols put their own beginning before it. */
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** What the simulator answers, before it has a shape. */
export interface Answer {
  /** 24 letters and digits, one of its own for each call. */
  readonly id: string;
  /** Unix seconds. */
  readonly createdAt: number;
  readonly text: string;
  /** The text in pieces, each as it stands between the quotes of a JSON string; ASCII. */
  readonly tokens: readonly string[];
  /** Where there are any, they are all of the answer. */
  readonly toolCalls: readonly AnsweredToolCall[];
  /** What is billed for it. */
  readonly outputTokens: number;
  readonly finishReason: 'stop' | 'length' | 'tool_calls';
}

/** The texts of one reply. Those of a stream are whole events, in the order they are listed. */
export interface ReplyShape {
  readonly headers: Headers;
  readonly streamType: string;
  /** Sent together with the first token. */
  opening(): string;
  /** @param text one of the answer's tokens */
  token(text: string): string;
  /** Sent together with the last token: calls of tools, finish reason, usage, end marker. */
  closing(): string;
  /** An error inside a stream that has begun. */
  errorEvent(problem: Problem): string;
  /** The whole reply as JSON text, where no stream was asked for. */
  whole(): string;
  /**
   * The same where the reply, well by its status, tells of a failure; left out where that is told by
   * the status.
   */
  failed?(problem: Problem): string;
}

/** Why a call is refused, in words that every protocol has its own for. */
export interface Problem {
  readonly status: number;
  readonly kind:
    | 'invalid-request'
    | 'invalid-key'
    | 'forbidden'
    | 'unknown-path'
    | 'model-not-found'
    | 'too-large'
    | 'rate-limit'
    | 'quota'
    | 'server'
    | 'unavailable'
    | 'overloaded';
  readonly message: string;
  /** Told in `x-should-retry`, which goes before the status; left out is not told. */
  readonly shouldRetry?: boolean;
  /** The field of the request that is wrong. */
  readonly field?: string;
  readonly retryAfterMs?: number;
  /** Say when to come back as an HTTP date, and not how long to wait. */
  readonly retryAfterAsDate?: boolean;
}

/** A limit of a key after the call was counted; null where there is none. */
export interface LimitLevel {
  readonly limit: number;
  readonly remaining: number;
  /** Time until the limit is unused again, ms. */
  readonly resetMs: number;
}

export interface LimitState {
  readonly requests: LimitLevel | null;
  readonly tokens: LimitLevel | null;
}

/** Thrown by `read`: the request is refused with this problem. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}
