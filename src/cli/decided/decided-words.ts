import type { ConsensusOutcome } from '../../plan/consensus/consensus-outcome.ts';
import type { Outcome } from '../../plan/run-results.ts';
import type { WorkflowsOutcome } from '../../plan/workflow/workflows-outcome.ts';
import { consensusAnswers, consensusRows } from './consensus-words.ts';
import { decidedLines } from './decided-lines.ts';
import { workflowRows } from './workflow-words.ts';

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
  if (outcome?.kind === 'workflows') {
    const rows = workflowRows(outcome as unknown as WorkflowsOutcome);
    return { above: '', rows, below };
  }
  if (outcome?.kind !== 'consensus') return { above: '', rows: [], below };
  const consensus = outcome as unknown as ConsensusOutcome;
  return { above: consensusAnswers(consensus), rows: consensusRows(consensus), below };
}
