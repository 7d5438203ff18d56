import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose code runs: where goes what happens beside the promise that its task waits for. */
export interface CodeScope {
  /** An error that nobody caught: its task fails with it, while that runs. */
  stray(error: unknown): void;
  /** The same, of code that no one task has started. */
  background(error: unknown): void;
  /** What it writes to the console. */
  line(level: 'debug' | 'info' | 'warn', text: string): void;
}

/**
 * Follows code of agents through timers, promises and callbacks. What runs in no scope is swarmdeck's
 * own: calls that code wants made leave it.
 */
export const codeScope = new AsyncLocalStorage<CodeScope>();
