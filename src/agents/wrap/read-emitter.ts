import type { OldCallWatch } from './call-old-agent.ts';
import type { Pieces } from './pieces.ts';

type Listener = (...args: unknown[]) => void;

/** An event emitter, by what it can do. */
export interface Emitter {
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  listenerCount?(event: string): number;
  destroy?(): void;
}

export function isEmitter(value: unknown): value is Emitter {
  if (typeof value !== 'object' || value === null) return false;
  const { on, off, emit } = value as Partial<Emitter>;
  return [on, off, emit].every((method) => typeof method === 'function');
}

/** What an emitter says, listened to. */
export interface Listening {
  /** What it ends with, else the pieces together; rejects with its error. */
  readonly ended: Promise<unknown>;
  /** Listens no more. */
  stop(): void;
}

/**
 * Listens to what an emitter says until it is done.
 *
 * @param own it is the agent itself, and goes on after this task
 */
export function readEmitter(
  emitter: Emitter,
  pieces: Pieces,
  { signal, late }: OldCallWatch,
  own: boolean,
): Listening {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  // Nobody may wait for it.
  promise.catch(() => {});
  let stopped = false;
  const end = (value?: unknown) => {
    stop();
    resolve(value ?? pieces.value);
  };
  const fail = (error: unknown) => {
    if (stopped) return late(error);
    stop();
    reject(error);
  };
  const cut = () => {
    fail(signal.reason);
    if (!own) emitter.destroy?.();
  };
  const piece = (part: unknown) => pieces.add(part);
  const listeners: readonly (readonly [event: string, listener: Listener])[] = [
    ['data', piece],
    ['message', piece],
    ['end', end],
    ['done', end],
    ['finish', end],
    // What comes with it is an exit code, or nothing.
    ['close', () => end()],
  ];
  const stop = () => {
    if (stopped) return;
    stopped = true;
    for (const [event, listener] of listeners) emitter.off(event, listener);
    // Of another it stays: an error that nobody listens for would end the process.
    if (own) emitter.off('error', fail);
    signal.removeEventListener('abort', cut);
  };
  for (const [event, listener] of listeners) emitter.on(event, listener);
  emitter.on('error', fail);
  signal.addEventListener('abort', cut);
  return { ended: promise, stop };
}
