import { messageOf } from '../code-failures.ts';
import type { AgentInstances } from './agent-instances.ts';
import { endInstance } from './own-words.ts';
import type { WrapOptions } from './wrap-options.ts';

const defaultShutdownSeconds = 2;

/** The end of an agent of before: what it is at ends first, then it ends itself. */
export class EndsOfAgents {
  private readonly instances: AgentInstances;
  private readonly limitMs: number;
  /** What its code is at, given up or not. */
  private readonly underWay = new Set<Promise<void>>();
  private ending: Promise<void> | null = null;

  constructor(instances: AgentInstances, options: WrapOptions) {
    this.instances = instances;
    this.limitMs = (options.shutdownSeconds ?? defaultShutdownSeconds) * 1000;
  }

  get begun(): boolean {
    return this.ending !== null;
  }

  /** @param ended resolves when the code of a task has ended, whether somebody waits for it or not */
  waitFor(ended: Promise<void>): void {
    this.underWay.add(ended);
    void ended.then(() => this.underWay.delete(ended));
  }

  /** Rejects with a sentence where something is left, or does not end as it should. */
  end(): Promise<void> {
    this.ending ??= this.endAll();
    return this.ending;
  }

  private async endAll(): Promise<void> {
    const { instances, underWay, limitMs } = this;
    await within(limitMs, Promise.all(underWay));
    const left = new Set(instances.all);
    const problems: string[] = [];
    const ends = instances.all.map(async (instance) => {
      try {
        await endInstance(instance);
      } catch (error) {
        problems.push(messageOf(error));
      }
      left.delete(instance);
    });
    await within(limitMs, Promise.all(ends));
    const seconds = `within ${limitMs / 1000} s`;
    if (underWay.size > 0) problems.unshift(`${underWay.size} of its tasks did not end ${seconds}`);
    if (left.size > 0) problems.push(`${left.size} of its instances did not shut down ${seconds}`);
    if (problems.length > 0) throw new Error(problems.join('; '));
  }
}

/** Resolves with the work, or when the time is over. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
