import type { Message, Sampling } from '../providers/provider.ts';
import type { Usage } from '../state/events.ts';

/** What an agent that is code is to do. */
export interface CodeTask {
  /** The name that the operator knows it by. */
  readonly id: string;
  /** The last message of the user. */
  readonly prompt: string;
  /** The whole conversation of the plan: the role's instructions first, where it has some. */
  readonly messages: readonly Message[];
  readonly role: string;
  /** `kaoz_17`. */
  readonly agent: string;
}

export interface ChatOptions {
  /** Tokens that the answer may have at most; default: the role's. */
  readonly maxOutputTokens?: number;
  readonly sampling?: Sampling;
  /** JSON Schema that the answer is asked to match; whether it does is for the agent to look at. */
  readonly outputSchema?: Readonly<Record<string, unknown>>;
}

/** What a model gave. */
export interface ChatAnswer {
  readonly text: string;
  readonly finishReason: string;
  /** Null where the service reported none. */
  readonly usage: Usage | null;
}

/**
 * What the code of an agent may use. Its calls go over the route of its role, through all gates, one
 * at a time; each rejects with a `CallFailure` when the call has failed for good, its retries included,
 * and with an `AbortError` once the task was cancelled or stopped. A call that is under way when the
 * code ends is cut.
 */
export interface AgentContext {
  /**
   * @param input what the user says, after the role's instructions; or a whole conversation, which
   *   goes as it is
   */
  chat(input: string | readonly Message[], options?: ChatOptions): Promise<ChatAnswer>;
  /** What follows on the prompt; of services without such a call, an answer to it. */
  generate(prompt: string, options?: ChatOptions): Promise<ChatAnswer>;
  /** A vector for each of the texts. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /** Calls a tool of the role. @returns its result; rejects where it gives none */
  tool(name: string, args: Readonly<Record<string, unknown>>): Promise<string>;
  /** A piece of the answer is there: for who looks at the agent; the answer is what the code returns. */
  delta(text: string): void;
  /** Tells the operator a sentence, in the log of the run. */
  warn(sentence: string): void;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** An agent that is code: it decides which calls it makes. */
export interface CodeAgent {
  /** @returns the answer; anything that is not text is told as JSON */
  processTask(task: CodeTask, context: AgentContext): Promise<unknown> | unknown;
  /** Lets go of what it holds; called once, when the session has ended. */
  shutdown?(): Promise<unknown> | unknown;
}

/** An agent as code, for `code:` of a role or `Session.open({ agents: { role: defineAgent({ … }) } })`. */
export function defineAgent<Agent extends CodeAgent>(agent: Agent): Agent {
  if (typeof agent?.processTask !== 'function')
    throw new TypeError('defineAgent takes an object with a function processTask(task, context)');
  return agent;
}
