import type { CompareOutcome } from '../../plan/compare/outcome-shape.ts';
import type { UnionOutcome } from '../../plan/reduce/answer-union.ts';
import type { ReducedOutcome } from '../../plan/reduce/reduce-outcome.ts';
import type { Outcome } from '../../plan/run-results.ts';
import type { WorkflowsOutcome } from '../../plan/workflow/workflows-outcome.ts';
import { sanitized } from '../sanitized.ts';
import { compareLines } from './compare-lines.ts';
import { reducedLines, unionLines } from './reduce-lines.ts';
import { failedWorkflows, workflowOutputs } from './workflow-words.ts';

/** What the run decided, as the summary tells it; empty where it decided nothing. */
export function decidedLines(outcome: Outcome | null): string {
  if (outcome === null) return '';
  const { kind, dedupe, reduced } = outcome as {
    kind?: unknown;
    dedupe?: UnionOutcome['dedupe'];
    reduced?: ReducedOutcome;
  };
  const parts = [
    ...(kind === 'compare' ? [compareLines(outcome as unknown as CompareOutcome)] : []),
    ...(kind === 'workflows' ? ofWorkflows(outcome as unknown as WorkflowsOutcome) : []),
    ...(dedupe === undefined ? [] : [unionLines(dedupe)]),
    ...(reduced === undefined ? [] : [reducedLines(reduced)]),
  ];
  const lines = parts.map((part) =>
    part.map((line) => (line === '' ? '' : `  ${sanitized(line)}`)).join('\n'),
  );
  return lines.map((part) => `\n${part}\n`).join('');
}

function ofWorkflows(outcome: WorkflowsOutcome): string[][] {
  return [...workflowOutputs(outcome), ...failedWorkflows(outcome)];
}
