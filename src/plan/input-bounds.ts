import type { Plan } from './plan.ts';

/** Added for each message: its role, and what a chat protocol puts around it. */
const tokensPerMessage = 16;
/** How far a tokenizer of the same family may be off. */
const margin = 1.1;

/** Tokens of a text by the model's own tokenizer; -1 where they were not counted. */
export type CountedTexts = ReadonlyMap<string, number>;

/**
 * Upper estimates of what each task sends, in tokens: 1.1 times what the tokenizer counts and 16 a
 * message, or half the bytes where there is no tokenizer. Each is made when it is first asked for, so
 * that a plan of 100,000 tasks is not read twice for a run of ten.
 */
export class InputBounds {
  private readonly plan: Plan;
  /** Half the bytes of each task; 0 where it was not asked for. */
  private readonly halved: Uint32Array;
  private readonly counted: Uint32Array | null;

  /** @param counted by task, for models whose tokenizer is known; null where nothing was counted */
  constructor(plan: Plan, counted: Uint32Array | null) {
    this.plan = plan;
    this.halved = new Uint32Array(plan.size);
    this.counted = counted;
  }

  /** @param byTokenizer whether the model's tokenizer is the one that was counted with */
  of(task: number, byTokenizer: boolean): number {
    const isKnown = task < this.halved.length && !this.plan.graph?.isDeferred(task);
    // What answers of others go into is not the same before they have come.
    if (!isKnown) return boundOf(this.plan, task, null);
    if (byTokenizer && this.counted !== null) return this.counted[task];
    if (this.halved[task] === 0) this.halved[task] = boundOf(this.plan, task, null);
    return this.halved[task];
  }
}

/** The column of all tasks, from what each of their texts counts. */
export function countedBounds(plan: Plan, texts: CountedTexts): Uint32Array {
  return Uint32Array.from({ length: plan.size }, (_, task) => boundOf(plan, task, texts));
}

function boundOf(plan: Plan, task: number, texts: CountedTexts | null): number {
  const { pieces } = plan;
  const bytes = pieces?.bytesOf(task) ?? null;
  if (pieces !== undefined && bytes !== null) {
    // Each can be a message of its own, beside what the system and the user say.
    const messages = pieces.countOf(task) + 2;
    return Math.ceil(bytes / 2) + messages * tokensPerMessage;
  }
  let tokens = 0;
  for (const { content } of plan.messages(task)) {
    const counted = texts?.get(content) ?? -1;
    const ofText = counted < 0 ? Buffer.byteLength(content) / 2 : counted * margin;
    tokens += Math.ceil(ofText) + tokensPerMessage;
  }
  return tokens;
}
