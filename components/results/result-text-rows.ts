import { WrappedText } from '../agent/wrapped-text.ts';
import type { ConsoleState } from '../console-state.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, duration, moment, money, plural } from '../parts/format.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { agentWord, endLook } from './results-columns.ts';
import type { ResultsView } from './results-view.ts';

/** Left free at both sides of the text. */
const margin = 1;

/** The one text that is on the screen: broken into rows only where it or its width has changed. */
const wrapped = new WrappedText();

/** How many rows the text takes in a part of the screen of this width. */
export function textRows(results: ResultsView, width: number): number {
  wrapped.set(readingOf(results).text);
  return wrapped.rowCount(Math.max(1, width - 2 * margin));
}

/** The result under the cursor, or what the failures of a kind say, whole and under its rule. */
export function drawResultText(view: CellView, { results }: ConsoleState): void {
  const { title, items, style } = readingOf(results);
  const rows = textRows(results, view.columns);
  const room = view.rows - 1;
  const first = Math.max(0, Math.min(results.scroll, rows - room));
  const more =
    rows > room ? [[[`${Math.round((100 * (first + room)) / rows)} %`, Tone.dim] as Segment]] : [];
  drawTitleRule(view, title, [...items, ...more], results.focus === 'text' || results.whole);
  for (let row = 0; row < room && first + row < rows; row++)
    view.text(margin, row + 1, wrapped.row(first + row), style, view.columns - 2 * margin);
}

interface Reading {
  readonly title: string;
  readonly items: readonly Segment[][];
  readonly text: string;
  readonly style: number;
}

const nothing: Reading = { title: 'answer', items: [], text: '', style: Tone.fg };

function readingOf({ shows, groups, cursor, shown }: ResultsView): Reading {
  if (shows === 'failures') {
    const group = groups[cursor];
    if (group === undefined) return { ...nothing, title: 'example' };
    const { tasks, firstT, lastT, example } = group;
    const when = firstT === lastT ? moment(firstT) : `${moment(firstT)} to ${moment(lastT)}`;
    const items: Segment[][] = [[[plural(tasks.length, 'task'), Tone.bad]], [[when, Tone.dim]]];
    return { title: 'the last of them', items, text: example, style: Tone.fg };
  }
  if (shown === null) return nothing;
  const { head, text, isError } = shown;
  const { style } = endLook(head.status);
  const items: Segment[][] = [
    [[head.status === 'queued' ? 'waits again' : head.status, style]],
    [[oneLine(agentWord(head)), Tone.fg]],
  ];
  if (head.outputTokens !== null)
    items.push([
      [count(head.outputTokens), Tone.fg],
      [' tokens', Tone.dim],
    ]);
  if (head.costNanoUsd !== null) items.push([[money(head.costNanoUsd), Tone.fg]]);
  if (head.durationMs !== null) items.push([[duration(head.durationMs), Tone.fg]]);
  const words = text ?? 'This task has no result yet.';
  return { title: oneLine(head.id), items, text: words, style: isError ? Tone.warn : Tone.fg };
}
