import { type Segment, Tone } from '../painter/style.ts';
import { wrapWithin } from '../parts/wrap.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { candidateRow, inputLine } from './input-rows.ts';
import type { PromptState } from './prompt-state.ts';

const mostHintLines = 4;
const mostListed = 14;

/**
 * The command line and what stands above it, from the top: what could be typed, what the command
 * would do, and the line itself. A refusal stands in the line itself where it has room.
 */
export function promptLines(prompt: PromptState, columns: number, rows: number): Segment[][] {
  const { line, list, hint, refusal, asked, usage } = prompt;
  const lines: Segment[][] = list ? listLines(prompt, columns, rows) : [];
  const width = columns - 2;
  const room = width - displayWidth(line.text) - 4;
  const inLine = refusal !== null && displayWidth(refusal) <= room;
  if (refusal !== null && !inLine) lines.push(...textLines(refusal, Tone.warn, width));
  if (refusal === null) {
    const known = hint !== null && prompt.picked < 0;
    const row = list || known ? [] : candidateRow(prompt, width);
    if (row.length > 0) lines.push(row);
    if (hint !== null) lines.push(...textLines(hint.text, hint.ok ? Tone.fg : Tone.warn, width));
  }
  if (lines.length === 0) lines.push([]);
  const behind: Segment | null = asked
    ? ['→ asked', Tone.accent]
    : inLine
      ? [refusal, Tone.warn]
      : refusal === null && displayWidth(usage) <= room
        ? [usage, Tone.dim]
        : null;
  const kept = lines.slice(Math.max(0, lines.length - Math.max(0, rows - 1)));
  return [...kept, inputLine(line, { sign: ':', behind, columns })];
}

function textLines(text: string, style: number, width: number): Segment[][] {
  return wrapWithin(oneLine(text), width, mostHintLines).map((part): Segment[] => [
    [` ${part}`, style],
  ]);
}

/** Rows that the list keeps free, so that it does not jump while its length changes. */
export function listRows(rows: number): number {
  return Math.max(1, Math.min(mostListed, Math.floor(rows / 2) - 2));
}

function listLines(
  { completion, picked }: PromptState,
  columns: number,
  rows: number,
): Segment[][] {
  const { candidates } = completion;
  const shown = listRows(rows);
  const from = Math.max(0, Math.min(picked - shown + 1, candidates.length - shown));
  const nameWidth = Math.min(
    Math.floor(columns / 2),
    candidates.reduce((most, { text }) => Math.max(most, displayWidth(text)), 12),
  );
  const more = candidates.length > shown ? ` ${candidates.length} ` : '';
  const title = '─ commands ';
  const rule = `${title}${'─'.repeat(Math.max(0, columns - title.length - more.length - 2))}${more}──`;
  const lines: Segment[][] = [[[rule.slice(0, columns), Tone.accent]]];
  for (let i = from; i < from + shown; i++) {
    const candidate = candidates[i];
    if (candidate === undefined) {
      lines.push([]);
      continue;
    }
    const chosen = i === picked;
    const text = oneLine(candidate.text);
    const name = text + ' '.repeat(Math.max(0, nameWidth - displayWidth(text)));
    lines.push([
      [chosen ? ' › ' : '   ', chosen ? Tone.accent : Tone.fg],
      [name, chosen ? Tone.select : Tone.fg],
      [chosen ? '  ' : '  ', chosen ? Tone.select : Tone.dim],
      [oneLine(candidate.says), chosen ? Tone.select : Tone.dim],
    ]);
  }
  return lines;
}
