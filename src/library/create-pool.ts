import { CallFailure } from '../agents/code-failures.ts';
import { usd } from '../cost/usd.ts';
import type { Turn, TurnResult } from '../providers/provider.ts';
import { UsageError } from '../spec/usage-error.ts';
import { chatMessages } from './chat-messages.ts';
import { plainPriority } from './plain-priority.ts';
import { PoolCall } from './pool-call.ts';
import { type PoolCallEnd, PoolCalls } from './pool-calls.ts';
import type {
  CallOptions,
  ChatInput,
  PoolAnswer,
  PoolChatOptions,
  PoolOptions,
  PoolStats,
} from './pool-options.ts';
import { openPoolRoute, type PoolRoute } from './pool-route.ts';

/** Counted as of an answer whose length nobody bounds, as a run does. */
const assumedOutputTokens = 500;

/**
 * A route of a run by itself: its connections, retries, time limits, rate limits, breaker and adaptive
 * limit, for calls that a program makes one by one. Without provider and base URL it is the simulator
 * inside. Nothing is sent before the first call.
 *
 * @throws UsageError for options that are none, or a key that is missing
 */
export async function createPool(options: PoolOptions = {}): Promise<Pool> {
  let look = () => {};
  const route = await openPoolRoute(options, () => look());
  const pool = new Pool(route);
  look = () => pool.look();
  return pool;
}

interface Waiter {
  resolve(answer: { result: TurnResult; costNanoUsd: number | null }): void;
  reject(error: unknown): void;
}

export class Pool {
  private readonly route: PoolRoute;
  private readonly calls: PoolCalls;
  private readonly waiters = new Map<PoolCall, Waiter>();
  private closing: Promise<void> | null = null;

  constructor(route: PoolRoute) {
    this.route = route;
    this.calls = new PoolCalls(route.spec, route.runtime, (call, end) => this.ended(call, end));
  }

  /**
   * An answer to a conversation, or to what a user says.
   *
   * @throws CallFailure when the call has failed for good, its retries included; the signal's reason
   *   where that was aborted; UsageError for what cannot be asked
   */
  async chat(input: ChatInput, options: PoolChatOptions = {}): Promise<PoolAnswer> {
    return this.ask({ kind: 'chat', messages: chatMessages(input) }, options, 'chat');
  }

  /** What follows on a prompt; of services without such a call, an answer to it. Throws as `chat` does. */
  async generate(prompt: string, options: PoolChatOptions = {}): Promise<PoolAnswer> {
    if (typeof prompt !== 'string' || prompt === '')
      throw new UsageError('generate: expected a text that is not empty');
    const messages = [{ role: 'user', content: prompt }];
    return this.ask({ kind: 'generate', messages }, options, 'generate');
  }

  /**
   * A vector for each of the texts, in their order, by one call; a service takes so many at once
   * (OpenAI 2048, Gemini 100). Throws as `chat` does.
   */
  async embed(
    texts: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly Float32Array[]> {
    if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string'))
      throw new UsageError('embed: expected a list of texts');
    if (texts.length === 0) return [];
    const { result } = await this.turn({ kind: 'embed', messages: [], texts }, options, 'embed')
      .end;
    return result.embeddings ?? [];
  }

  stats(): PoolStats {
    const { spec, runtime } = this.route;
    const { line, figures, backingOff } = this.calls;
    const { held } = line;
    const { openSockets, bytesIn, bytesOut } = runtime.route.provider.traffic();
    const { word, trips } = runtime.breaker;
    const refused = runtime.refusal !== null;
    return {
      route: spec.routes[0].name,
      concurrency: spec.concurrency.max,
      waiting: line.size,
      inFlight: line.active,
      backingOff,
      heldBy: held === null ? null : { gate: held.gate, detail: held.detail },
      breaker: { state: refused && word === 'closed' ? 'open' : word, trips },
      ...figures.stats(),
      ...{ openSockets, bytesIn, bytesOut },
    };
  }

  /** Cuts what is under way, rejects what waits, and closes every connection. */
  close(): Promise<void> {
    this.closing ??= this.shut();
    return this.closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** A call may be admitted now that was not. */
  look(): void {
    this.calls.line.schedule();
  }

  private async shut(): Promise<void> {
    this.calls.dropAll(new DOMException('the pool was closed', 'AbortError'));
    this.calls.line.close();
    await this.route.close();
  }

  private async ask(
    wanted: Pick<Turn, 'kind' | 'messages'>,
    options: PoolChatOptions,
    where: string,
  ): Promise<PoolAnswer> {
    const { maxOutputTokens, sampling, outputSchema, tools } = options;
    const role = this.route.spec.roles[0];
    const turn = {
      ...wanted,
      maxOutputTokens: maxOutputTokens ?? role.maxOutputTokens,
      ...((sampling ?? role.sampling) && { sampling: sampling ?? role.sampling }),
      ...(outputSchema && { outputSchema }),
      ...(tools && { tools }),
    };
    const { call, end } = this.turn(turn, options, where);
    const { result, costNanoUsd } = await end;
    const { text, finishReason, usage, toolCalls } = result;
    return {
      ...{ text, finishReason, usage },
      ...(toolCalls && { toolCalls }),
      costUsd: costNanoUsd === null ? null : usd(costNanoUsd),
      attempts: call.attempt,
      durationMs: Math.round((performance.now() - call.askedAt) * 10) / 10,
    };
  }

  private turn(
    wanted: Omit<Turn, 'model' | 'maxOutputTokens'> & Partial<Pick<Turn, 'maxOutputTokens'>>,
    options: PoolChatOptions,
    where: string,
  ) {
    if (this.closing !== null) throw new UsageError(`${where}: the pool is closed`);
    const { signal, onDelta } = options;
    signal?.throwIfAborted();
    const { model } = this.route.runtime.route;
    const turn = { maxOutputTokens: null, ...wanted, model };
    const priority = plainPriority(options.priority, where);
    const call = new PoolCall(turn, tokensOf(turn), priority, this.calls, onDelta);
    const { promise: end, ...waiter } = Promise.withResolvers<Parameters<Waiter['resolve']>[0]>();
    this.waiters.set(call, waiter);
    this.letGoOf(call, signal);
    this.calls.add(call);
    return { call, end };
  }

  /** The caller's signal and the time limit end a call, and are forgotten with it. */
  private letGoOf(call: PoolCall, signal: AbortSignal | undefined): void {
    const abort = () => this.calls.drop(call, signal?.reason, true);
    signal?.addEventListener('abort', abort, { once: true });
    const { taskSeconds } = this.route.spec.timeouts;
    const expire = () => {
      const message = `no answer within ${taskSeconds} s, retries and waits included`;
      const failure = new CallFailure({ class: 'timeout', message, status: null });
      this.calls.drop(call, failure, false);
    };
    const timer = taskSeconds === null ? null : setTimeout(expire, taskSeconds * 1000);
    call.letGo = () => {
      signal?.removeEventListener('abort', abort);
      if (timer !== null) clearTimeout(timer);
    };
  }

  private ended(call: PoolCall, end: PoolCallEnd): void {
    const waiter = this.waiters.get(call);
    this.waiters.delete(call);
    if ('result' in end) waiter?.resolve(end);
    else waiter?.reject(end.error);
  }
}

function tokensOf({ kind, messages, texts = [], maxOutputTokens }: Turn): number {
  const sent = messages.reduce((sum, { content }) => sum + content.length, 0);
  const characters = texts.reduce((sum, text) => sum + text.length, sent);
  const answer = kind === 'embed' ? 0 : (maxOutputTokens ?? assumedOutputTokens);
  return Math.ceil(characters / 4) + answer;
}
