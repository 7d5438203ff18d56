import { messageOf } from '../code-failures.ts';
import type { AgentInstances } from './agent-instances.ts';
import { endAgent } from './own-words.ts';
import type { WrapOptions } from './wrap-options.ts';

const defaultShutdownSeconds = 5;
/** Code that was told to end has done so by then, or does not listen. */
const givenUpMs = 500;

/** The end of an agent of before: what it is at ends first, then it ends itself. */
export class EndsOfAgents {
  private readonly instances: AgentInstances;
  private readonly limitMs: number;
  /** What its code is at. */
  private readonly underWay = new Set<Promise<void>>();
  /** Of that what nobody waits for. */
  private readonly givenUp = new Set<Promise<void>>();
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
    void ended.then(() => {
      this.underWay.delete(ended);
      this.givenUp.delete(ended);
    });
  }

  /** Nobody waits any more for what `waitFor` was told of. */
  giveUp(ended: Promise<void>): void {
    if (this.underWay.has(ended)) this.givenUp.add(ended);
  }

  /** Rejects with a sentence where something is left, or does not end as it should. */
  end(): Promise<void> {
    this.ending ??= this.endAll();
    return this.ending;
  }

  private async endAll(): Promise<void> {
    const { instances, underWay, givenUp, limitMs } = this;
    const awaited = [...underWay].filter((ended) => !givenUp.has(ended));
    await within(limitMs, Promise.all(awaited));
    await within(Math.min(givenUpMs, limitMs), Promise.all(underWay));
    const left = new Set(instances.all);
    const problems: string[] = [];
    const ends = instances.all.map(async (instance) => {
      try {
        await endAgent(instance.self ?? instance.call);
      } catch (error) {
        problems.push(messageOf(error));
      }
      left.delete(instance);
    });
    await within(limitMs, Promise.all(ends));
    const seconds = `within ${limitMs / 1000} s`;
    if (underWay.size > 0) problems.unshift(`it is still at ${tasks(underWay.size)}`);
    if (left.size > 0) problems.push(`${left.size} of its instances did not shut down ${seconds}`);
    if (problems.length > 0) throw new Error(problems.join('; '));
  }
}

function tasks(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`;
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
