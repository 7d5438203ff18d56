import { failureClasses } from '../spec/failure-classes.ts';
import type { FailureClass } from '../state/events.ts';

/** A model call of an agent's code has failed for good. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  /** `rate-limited`, `timeout` and so on. */
  readonly class: FailureClass;
  readonly status: number | null;

  constructor(failure: {
    readonly class: FailureClass;
    readonly message: string;
    readonly status: number | null;
  }) {
    super(failure.message);
    this.class = failure.class;
    this.status = failure.status;
  }
}

/** Thrown by code that knows how its task has failed. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure';
  readonly class: FailureClass;
  readonly retryable: boolean;

  /**
   * @param options `class`: default `tool`; `retryable`: the task may be begun anew, as often as the
   *   retry policy of the run allows; default false
   */
  constructor(
    message: string,
    options: {
      readonly class?: FailureClass;
      readonly retryable?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.class = options.class ?? 'tool';
    this.retryable = options.retryable ?? false;
  }
}

/** What an error that code has thrown says of its task. */
export interface ThrownFailure {
  readonly class: FailureClass;
  readonly message: string;
  readonly status: number | null;
  /** Null where the error does not say. */
  readonly retryable: boolean | null;
}

const longestMessage = 500;

/** Reads any thrown value: by what it has, since it may come from another copy of swarmdeck. */
export function thrownFailure(error: unknown): ThrownFailure {
  const said = (typeof error === 'object' && error !== null ? error : {}) as Record<
    'name' | 'class' | 'status' | 'retryable',
    unknown
  >;
  const named = failureClasses.find((name) => name === said.class);
  const retryable = typeof said.retryable === 'boolean' ? said.retryable : null;
  const message = messageOf(error);
  if (named !== undefined && said.name === 'CallFailure') {
    const status = typeof said.status === 'number' ? said.status : null;
    // Its retries are used up.
    return { class: named, message, status, retryable: false };
  }
  if (named !== undefined) return { class: named, message, status: null, retryable };
  // That of `AbortSignal.timeout` and of many a library.
  const isTimeout = said.name === 'TimeoutError';
  const words = isTimeout ? message : `the agent's code failed: ${message}`;
  return { class: isTimeout ? 'timeout' : 'tool', message: words, status: null, retryable };
}

/** What a thrown value says, on one line. */
export function messageOf(error: unknown): string {
  const line = textOf(error).replace(/\s+/g, ' ').trim();
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage)}…`;
}

function textOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  const { message } = (error ?? {}) as { readonly message?: unknown };
  if (typeof message === 'string') return message;
  try {
    return String(error);
  } catch {
    return 'it threw what cannot be read';
  }
}
