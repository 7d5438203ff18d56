import type { AgentContext, CodeTask } from '../code-agent.ts';
import { messageOf, TaskFailure, thrownFailure } from '../code-failures.ts';
import { codeScope } from '../code-scope.ts';
import type { WrappedAgent } from '../wrap-agent.ts';
import { type AgentHealth, AgentRecord, type AgentStats } from './agent-health.ts';
import { type AgentInstance, AgentInstances } from './agent-instances.ts';
import type { AgentShape } from './agent-shape.ts';
import { callOldAgent } from './call-old-agent.ts';
import { EndsOfAgents } from './ends-of-agents.ts';
import { statsOf } from './own-words.ts';
import type { WrapOptions } from './wrap-options.ts';

/** Parts of an agent that take longer are told: a console draws ten times a second. */
const longBlockMs = 250;

/** The tasks of an agent of before: each is given to it, bounded, and counted. */
export class WrappedTasks implements WrappedAgent {
  private readonly options: WrapOptions;
  private readonly instances: AgentInstances;
  private readonly record = new AgentRecord();
  private readonly ends: EndsOfAgents;
  private toldBlockMs = longBlockMs / 2;

  constructor(shape: AgentShape, options: WrapOptions) {
    this.options = options;
    this.instances = new AgentInstances(shape, options);
    this.ends = new EndsOfAgents(this.instances, options);
  }

  async processTask(task: CodeTask, context: AgentContext): Promise<unknown> {
    const { record } = this;
    if (this.ends.begun) throw new TaskFailure('the agent is shut down');
    record.running++;
    try {
      const instance = this.instances.of(task.agent);
      return await inTurn(instance, context.signal, () => this.bounded(instance, task, context));
    } catch (error) {
      // What was cancelled or stopped says nothing of it.
      if (context.signal.aborted) throw error;
      record.failed(thrownFailure(error).class === 'timeout');
      throw this.told(error);
    } finally {
      record.running--;
    }
  }

  health(): AgentHealth {
    return this.record.health(!this.ends.begun);
  }

  stats(): AgentStats {
    const { all } = this.instances;
    const own = all
      .map(({ self, call }) => statsOf(self ?? call))
      .filter((told) => told !== undefined);
    return { ...this.record.stats(!this.ends.begun), instances: all.length, own };
  }

  shutdown(): Promise<void> {
    return this.ends.end();
  }

  /** Gives the task to the agent, and bounds the time that it has. */
  private async bounded(
    instance: AgentInstance,
    task: CodeTask,
    context: AgentContext,
  ): Promise<unknown> {
    const begunAt = performance.now();
    const limit = timeLimit(this.options.timeoutSeconds);
    const signal = AbortSignal.any([context.signal, limit.signal]);
    const call = this.call(instance, task, { ...context, signal });
    const ended = call.then(
      () => {},
      () => {},
    );
    this.ends.waitFor(ended);
    try {
      const answer = await Promise.race([call, aborted(signal)]);
      this.record.answered(performance.now() - begunAt);
      return answer;
    } catch (error) {
      if (signal.aborted) this.giveUp(instance, task.agent, ended);
      throw error;
    } finally {
      limit.stop();
    }
  }

  private async call(
    { call, self, method }: AgentInstance,
    task: CodeTask,
    ctx: AgentContext,
  ): Promise<unknown> {
    const { record, options } = this;
    const { signal } = ctx;
    const { input = method === 'processTask' ? 'task' : 'prompt' } = options;
    const late = (error: unknown) => {
      if (signal.aborted) return;
      record.strayErrors++;
      ctx.warn(`an error came after its answer: ${messageOf(error)}`);
    };
    const watch = { signal, late, timed: this.timing(ctx) };
    const target = { call, self, callback: options.callback ?? null };
    const run = () =>
      callOldAgent(target, input === 'task' ? task : task.prompt, { ...ctx, ctx }, watch);
    const scope = codeScope.getStore();
    if (scope === undefined) return run();
    const stray = (error: unknown) => {
      record.strayErrors++;
      scope.stray(error);
    };
    return codeScope.run({ ...scope, stray }, run);
  }

  /** Runs parts of the agent, and tells of those that let nothing else run for long. */
  private timing({ warn }: AgentContext): <Result>(part: () => Result) => Result {
    return (part) => {
      const begunAt = performance.now();
      try {
        return part();
      } finally {
        const ms = performance.now() - begunAt;
        this.record.longestBlockMs = Math.max(this.record.longestBlockMs, ms);
        // Again only for one twice as long: it may be so in every task.
        if (ms >= 2 * this.toldBlockMs) {
          this.toldBlockMs = ms;
          warn(
            `it blocked the process for ${(ms / 1000).toFixed(1)} s, in which no call, no timer and no key was heard`,
          );
        }
      }
    };
  }

  private giveUp(instance: AgentInstance, agent: string, ended: Promise<void>): void {
    const { record, instances } = this;
    record.givenUp++;
    this.ends.giveUp(ended);
    instances.leave(agent, instance);
    void ended.then(() => {
      record.givenUp--;
      instances.comeBack(agent, instance);
    });
  }

  private told(error: unknown): unknown {
    const { retryable } = this.options;
    const may = typeof retryable === 'function' ? retryable(error) : retryable;
    if (may === undefined) return error;
    const { class: failureClass, message } = thrownFailure(error);
    return new TaskFailure(message, { class: failureClass, retryable: may, cause: error });
  }
}

/** What it says is not told by task: such an instance is given one at a time. */
async function inTurn<Answer>(
  instance: AgentInstance,
  signal: AbortSignal,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { turn } = instance;
  if (turn === null) return work();
  const { promise, resolve } = Promise.withResolvers<void>();
  instance.turn = turn.then(() => promise);
  try {
    await Promise.race([turn, aborted(signal)]);
    return await work();
  } finally {
    resolve();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function timeLimit(seconds: number | undefined): { signal: AbortSignal; stop(): void } {
  const limit = new AbortController();
  const { signal } = limit;
  if (seconds === undefined) return { signal, stop: () => {} };
  const words = `no answer within ${seconds} s (timeoutSeconds of the agent)`;
  const timer = setTimeout(
    () => limit.abort(new DOMException(words, 'TimeoutError')),
    seconds * 1000,
  );
  return { signal, stop: () => clearTimeout(timer) };
}
