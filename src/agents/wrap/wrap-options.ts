/** How an agent of before is called, and what is made of it. */
export interface WrapOptions {
  /** What it gets first: the prompt as text, or the whole task; default: the task for `processTask`. */
  readonly input?: 'prompt' | 'task';
  /** The method that does a task; default: the first of processTask, process, run, execute. */
  readonly method?: string;
  /**
   * Whether it is given a callback `(error, answer)` behind its input. Default: where it takes two
   * parameters or more, is neither async nor a generator, and its second is not taken apart (`{ … }`).
   */
  readonly callback?: boolean;
  /**
   * Of a class: one instance for each agent of the swarm, so that none sees the state of another, or
   * one for all. Default: per-agent. A function and an object are always shared.
   */
  readonly instance?: 'shared' | 'per-agent';
  /** What the constructor of a class is given. */
  readonly args?: readonly unknown[];
  /** Seconds that it has for one try of a task; default: no limit but the run's own. */
  readonly timeoutSeconds?: number;
  /**
   * Whether a task that it has failed with may be given to it again, as often as the retry policy of
   * the run allows. Default: only where its error has `retryable: true`, or the operator says so.
   */
  readonly retryable?: boolean | ((error: unknown) => boolean);
  /** Seconds that a shutdown waits for tasks under way, and then for the agent's own; default 5. */
  readonly shutdownSeconds?: number;
}

const counts = ['timeoutSeconds', 'shutdownSeconds'] as const;

/** @throws TypeError for an option that says nothing that can be done */
export function checkOptions(options: WrapOptions): void {
  const { input, instance } = options;
  if (input !== undefined && input !== 'prompt' && input !== 'task')
    throw new TypeError(`wrapAgent: expected input to be prompt or task, got ${input}`);
  if (instance !== undefined && instance !== 'shared' && instance !== 'per-agent')
    throw new TypeError(`wrapAgent: expected instance to be shared or per-agent, got ${instance}`);
  for (const name of counts) {
    const seconds = options[name];
    if (seconds === undefined || (seconds >= 0 && seconds <= 86_400)) continue;
    throw new TypeError(`wrapAgent: expected ${name} to be 0 to 86400 seconds, got ${seconds}`);
  }
}
