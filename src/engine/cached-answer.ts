/** An answer that an earlier run got to an identical call. */
export interface CachedAnswer {
  readonly text: string;
  readonly finishReason: string;
  /** Id of that run, and of the task there. */
  readonly run: string;
  readonly task: string;
}

/**
 * What an identical call over this route was answered in an earlier run; null where there is nothing,
 * or chance has a part in it. Never throws.
 *
 * @param maxOutputTokens of the call; a longer answer is none
 */
export type AnswerLookup = (
  task: number,
  route: number,
  maxOutputTokens: number | null,
) => CachedAnswer | null;
