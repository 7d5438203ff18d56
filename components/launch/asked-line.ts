import type { Completion } from '../../src/engine/commands/complete-command.ts';
import type { Line } from '../prompt/line-editor.ts';

/** A line that the launch screen asks for, as it stands. */
export interface AskedLine {
  /** `save as preset`, `prompts or spec`. */
  readonly title: string;
  /** Path of the field of the form that it stands in; null where it has a row of its own. */
  readonly field: string | null;
  readonly line: Line;
  readonly completion: Completion;
  /** Index of the candidate that is tried; -1 for none. */
  readonly picked: number;
  /** What Enter would do with it, or why it would not. */
  readonly says: { readonly ok: boolean; readonly text: string } | null;
  /** It was given, and the answer has not come. */
  readonly busy: boolean;
}

export const noCompletion: Completion = { from: 0, to: 0, candidates: [] };
