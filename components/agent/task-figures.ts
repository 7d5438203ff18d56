import type { AttemptRecord, TaskRecord } from '../../src/state/task-record.ts';
import { inputTokensOf } from '../../src/state/totals.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, duration, money, plural, unknownMark } from '../parts/format.ts';

const dot: Segment = [' · ', Tone.dim];

/** What several calls of a task took together. */
interface CallSums {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costNanoUsd: number;
  /** Calls that ended well and whose price nobody knows. */
  readonly unpriced: number;
  readonly ms: number;
}

/** Whether the task has taken more than one turn, or is about to. */
export function hasTurns(attempts: readonly AttemptRecord[]): boolean {
  return attempts.some(({ turn, outcome }) => turn > 1 || outcome === 'turn');
}

/** `1,604 in  3,204 out · $0.012`: all calls of the task. */
export function sumSegments(
  { attempts }: TaskRecord,
  outputTokens: number | null,
  t: number,
): Segment[] {
  const sums = sumOf(attempts, t);
  return [
    [count(sums.inputTokens), Tone.fg],
    [' in  ', Tone.dim],
    // Those of the call under way are counted as they come.
    [count(sums.outputTokens + (outputTokens ?? 0)), Tone.fg],
    [' out', Tone.dim],
    dot,
    ...costOf(sums),
  ];
}

/** `6 calls · 1 failed · 12s`; empty where no turn wanted a tool. */
export function toolSegments({ toolCalls }: TaskRecord): Segment[] {
  if (toolCalls.length === 0) return [];
  const failed = toolCalls.filter(({ end }) => end !== null && end.failure !== null).length;
  const ms = toolCalls.reduce((sum, { end }) => sum + (end?.durationMs ?? 0), 0);
  const out: Segment[] = [[plural(toolCalls.length, 'call'), Tone.fg]];
  if (failed > 0) out.push(dot, [`${count(failed)} failed`, Tone.warn]);
  return [...out, dot, [duration(ms), Tone.fg]];
}

/** `… 7 more calls · 5.2s · $0.004`: those that a list has no room for. */
export function moreSegments(attempts: readonly AttemptRecord[], t: number): Segment[] {
  const sums = sumOf(attempts, t);
  return [
    [` … ${plural(sums.calls, 'more call')}`, Tone.dim],
    dot,
    [duration(sums.ms), Tone.fg],
    dot,
    ...costOf(sums),
  ];
}

function sumOf(attempts: readonly AttemptRecord[], t: number): CallSums {
  const sums = { calls: 0, inputTokens: 0, outputTokens: 0, costNanoUsd: 0, unpriced: 0, ms: 0 };
  for (const { usage, costNanoUsd, startedT, endedT } of attempts) {
    sums.calls++;
    sums.ms += (endedT ?? t) - startedT;
    if (usage === null) continue;
    sums.inputTokens += inputTokensOf(usage);
    sums.outputTokens += usage.outputTokens;
    if (costNanoUsd === null) sums.unpriced++;
    else sums.costNanoUsd += costNanoUsd;
  }
  return sums;
}

function costOf({ costNanoUsd, unpriced }: CallSums): Segment[] {
  if (unpriced === 0) return [[money(costNanoUsd), Tone.fg]];
  if (costNanoUsd === 0) return [[unknownMark, Tone.dim]];
  return [[`≥${money(costNanoUsd)}`, Tone.fg]];
}
