import type { AttemptRecord } from '../../src/state/task-record.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, money, short, unknownMark } from '../parts/format.ts';
import type { AgentScene } from './agent-scene.ts';
import { callTimes } from './call-times.ts';

export const unknownFigure: readonly Segment[] = [[unknownMark, Tone.dim]];

/** `412 in  1,204 out`, as reported once the call has ended, and counted while it streams. */
export function tokenSegments({ usage }: AttemptRecord, { outputTokens }: AgentScene): Segment[] {
  const known = usage !== null;
  const input = known ? usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens : null;
  const out: Segment[] = [
    [`${known && usage.estimated ? '~' : ''}${count(input)}`, known ? Tone.fg : Tone.dim],
    [' in  ', Tone.dim],
    [count(known ? usage.outputTokens : outputTokens), Tone.fg],
    [' out', Tone.dim],
  ];
  if (known && usage.cacheReadTokens > 0)
    out.push([`  ${short(usage.cacheReadTokens)} cached`, Tone.dim]);
  return out;
}

/** Tokens a second now, and the mean of a call that has ended; unknown before they were counted for a while. */
export function speedSegments(attempt: AttemptRecord, { rates }: AgentScene): Segment[] {
  const mean = meanSpeed(attempt);
  const now = rates.length === 0 ? null : rates[rates.length - 1];
  const rate = mean ?? now;
  return [
    [short(rate), rate === null ? Tone.dim : Tone.fg],
    [mean === null ? ' t/s' : ' t/s mean', Tone.dim],
  ];
}

function meanSpeed(attempt: AttemptRecord): number | null {
  const { usage, endedT } = attempt;
  if (usage === null || endedT === null) return null;
  const { streamMs } = callTimes(attempt, endedT);
  return streamMs === null || streamMs < 100 ? null : (usage.outputTokens * 1000) / streamMs;
}

/** Settled where the call has ended well, and what is set aside for it where it has not ended. */
export function costSegments({
  costNanoUsd,
  reservedNanoUsd,
  endedT,
  uncertain,
}: AttemptRecord): Segment[] {
  const reserved = money(reservedNanoUsd);
  if (costNanoUsd !== null) {
    const out: Segment[] = [[money(costNanoUsd), Tone.fg]];
    if (reservedNanoUsd !== null)
      out.push([' of ', Tone.dim], [reserved, Tone.dim], [' reserved', Tone.dim]);
    return out;
  }
  if (endedT === null && reservedNanoUsd !== null)
    return [
      [reserved, Tone.fg],
      [' reserved', Tone.dim],
    ];
  if (uncertain) return [['uncertain', Tone.warn], ...most(reservedNanoUsd)];
  return [...unknownFigure];
}

function most(reservedNanoUsd: number | null): Segment[] {
  return reservedNanoUsd === null ? [] : [[` ≤${money(reservedNanoUsd)}`, Tone.warn]];
}
