import { type Segment, Tone } from '../painter/style.ts';
import { wrapWithin } from '../parts/wrap.ts';
import { candidateRow, inputLine } from '../prompt/input-rows.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { FilterLineState } from './filter-line-state.ts';

const mostLines = 3;

/** The line of a filter and, above it, what it could become or why it cannot be kept. */
export function filterLines(
  { line, completion, picked, problem }: FilterLineState,
  columns: number,
): Segment[][] {
  const input = inputLine(line, { sign: '/', behind: null, columns });
  if (problem === null) return [candidateRow({ completion, picked, line }, columns - 2), input];
  const words = wrapWithin(oneLine(problem), columns - 2, mostLines);
  return [...words.map((part): Segment[] => [[` ${part}`, Tone.warn]]), input];
}
