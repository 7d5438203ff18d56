import type { Message } from '../../providers/provider.ts';
import type { SpentByTurns, WantedCall } from '../../state/events.ts';
import { repairWords, type SaidTurn, saidMessages } from '../../state/said-turn.ts';

/** A turn that ended well and was not the last. */
export interface EndedTurn extends SpentByTurns {
  readonly text: string;
  readonly calls: readonly WantedCall[];
  readonly problem: string | null;
}

type Said = SaidTurn & { readonly answers: Map<string, string> };

/** Upper estimate of what a message takes beside its text, in tokens. */
const tokensPerMessage = 16;

/**
 * What a task's conversation has become beyond the messages of its plan. It is kept while the task
 * lives, whatever becomes of its calls: a turn that has been paid for is not asked for again.
 */
export class Dialogue {
  /** Answers that were of no use and that the model was told of. */
  repairs = 0;
  private total: SpentByTurns | null = null;
  private readonly said: Said[] = [];
  private bytes = 0;
  private messageCount = 0;

  /** Turns that have ended well. */
  get turns(): number {
    return this.said.length;
  }

  ended(turn: EndedTurn): void {
    const { text, calls, problem } = turn;
    this.total = this.spentWith(turn);
    this.said.push({ text, calls, problem, answers: new Map() });
    this.grow(text);
    for (const call of calls) this.grow(call.arguments);
    if (problem === null) return;
    this.repairs++;
    this.grow(repairWords(problem));
  }

  /** A tool that a turn wanted called has given this; @param turn by default the last one */
  answered(call: string, text: string, turn = this.turns): void {
    this.said[turn - 1]?.answers.set(call, text);
    this.grow(text);
  }

  /** What follows the messages of the plan. */
  messages(): Message[] {
    return saidMessages(this.said);
  }

  /** Upper estimate of the tokens of all that: half the bytes, as of texts that nobody counted. */
  get tokens(): number {
    return Math.ceil(this.bytes / 2) + this.messageCount * tokensPerMessage;
  }

  /** What all its turns took; null before the first has ended. */
  get spent(): SpentByTurns | null {
    return this.total;
  }

  /** The same with one more call. */
  spentWith({ usage, costNanoUsd }: SpentByTurns): SpentByTurns {
    if (this.total === null) return { usage, costNanoUsd };
    const { usage: before, costNanoUsd: costBefore } = this.total;
    return {
      usage: {
        inputTokens: before.inputTokens + usage.inputTokens,
        cacheReadTokens: before.cacheReadTokens + usage.cacheReadTokens,
        cacheWriteTokens: before.cacheWriteTokens + usage.cacheWriteTokens,
        outputTokens: before.outputTokens + usage.outputTokens,
        estimated: before.estimated || usage.estimated,
      },
      costNanoUsd: costBefore === null || costNanoUsd === null ? null : costBefore + costNanoUsd,
    };
  }

  private grow(text: string): void {
    this.bytes += Buffer.byteLength(text);
    this.messageCount++;
  }
}
