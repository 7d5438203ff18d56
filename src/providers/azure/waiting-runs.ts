import type { Message, Turn } from '../provider.ts';

/** A run that waits at the service for what its tools gave. */
export interface WaitingRun {
  readonly thread: string;
  readonly run: string;
}

/** By then a run has expired. */
const lifeMs = 10 * 60_000;

/**
 * Runs between two turns of a task: the first ended because the model wants tools called, the next
 * brings what they gave, and goes on in the same run.
 */
export class WaitingRuns {
  /** By the id of each call that the run waits for; the oldest first. */
  private readonly runs = new Map<string, { readonly of: WaitingRun; readonly sinceT: number }>();

  keep(run: WaitingRun, callIds: readonly string[]): void {
    const now = performance.now();
    for (const [id, { sinceT }] of this.runs) {
      if (now - sinceT < lifeMs) break;
      this.runs.delete(id);
    }
    for (const id of callIds) this.runs.set(id, { of: run, sinceT: now });
  }

  /** The run that the turn goes on with; null where it begins one. It waits no more. */
  take({ messages }: Turn): WaitingRun | null {
    const [first] = resultsOf(messages);
    const found = this.runs.get(first?.toolCallId ?? '');
    if (found === undefined) return null;
    for (const [id, { of }] of this.runs) if (of === found.of) this.runs.delete(id);
    return found.of;
  }

  /** All that still wait; they wait no more. */
  takeAll(): WaitingRun[] {
    const all = new Set([...this.runs.values()].map(({ of }) => of));
    this.runs.clear();
    return [...all];
  }
}

/** The results of tools that a conversation ends with. */
export function resultsOf(messages: readonly Message[]): readonly Message[] {
  const last = messages.findLastIndex(({ toolCallId }) => toolCallId === undefined);
  return messages.slice(last + 1);
}
