import type { Answer, AnsweredToolCall, Problem, ReplyTimes } from '../protocol.ts';
import type { JsonObject } from '../read-json.ts';
import { insideError, unixNow } from './azure-shape.ts';

/** What a run takes to stop once it is told to, ms. */
const cancellingMs = 40;

export interface RunOrigin {
  readonly id: string;
  readonly threadId: string;
  readonly agent: string;
  readonly model: string;
  readonly instructions: string;
  readonly tools: readonly unknown[];
  /** What the request said besides. */
  readonly said: JsonObject;
}

/** A run of a classic agent. What its status is follows from the time: nothing has to happen for it. */
export class ClassicRun {
  readonly id: string;
  readonly origin: RunOrigin;
  /** Turns in which tools were called and answered. */
  toolTurns = 0;
  answer: Answer | null = null;
  /** The message that the answer is; empty before it has begun. */
  messageId = '';
  /** Tools that were called and answered. */
  readonly answered: AnsweredToolCall[] = [];
  private readonly lifeMs: number;
  private readonly createdAt = unixNow();
  private readonly createdT = performance.now();
  private promptTokens = 0;
  private spent = { prompt: 0, completion: 0 };
  private beganT = 0;
  private times: ReplyTimes = { loadMs: 0, firstMs: 0, endMs: 0 };
  private problem: Problem | null = null;
  private cancelledT: number | null = null;

  constructor(origin: RunOrigin, lifeMs: number) {
    this.id = origin.id;
    this.origin = origin;
    this.lifeMs = lifeMs;
  }

  /** A turn of the model begins: the first, or one that goes on from the outputs of tools. */
  begin(answer: Answer, times: ReplyTimes, promptTokens: number): void {
    if (this.answer !== null) {
      this.toolTurns++;
      this.answered.push(...this.answer.toolCalls);
    }
    this.answer = answer;
    this.times = times;
    this.beganT = performance.now();
    this.promptTokens = promptTokens;
    this.messageId = `msg_${answer.id}`;
  }

  /** The first of the answer is sent now, whenever that was thought to be. */
  streams(): void {
    this.beganT = performance.now() - this.times.firstMs;
  }

  /** The last of the answer is sent. */
  streamed(): void {
    this.beganT = Math.min(this.beganT, performance.now() - this.times.endMs);
  }

  /** @param now it has failed, and not when it would have answered */
  fail(problem: Problem, now: boolean): void {
    this.problem = problem;
    if (now) this.beganT = Number.NEGATIVE_INFINITY;
  }

  cancel(): void {
    this.cancelledT = performance.now();
  }

  get status(): string {
    const now = performance.now();
    const { answer, times } = this;
    if (this.cancelledT !== null)
      return now - this.cancelledT < cancellingMs ? 'cancelling' : 'cancelled';
    const forMs = now - this.beganT;
    if (forMs < times.firstMs) return forMs < times.firstMs / 2 ? 'queued' : 'in_progress';
    if (this.problem !== null) return 'failed';
    if (forMs < times.endMs) return 'in_progress';
    if (answer === null || answer.toolCalls.length > 0)
      return now - this.createdT > this.lifeMs ? 'expired' : 'requires_action';
    return answer.finishReason === 'length' ? 'incomplete' : 'completed';
  }

  get isActive(): boolean {
    return ['queued', 'in_progress', 'requires_action', 'cancelling'].includes(this.status);
  }

  /** @param status where it is told of a moment that has passed */
  json(status = this.status): JsonObject & { readonly id: string } {
    const { origin, answer, createdAt } = this;
    const { said } = origin;
    const isOver = !['queued', 'in_progress', 'requires_action', 'cancelling'].includes(status);
    const at = (...words: string[]) => (words.includes(status) ? unixNow() : null);
    return {
      id: origin.id,
      object: 'thread.run',
      created_at: createdAt,
      thread_id: origin.threadId,
      assistant_id: origin.agent,
      status,
      started_at: status === 'queued' ? null : createdAt,
      expires_at: isOver ? null : createdAt + Math.ceil(this.lifeMs / 1000),
      cancelled_at: at('cancelled'),
      failed_at: at('failed'),
      completed_at: at('completed'),
      required_action:
        status === 'requires_action'
          ? {
              type: 'submit_tool_outputs',
              submit_tool_outputs: { tool_calls: (answer?.toolCalls ?? []).map(wireCall) },
            }
          : null,
      last_error: status === 'failed' && this.problem !== null ? insideError(this.problem) : null,
      incomplete_details: status === 'incomplete' ? { reason: 'max_completion_tokens' } : null,
      model: origin.model,
      instructions: origin.instructions,
      tools: origin.tools,
      tool_resources: {},
      metadata: said.metadata ?? {},
      temperature: said.temperature ?? 1,
      top_p: said.top_p ?? 1,
      max_prompt_tokens: said.max_prompt_tokens ?? null,
      max_completion_tokens: said.max_completion_tokens ?? null,
      truncation_strategy: { type: 'auto', last_messages: null },
      tool_choice: said.tool_choice ?? 'auto',
      response_format: said.response_format ?? 'auto',
      parallel_tool_calls: true,
      usage: this.usage(status),
    };
  }

  /** The turn that goes on from here is billed on top of the one before. */
  settleTurn(): void {
    const { prompt, completion } = this.billed();
    this.spent = { prompt, completion };
  }

  private usage(status: string): object | null {
    if (status !== 'completed' && status !== 'incomplete') return null;
    const { prompt, completion } = this.billed();
    return {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_token_details: { cached_tokens: 0 },
    };
  }

  private billed() {
    return {
      prompt: this.spent.prompt + this.promptTokens,
      completion: this.spent.completion + (this.answer?.outputTokens ?? 0),
    };
  }
}

export function wireCall({ id, name, arguments: text }: AnsweredToolCall) {
  return { id: `call_${id}`, type: 'function', function: { name, arguments: text } };
}
