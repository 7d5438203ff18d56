import type { ResultHead } from '../../src/state/result-head.ts';
import type { ConsoleState } from '../console-state.ts';
import { filterItem } from '../filter/filter-item.ts';
import type { CellView } from '../painter/cell-view.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { count, duration, money, percent, short, unknownMark } from '../parts/format.ts';
import { drawTitleRule } from '../parts/title-rule.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { agentWord, columnWidths, endLook } from './results-columns.ts';
import type { ResultsView } from './results-view.ts';

/** The list of answers under its rule. */
export function drawAnswers(view: CellView, state: ConsoleState): void {
  const { results } = state;
  const focused = results.focus === 'list';
  drawTitleRule(view, listTitle(results), ruleItems(state), focused);
  if (results.problem !== null) return say(view, results.problem, Tone.warn);
  if (results.list.length === 0) return say(view, nothingWords(state), Tone.dim);
  const widths = columnWidths(results.heads, view.columns);
  drawTitles(view, widths);
  results.heads.slice(0, view.rows - 2).forEach((head, row) => {
    const at = results.first + row === results.cursor;
    drawHead(view.inner(0, row + 2, view.columns, 1), head, results, at, widths);
  });
}

/** The rule of a list, and the line of titles. */
export const titleRows = 2;
/** Rows of a list of this height that hold results. */
export const answerRows = (height: number): number => Math.max(0, height - titleRows);

function listTitle({ only }: ResultsView): string {
  return only === null ? 'answers' : `failed: ${oneLine(only.signature)}`;
}

function ruleItems({ results, filters }: ConsoleState): Segment[][] {
  const { kind, order, reversed, list, all, searched, marks } = results;
  const items: Segment[][] = [];
  const filter = filters.results;
  if (filter !== undefined) items.push(filterItem(filter, list.length, all));
  else items.push([[count(list.length), Tone.fg]]);
  if (searched !== null) items.push([[`${percent(searched)} % looked through`, Tone.accent]]);
  if (marks.size > 0) items.push([[`${count(marks.size)} marked`, Tone.accent]]);
  if (kind !== 'all') items.push([[`${kind} only`, Tone.accent]]);
  const how = order === 'plan' ? 'as planned' : order === 'newest' ? 'newest first' : `by ${order}`;
  items.push([[`${how}${reversed ? ', reversed' : ''}`, Tone.dim]]);
  return items;
}

function nothingWords({ results, filters }: ConsoleState): string {
  if (results.searched !== null) return 'looking …';
  if (filters.results !== undefined && results.all > 0) return 'no result has it';
  if (results.only !== null) return 'none of them is failed any more';
  return results.kind === 'all' ? 'no task has ended yet' : `no task has ended as ${results.kind}`;
}

const figures = [
  ['tokens', 8],
  ['cost', 11],
  ['time', 8],
] as const;

type Widths = ReturnType<typeof columnWidths>;

function drawTitles(view: CellView, { id, agent, figures: shown }: Widths): void {
  view.text(4, 1, 'task', Tone.dim, id);
  let x = 4 + id + 2;
  if (agent > 0) view.text(x, 1, 'agent', Tone.dim, agent);
  x += agent > 0 ? agent : 0;
  if (!shown) return;
  for (const [title, width] of figures) {
    x += width;
    view.textRight(x, 1, title, Tone.dim);
  }
}

function drawHead(
  row: CellView,
  head: ResultHead,
  { focus, marks }: ResultsView,
  atCursor: boolean,
  { id, agent, figures: shown }: Widths,
): void {
  const { mark, style } = endLook(head.status);
  const marked = marks.has(head.task) ? Attribute.marked : 0;
  if (atCursor) row.text(0, 0, '›', focus === 'list' ? Tone.accent | Attribute.bold : Tone.dim);
  row.text(2, 0, mark, style);
  row.text(4, 0, oneLine(head.id), (atCursor ? Attribute.bold : Tone.fg) | marked, id);
  let x = 4 + id + 2;
  if (agent > 0) row.text(x, 0, oneLine(agentWord(head)), Tone.dim, agent);
  x += agent > 0 ? agent : 0;
  if (shown) {
    const words = [short(head.outputTokens), costWord(head), duration(head.durationMs)];
    for (const [index, [, width]] of figures.entries()) {
      x += width;
      row.textRight(x, 0, words[index], Tone.fg);
    }
  }
  const failed = head.status === 'failed' || head.status === 'poison';
  const begins = oneLine(head.begins ?? 'waits again').trim();
  row.text(x + 2, 0, begins, failed ? Tone.warn : atCursor ? Tone.fg : Tone.dim);
}

/** What is not known is told apart from what cost nothing. */
function costWord({ costNanoUsd }: ResultHead): string {
  return costNanoUsd === null ? unknownMark : money(costNanoUsd);
}

function say(view: CellView, words: string, style: number): void {
  view.text(1, 1, oneLine(words), style, view.columns - 2);
}
