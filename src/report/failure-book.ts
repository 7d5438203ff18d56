import { errorSignature } from '../state/error-signature.ts';
import type { FailureClass } from '../state/events.ts';
import type { FailureGroup } from '../state/failure-group.ts';

/** How one task failed for good. */
export interface TaskFailure {
  readonly task: number;
  /** Run time of the failure, ms. */
  readonly t: number;
  readonly class: FailureClass;
  readonly status: number | null;
  readonly message: string;
}

interface Known {
  readonly t: number;
  readonly signature: string;
  readonly message: string;
}

/** Sorts failures by what they have in common, as they come. A task that fails once more counts once. */
export class FailureBook {
  private readonly failures = new Map<number, Known>();

  /** Whether it has the failure of a task that ended at `t`. */
  knows(task: number, t: number): boolean {
    return this.failures.get(task)?.t === t;
  }

  add({ task, t, ...failure }: TaskFailure): void {
    this.failures.set(task, { t, signature: errorSignature(failure), message: failure.message });
  }

  /** Forgets the tasks that are no failures any more. */
  keep(isFailed: (task: number) => boolean): void {
    for (const task of this.failures.keys()) if (!isFailed(task)) this.failures.delete(task);
  }

  /** The largest first, of equal ones that with the latest failure. */
  groups(): FailureGroup[] {
    const bySignature = new Map<string, [task: number, Known][]>();
    for (const entry of this.failures) {
      const same = bySignature.get(entry[1].signature);
      if (same === undefined) bySignature.set(entry[1].signature, [entry]);
      else same.push(entry);
    }
    return [...bySignature.values()]
      .map(groupOf)
      .sort((a, b) => b.tasks.length - a.tasks.length || b.lastT - a.lastT);
  }
}

function groupOf(entries: [task: number, Known][]): FailureGroup {
  entries.sort(([, a], [, b]) => a.t - b.t);
  const [, first] = entries[0];
  const [, last] = entries[entries.length - 1];
  return {
    signature: first.signature,
    tasks: entries.map(([task]) => task),
    firstT: first.t,
    lastT: last.t,
    example: last.message,
  };
}
