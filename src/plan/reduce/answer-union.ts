import type { Dedupe } from '../../spec/work/workload.ts';
import { answerKey } from './answer-key.ts';

/** Different answers that outcome.json holds, and tasks that it names for each. */
const mostAnswers = 1_000;
const mostTasks = 100;

/** What outcome.json says of answers of which those that are the same count as one. */
export interface UnionOutcome {
  readonly dedupe: {
    readonly by: Dedupe;
    readonly answers: number;
    /** Different ones among them; `union` holds the first 1,000. */
    readonly distinct: number;
  };
  readonly union: readonly {
    /** As the first task of them wrote it. */
    readonly text: string;
    readonly count: number;
    /** The first 100 of them. */
    readonly tasks: readonly string[];
  }[];
}

interface Entry {
  readonly text: string;
  count: number;
  readonly tasks: string[];
}

/** Collects answers one after the other; of those beyond what is told only their keys are kept. */
export class AnswerUnion {
  private readonly by: Dedupe;
  private readonly entries = new Map<string, Entry | null>();
  private answers = 0;

  constructor(by: Dedupe) {
    this.by = by;
  }

  add(text: string, task: string): void {
    this.answers++;
    const key = answerKey(text, this.by);
    const entry = this.entries.get(key);
    if (entry === undefined) {
      const isTold = this.entries.size < mostAnswers;
      this.entries.set(key, isTold ? { text, count: 1, tasks: [task] } : null);
    } else if (entry !== null) {
      entry.count++;
      if (entry.tasks.length < mostTasks) entry.tasks.push(task);
    }
  }

  get outcome(): UnionOutcome {
    const { by, answers, entries } = this;
    return {
      dedupe: { by, answers, distinct: entries.size },
      union: [...entries.values()].filter((entry) => entry !== null),
    };
  }
}
