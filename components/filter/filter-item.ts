import { type Segment, Tone } from '../painter/style.ts';
import { count } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { Filter } from './filter.ts';

/** A filter as the rule of what it filters tells it: `/rate 12 of 500`. */
export function filterItem({ text }: Filter, kept: number, all: number): Segment[] {
  return [
    [`/${oneLine(text)}`, Tone.accent],
    [` ${count(kept)}`, kept === 0 ? Tone.warn : Tone.fg],
    [` of ${count(all)}`, Tone.dim],
  ];
}
