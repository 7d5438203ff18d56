import type { ConsensusOutcome } from '../plan/consensus/consensus-outcome.ts';
import type { Outcome } from '../plan/run-results.ts';
import { consensusAnswers, consensusRows } from './consensus-words.ts';
import { decidedLines } from './decided/decided-lines.ts';

/** What a run decided, as the plain front end tells it. */
export interface DecidedWords {
  /** Before the summary. */
  readonly above: string;
  /** Lines of the summary. */
  readonly rows: readonly [name: string, value: string][];
}

/** @param outcome as outcome.json has it; null where the run decides nothing */
export function decidedWords(outcome: Outcome | null): DecidedWords {
  const lines = decidedLines(outcome);
  if (outcome?.kind !== 'consensus') return { above: lines, rows: [] };
  const consensus = outcome as unknown as ConsensusOutcome;
  return { above: consensusAnswers(consensus) + lines, rows: consensusRows(consensus) };
}
