import type { CompareOutcome } from '../../plan/compare/outcome-shape.ts';
import type { UnionOutcome } from '../../plan/reduce/answer-union.ts';
import type { ReducedOutcome } from '../../plan/reduce/reduce-outcome.ts';
import type { Outcome } from '../../plan/run-results.ts';
import { sanitized } from '../sanitized.ts';
import { compareLines } from './compare-lines.ts';
import { reducedLines, unionLines } from './reduce-lines.ts';
import { type WorkflowsOutcome, workflowLines } from './workflow-words.ts';

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
    ...(kind === 'workflows' ? [workflowLines(outcome as unknown as WorkflowsOutcome)] : []),
    ...(dedupe === undefined ? [] : [unionLines(dedupe)]),
    ...(reduced === undefined ? [] : [reducedLines(reduced)]),
  ];
  const told = parts.filter((part) => part.length > 0);
  const lines = told.map((part) =>
    part.map((line) => (line === '' ? '' : `  ${sanitized(line)}`)).join('\n'),
  );
  return lines.map((part) => `\n${part}\n`).join('');
}
