import type { Mark, MarkKind } from '../../src/state/marks.ts';
import { Tone } from '../painter/style.ts';
import type { Scene } from '../scene.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { AxisMark } from './chart-axis.ts';
import { dotOf, type TimeScale } from './timeline.ts';

const styles: Readonly<Record<MarkKind, number>> = {
  hand: Tone.accent,
  preset: Tone.accent,
  pause: Tone.accent,
  resume: Tone.accent,
  auto: Tone.info,
  breaker: Tone.warn,
};
const longestName = 8;

/** What was changed in the time that a chart shows, from the left to the right. */
export function axisMarks({ snapshot, operator }: Scene, scale: TimeScale): AxisMark[] {
  return snapshot.marks
    .all()
    .map((mark) => ({
      // A change stands before the sample that first shows it.
      column: Math.min(dotOf(scale, mark.sample), scale.dots - 1) >> 1,
      word: wordOf(mark, operator),
      style: styles[mark.kind],
    }))
    .filter(({ column }) => column >= 0);
}

function wordOf({ kind, by }: Mark, operator: string): string {
  if (kind !== 'hand') return kind;
  return by === operator ? 'you' : oneLine(by).slice(0, longestName);
}
