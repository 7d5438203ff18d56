import { usd } from '../../cost/usd.ts';
import type { EarlyStop } from '../../spec/work/consensus-workload.ts';
import type { RunResults, TaskResult } from '../run-results.ts';
import type { ConsensusParts } from './consensus-parts.ts';
import { QuestionCount, type QuestionOutcome } from './question-count.ts';
import { type MeanCosts, savedNanoUsd } from './saved-calls.ts';

/** What outcome.json says of a consensus; its fields are explained in docs/consensus.md. */
export type ConsensusOutcome = {
  readonly kind: 'consensus';
  readonly questions: readonly (QuestionOutcome & { readonly saved_usd: number | null })[];
  readonly decided: number;
  readonly undecided: number;
  readonly asked: number;
  readonly saved_calls: number;
  readonly saved_usd: number | null;
  readonly cut_calls: number;
  readonly threshold: number | null;
  readonly early_stop: EarlyStop;
  readonly normalize: string;
};

/** Reads all results once, and holds the texts of one question at a time. */
export function consensusOutcome(parts: ConsensusParts, results: RunResults): ConsensusOutcome {
  const { table, voters, workload } = parts;
  const size = parts.polls.length * voters;
  const costs = parts.roles.map(() => ({ nanoUsd: 0 as number | null, calls: 0 }));
  const counted: { outcome: QuestionOutcome; saved: readonly number[] }[] = [];
  let count: QuestionCount | null = null;
  for (const result of results.all()) {
    const { task } = result;
    // What is added to the plan for something else has no vote.
    if (task >= size) break;
    addCost(costs[table.role[task]], result);
    count ??= new QuestionCount(parts, task / voters);
    count.add(result);
    if (task % voters < voters - 1) continue;
    counted.push(count.end());
    count = null;
  }
  const means: MeanCosts = costs.map(({ nanoUsd, calls }) =>
    nanoUsd === null || calls === 0 ? null : nanoUsd / calls,
  );
  const questions = counted.map(({ outcome, saved }) => ({
    ...outcome,
    saved_usd: dollars(savedNanoUsd(saved, means)),
  }));
  const sum = (of: (question: QuestionOutcome) => number) =>
    questions.reduce((total, question) => total + of(question), 0);
  const savedByRole = parts.roles.map((_, role) =>
    counted.reduce((total, { saved }) => total + saved[role], 0),
  );
  return {
    kind: 'consensus',
    questions,
    decided: sum(({ decided }) => Number(decided)),
    undecided: sum(({ decided }) => Number(!decided)),
    asked: sum(({ asked }) => asked),
    saved_calls: sum(({ saved_calls }) => saved_calls),
    saved_usd: dollars(savedNanoUsd(savedByRole, means)),
    cut_calls: sum(({ cut_calls }) => cut_calls),
    threshold: workload.threshold,
    early_stop: workload.earlyStop,
    normalize: normalizeWords(parts),
  };
}

function addCost(cost: { nanoUsd: number | null; calls: number }, result: TaskResult): void {
  if (result.status !== 'done') return;
  cost.calls++;
  if (cost.nanoUsd === null || result.costNanoUsd === null) cost.nanoUsd = null;
  else cost.nanoUsd += result.costNanoUsd;
}

function dollars(nanoUsd: number | null): number | null {
  return nanoUsd === null ? null : usd(nanoUsd);
}

function normalizeWords({ workload: { normalize } }: ConsensusParts): string {
  if (normalize.kind === 'json') return `json:${normalize.pointer}`;
  return normalize.kind === 'module' ? `${normalize.file}#${normalize.exported}` : normalize.kind;
}
