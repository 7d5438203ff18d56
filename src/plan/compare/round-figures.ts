import type { ComparedItem, CompareWorkload } from '../../spec/work/compare-workload.ts';
import type { RunResults, TaskResult } from '../run-results.ts';
import type { AnswerCheck } from './answer-checks.ts';
import type { CompareLayout } from './compare-layout.ts';
import { pairVerdict, readVerdict, type Verdict } from './verdict.ts';

/** Figures of an answer; NaN where it has none. */
export const answerFigures = [
  'success',
  'checks',
  'latency_ms',
  'output_tokens',
  'cost_usd',
] as const;

export type AnswerFigure = (typeof answerFigures)[number];

/** What all tasks of a comparison gave, as numbers: texts are read once and not kept. */
export interface RoundFigures {
  /** By variant and round. */
  readonly answers: readonly Readonly<Record<AnswerFigure, Float64Array>>[];
  /** By pair and round: 1 where its first variant was judged better, -1 its second, 0 a tie, NaN unjudged. */
  readonly verdicts: readonly Float64Array[];
  /** Pairs that were judged in both orders and in which both orders said the same. */
  readonly agreed: number;
  /** Of all that was judged, how often the answer that stood first was preferred, and how often the other. */
  readonly preferred: { readonly first: number; readonly second: number };
  /** Answers of the judge that could not be read. */
  readonly unreadable: number;
}

/** Reads the results of a run once, in the order of the plan. */
export function roundFigures(
  { items, judge }: Pick<CompareWorkload, 'items' | 'judge'>,
  layout: CompareLayout,
  results: RunResults,
  check: AnswerCheck | null,
): RoundFigures {
  const column = () => new Float64Array(layout.rounds).fill(Number.NaN);
  const answers = Array.from({ length: layout.variants }, () => ({
    success: column(),
    checks: column(),
    latency_ms: column(),
    output_tokens: column(),
    cost_usd: column(),
  }));
  const verdicts = layout.pairs.map(column);
  const preferred = { first: 0, second: 0 };
  let agreed = 0;
  let unreadable = 0;
  let straight: Verdict | null = null;
  for (const result of results.all()) {
    const { task } = result;
    if (task < layout.answers) {
      const round = layout.roundOf(task);
      const of = figuresOf(result, items[round % items.length], check);
      const columns = answers[layout.variantOf(task)];
      for (const name of answerFigures) columns[name][round] = of[name];
    } else if (task < layout.size && judge !== null) {
      const verdict = readVerdict(result.text);
      if (result.status === 'done' && verdict === null) unreadable++;
      if (verdict === 'A') preferred.first++;
      if (verdict === 'B') preferred.second++;
      if ((task - layout.answers) % 2 === 0) {
        straight = verdict;
        continue;
      }
      const { round, pair } = layout.judged(task);
      const decided = pairVerdict(straight, verdict);
      if (decided === null) continue;
      verdicts[pair][round] = decided;
      if (decided !== 0 || (straight === 'tie' && verdict === 'tie')) agreed++;
    }
  }
  return { answers, verdicts, agreed, preferred, unreadable };
}

/** A task that was never done or was called off says nothing of its variant. */
function figuresOf(
  { status, text, callMs, outputTokens, costNanoUsd }: TaskResult,
  { expected }: ComparedItem,
  check: AnswerCheck | null,
): Record<AnswerFigure, number> {
  const none = Number.NaN;
  const ended = status === 'done' || status === 'failed' || status === 'poison';
  const done = status === 'done';
  // Whether a check applies does not hang on the answer.
  const passed = ended && check !== null ? check(text ?? '', expected) : null;
  return {
    success: ended ? Number(done) : none,
    checks: passed === null ? none : Number(done && passed),
    latency_ms: done ? (callMs ?? none) : none,
    output_tokens: done ? (outputTokens ?? none) : none,
    cost_usd: done && costNanoUsd !== null ? costNanoUsd / 1e9 : none,
  };
}
