import type { ConsensusOutcome } from '../../plan/consensus/consensus-outcome.ts';
import type { Outcome } from '../../plan/run-results.ts';
import { consensusAnswers, consensusRows } from './consensus-words.ts';
import { decidedLines } from './decided-lines.ts';
import { type WorkflowsOutcome, workflowRows } from './workflow-words.ts';

/** What a run decided, as the plain front end tells it. */
export interface DecidedWords {
  /** Before the summary. */
  readonly above: string;
  /** Lines of the summary. */
  readonly rows: readonly [name: string, value: string][];
  /** After the summary. */
  readonly below: string;
}

/** @param outcome as outcome.json has it; null where the run decides nothing */
export function decidedWords(outcome: Outcome | null): DecidedWords {
  const below = decidedLines(outcome);
  if (outcome?.kind === 'workflows')
    return { above: '', rows: workflowRows(outcome as unknown as WorkflowsOutcome), below };
  if (outcome?.kind !== 'consensus') return { above: '', rows: [], below };
  const consensus = outcome as unknown as ConsensusOutcome;
  return { above: consensusAnswers(consensus), rows: consensusRows(consensus), below };
}
