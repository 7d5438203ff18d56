import type { Candidate } from '../../src/engine/commands/candidate.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { displayWidth, graphemes } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { Line } from './line-editor.ts';
import type { PromptState } from './prompt-state.ts';

interface InputLook {
  /** What stands before the line and says what it is: `:` or `/`. */
  readonly sign: string;
  /** What is said behind it. */
  readonly behind: Segment | null;
  readonly columns: number;
}

const gap: Segment = ['  ', Tone.dim];

/** The line with its cursor, as the part of it that fits, and what is said behind it. */
export function inputLine({ text, cursor }: Line, { sign, behind, columns }: InputLook): Segment[] {
  const room = Math.max(4, columns - 3);
  const before = [...graphemes(text.slice(0, cursor))];
  const [under = ' ', ...after] = graphemes(text.slice(cursor));
  let width = displayWidth(before.join(''));
  // What is left of the cursor gives way first.
  let first = 0;
  while (width > room - 1) width -= displayWidth(before[first++]);
  return [
    [first > 0 ? '…' : sign, Tone.accent | Attribute.bold],
    [before.slice(first).join(''), Tone.fg],
    [under, Tone.fg | Attribute.inverse],
    [after.join(''), Tone.fg],
    ...(behind === null ? [] : [gap, behind]),
  ];
}

/** Candidates in one row, the chosen one in sight; none where what was typed is the only one. */
export function candidateRow(
  { completion, picked, line }: Pick<PromptState, 'completion' | 'picked' | 'line'>,
  width: number,
): Segment[] {
  const { candidates, from, to } = completion;
  if (candidates.length === 1 && candidates[0].text === line.text.slice(from, to)) return [];
  const out: Segment[] = [];
  let used = 0;
  for (let i = firstShown(candidates, picked, width); i < candidates.length; i++) {
    const text = oneLine(candidates[i].text);
    const takes = displayWidth(text) + 2;
    if (used + takes > width - 2) {
      out.push(['…', Tone.dim]);
      break;
    }
    out.push([` ${text} `, i === picked ? Tone.select : Tone.dim]);
    used += takes;
  }
  return out;
}

function firstShown(candidates: readonly Candidate[], picked: number, width: number): number {
  let first = 0;
  let used = 0;
  for (let i = 0; i <= picked; i++) {
    used += displayWidth(candidates[i].text) + 2;
    if (used <= width - 2) continue;
    first = i;
    used = displayWidth(candidates[i].text) + 2;
  }
  return first;
}
