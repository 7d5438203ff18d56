import type { UnionOutcome } from '../../plan/reduce/answer-union.ts';
import type { ReducedOutcome } from '../../plan/reduce/reduce-outcome.ts';
import { madeWords } from '../../report/reduced-markdown.ts';
import { count, plural } from '../format.ts';
import { textLines } from './text-lines.ts';

/** How many answers are different. */
export function unionLines({ answers, distinct }: UnionOutcome['dedupe']): string[] {
  return [`${count(distinct)} different among ${plural(answers, 'answer')}`];
}

/** The reduced text where it is short, and what it was made of. */
export function reducedLines(reduced: ReducedOutcome): string[] {
  const { task, status, text, error } = reduced;
  const made = madeWords(reduced);
  if (text === null) {
    const why = error === null ? '' : `: ${error}`;
    return [`${task} is ${status ?? 'not done'}${why} (${made})`];
  }
  return textLines(`${task}, of ${made}`, text);
}
