import { asciiJson } from '../ascii-json.ts';
import type { Answer, Problem, ReplyShape, ReplyTimes } from '../protocol.ts';
import { invalid, isObject, type JsonObject } from '../read-json.ts';
import { ResponsesReply } from '../responses-reply.ts';
import { insideError } from './azure-shape.ts';

/** Where a response stands in: what went before it, and what is told of its end. */
export interface ResponseOrigin {
  readonly model: string;
  readonly inputTokens: number;
  readonly isBackground: boolean;
  /** Fields that the reply repeats. */
  readonly echo: object;
  /** All that had been said when it was asked. */
  readonly items: readonly JsonObject[];
  /** What it says, once it is whole. */
  onOutput(items: readonly JsonObject[]): void;
}

/** A response of an agent, as it is sent and as it is kept. */
export class StoredResponse implements ReplyShape {
  readonly id: string;
  readonly headers: ReplyShape['headers'];
  readonly streamType: string;
  readonly origin: ResponseOrigin;
  private readonly reply: ResponsesReply;
  private readonly endT: number;
  private readonly isCut: boolean;
  private problem: Problem | null = null;
  private isCancelled = false;
  /** What came of it has been told. */
  private isSettled = false;

  constructor(origin: ResponseOrigin, answer: Answer, times: ReplyTimes) {
    this.origin = origin;
    this.reply = new ResponsesReply(origin.model, origin.inputTokens, answer, {
      store: true,
      background: origin.isBackground,
      ...origin.echo,
    });
    this.id = `resp_${answer.id}`;
    this.headers = this.reply.headers;
    this.streamType = this.reply.streamType;
    this.isCut = answer.finishReason === 'length';
    this.endT = performance.now() + times.endMs;
  }

  opening(): string {
    return this.reply.opening();
  }

  token(text: string): string {
    return this.reply.token(text);
  }

  closing(): string {
    this.settle();
    return this.reply.closing();
  }

  /** Unlike OpenAI's, its fields stand in an `error` of their own. */
  errorEvent(problem: Problem): string {
    this.problem = problem;
    const error = { type: 'server_error', ...insideError(problem), param: null };
    return `event: error\ndata: ${asciiJson({ type: 'error', sequence_number: 2, error })}\n\n`;
  }

  whole(): string {
    if (!this.origin.isBackground) this.settle();
    return JSON.stringify(this.json());
  }

  failed(problem: Problem): string {
    this.problem = problem;
    return this.whole();
  }

  /** All that was said by now, for what follows it. */
  get conversation(): readonly JsonObject[] {
    const { output } = this.json();
    return [...this.origin.items, ...(Array.isArray(output) ? output.filter(isObject) : [])];
  }

  json(): JsonObject {
    const whole = JSON.parse(this.reply.whole());
    const pending = { ...whole, output: [], usage: null, incomplete_details: null };
    switch (this.status) {
      case 'cancelled':
        return { ...pending, status: 'cancelled' };
      case 'failed':
        return { ...pending, status: 'failed', error: this.problem && insideError(this.problem) };
      case 'in_progress':
        return { ...pending, status: 'in_progress' };
    }
    this.settle();
    return whole;
  }

  cancel(): void {
    if (!this.origin.isBackground)
      throw invalid('Cannot cancel a synchronous response.', 'response_id');
    if (this.status === 'in_progress') this.isCancelled = true;
  }

  private get status(): string {
    if (this.isCancelled) return 'cancelled';
    if (this.problem !== null) return 'failed';
    if (!this.origin.isBackground || performance.now() >= this.endT)
      return this.isCut ? 'incomplete' : 'completed';
    return 'in_progress';
  }

  private settle(): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.origin.onOutput(JSON.parse(this.reply.whole()).output);
  }
}
