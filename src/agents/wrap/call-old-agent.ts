import type { AgentContext } from '../code-agent.ts';
import { type AgentFunction, takesCallback } from './agent-shape.ts';
import { Pieces } from './pieces.ts';
import { isEmitter, readEmitter } from './read-emitter.ts';
import { iteratorOf, readIterator } from './read-iterator.ts';

/** What an agent of before is given behind its input: all that a code agent has, and `ctx` with the same. */
export interface OldCallExtras extends AgentContext {
  readonly ctx: AgentContext;
}

/** What is to be known of a call beside its answer. */
export interface OldCallWatch {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Runs a part of the agent that keeps all others from running. */
  timed<Result>(part: () => Result): Result;
  /** An error that comes after the answer. */
  late(error: unknown): void;
}

export interface OldTarget {
  readonly call: AgentFunction;
  /** Whose method it is; undefined of a function. */
  readonly self: object | undefined;
  /** Null goes by what it looks like. */
  readonly callback: boolean | null;
}

/**
 * Calls an agent of before, and waits for its answer however it gives it: by a callback, at once, by a
 * promise, piece by piece, or in events of an emitter.
 */
export function callOldAgent(
  target: OldTarget,
  input: unknown,
  extras: OldCallExtras,
  watch: OldCallWatch,
): Promise<unknown> {
  const pieces = new Pieces(extras.delta);
  return (target.callback ?? takesCallback(target.call))
    ? calledBack(target, [input, extras], pieces, watch)
    : returned(target, [input, extras], pieces, watch);
}

type Given = readonly [input: unknown, extras: OldCallExtras];

async function returned(
  { call, self }: OldTarget,
  given: Given,
  pieces: Pieces,
  watch: OldCallWatch,
): Promise<unknown> {
  if (!isEmitter(self)) {
    const value = watch.timed(() => call.apply(self, [...given]));
    // What is no promise is looked at before it can say anything.
    return answerOf(isThenable(value) ? await value : value, pieces, watch);
  }
  // Before it is called: it may speak at once.
  const listening = readEmitter(self, pieces, watch, true);
  try {
    const value = watch.timed(() => call.apply(self, [...given]));
    if (value === undefined || value === self) return await listening.ended;
    return (await answerOf(await value, pieces, watch)) ?? pieces.value;
  } finally {
    listening.stop();
  }
}

function calledBack(
  { call, self }: OldTarget,
  [input, extras]: Given,
  pieces: Pieces,
  watch: OldCallWatch,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const fail = (error: unknown) => {
      if (settled) return watch.late(error);
      settled = true;
      reject(error);
    };
    const done = (error: unknown, answer?: unknown) => {
      if (error) return fail(error);
      if (settled) return;
      settled = true;
      resolve(answerOf(answer, pieces, watch));
    };
    try {
      const value = watch.timed(() => call.call(self, input, done, extras));
      // It may do both: a promise of nothing is no answer.
      if (isThenable(value))
        value.then((answer) => answer !== undefined && done(null, answer), fail);
    } catch (error) {
      fail(error);
    }
  });
}

async function answerOf(value: unknown, pieces: Pieces, watch: OldCallWatch): Promise<unknown> {
  const iterator = iteratorOf(value);
  if (iterator !== null) return readIterator(iterator, pieces, watch);
  if (isEmitter(value)) return readEmitter(value, pieces, watch, false).ended;
  return value instanceof Uint8Array ? Buffer.from(value).toString() : value;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
}
