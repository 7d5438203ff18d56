import type { PromptItem } from './prompts-workload.ts';

/** One question, its `{{vars}}` filled in. */
export interface QuestionItem extends Omit<PromptItem, 'prompt'> {
  readonly question: string;
  /** What voters are asked, where that is more than the question. */
  readonly prompt?: string;
}

/** What makes two answers the same. */
export type Normalize =
  /** Letter by letter. */
  | { readonly kind: 'exact' }
  /** Past case, white space and the punctuation around. */
  | { readonly kind: 'text' }
  /** The last number in them. */
  | { readonly kind: 'number' }
  /** What stands at a JSON pointer (RFC 6901) of their JSON. */
  | { readonly kind: 'json'; readonly pointer: string }
  /** What a function of the operator's says; `file` is absolute. */
  | { readonly kind: 'module'; readonly file: string; readonly exported: string };

/** When no more voters are asked: never before all have, once nothing can change, once at 95 % nothing will. */
export type EarlyStop = 'never' | 'certain' | 'likely';

export interface ConsensusWorkload {
  readonly kind: 'consensus';
  readonly questions: readonly QuestionItem[];
  /** Of each question; a number is spread over the roles by share. */
  readonly voters: number | Readonly<Record<string, number>>;
  /** By role; 1 where there is none. */
  readonly weights: Readonly<Record<string, number>>;
  /** Share of the weight of all valid votes that the winner needs at least; null is more than half. */
  readonly threshold: number | null;
  readonly normalize: Normalize;
  readonly earlyStop: EarlyStop;
  /** What the operator sees. */
  readonly source: string;
}

/** How many voters each question has. */
export function votersPerQuestion(voters: ConsensusWorkload['voters']): number {
  if (typeof voters === 'number') return voters;
  return Object.values(voters).reduce((sum, count) => sum + count, 0);
}
