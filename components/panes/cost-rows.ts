import type { BudgetFigures } from '../../src/state/budget-figures.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { CellView } from '../painter/cell-view.ts';
import { type Segment, Tone } from '../painter/style.ts';
import { count, money, plural, short, unknownMark } from '../parts/format.ts';
import { drawRule, type HeadlineItem } from '../parts/rule.ts';
import { barSegments } from '../parts/spend-segments.ts';
import type { Scene } from '../scene.ts';
import { drawShares, roleShares, routeShares, type Share, tierShares } from './share-rows.ts';

type Row = readonly [label: string, value: readonly Segment[]];

/** Columns from which on who took what stands beside the figures. */
const leastForTwo = 90;
const gap = 2;
/** Roles, or tiers, that go before the figures where not all have room. */
const mostShares = 3;

/**
 * Pane 5: who took how much, what was spent of what may be, how fast, what the end will cost, and
 * what is not known about it. Where there are tiers they stand before the roles: these may be many.
 */
export function drawCost(view: CellView, scene: Scene): void {
  const { snapshot } = scene;
  drawRule(view, scene, 'cost', headline(snapshot, view.rows === 1));
  const tiers = tierShares(snapshot);
  const roles = roleShares(snapshot);
  const routes = routeShares(snapshot);
  if (view.columns >= leastForTwo && roles.length + routes.length > 0) {
    const side = Math.floor((view.columns - gap) / 2);
    drawRows(view.inner(0, 1, side, view.rows - 1), figureRows(snapshot, side));
    drawSections(view.inner(side + gap, 1, side, view.rows - 1), [
      ['by tier', tiers],
      ['by role', roles],
      ['by route', routes],
    ]);
    return;
  }
  const figures = figureRows(snapshot, view.columns);
  const first = tiers.length > 0 ? tiers : roles;
  const room = view.rows - 1;
  const spare = room - figures.length - routes.length;
  const shown = Math.max(0, Math.min(first.length, room, Math.max(mostShares, spare)));
  drawShares(view, 1, first, shown);
  const below = 1 + shown;
  drawRows(view.inner(0, below, view.columns, view.rows - below), figures);
  const after = below + figures.length;
  if (routes.length > 0 && after < view.rows) drawShares(view, after, routes, view.rows - after);
  const rest = after + routes.length;
  if (tiers.length > 0 && roles.length > 0 && rest + 1 < view.rows)
    drawSome(view, rest + 1, roles, view.rows - rest - 1);
}

type Section = readonly [title: string, shares: readonly Share[]];

/** Below each other, each with its title. */
function drawSections(view: CellView, all: readonly Section[]): void {
  const sections = fitting(
    all.filter(([, shares]) => shares.length > 0),
    view.rows,
  );
  let y = 0;
  for (const [[title, shares], rows] of sections) {
    view.text(1, y, title, Tone.dim);
    drawSome(view, y + 1, shares, rows);
    y += rows + 2;
  }
}

/** The rows of each section: the longest one gives way to the others, and the last ones to the first. */
function fitting(sections: readonly Section[], rows: number): (readonly [Section, number])[] {
  const lengths = sections.map(([, { length }]) => length);
  const titles = 2 * sections.length - 1;
  const spare = rows - titles - lengths.reduce((sum, length) => sum + length, 0);
  const longest = Math.max(...lengths);
  const shown = Math.min(longest, longest + spare);
  if (shown < Math.min(2, longest) && sections.length > 1)
    return fitting(sections.slice(0, -1), rows);
  const gives = lengths.indexOf(longest);
  return sections.map((section, index) => [section, index === gives ? shown : lengths[index]]);
}

/** As many as there is room for, and in the last row how many more there are. */
function drawSome(view: CellView, y: number, shares: readonly Share[], rows: number): void {
  if (rows < 1) return;
  if (shares.length <= rows) return drawShares(view, y, shares, rows);
  drawShares(view, y, shares, rows - 1);
  view.text(1, y + rows - 1, `… ${count(shares.length - rows + 1)} more`, Tone.dim);
}

function drawRows(view: CellView, rows: readonly Row[]): void {
  rows.slice(0, Math.max(0, view.rows)).forEach(([label, value], y) => {
    view.text(1, y, label, Tone.dim);
    view.segmentsRight(view.columns, y, value);
  });
}

/** @param alone there is nothing below it */
function headline({ budget }: RunSnapshot, alone: boolean): HeadlineItem[] {
  const { spentNanoUsd, capNanoUsd, atEndNanoUsd } = budget;
  const of = capNanoUsd === null ? '' : ` of ${money(capNanoUsd)}`;
  const spent: HeadlineItem = [[`${money(spentNanoUsd)}${of}`, Tone.fg]];
  if (!alone || atEndNanoUsd === null) return [spent];
  return [
    spent,
    [
      [`~${money(atEndNanoUsd)}`, Tone.fg],
      [' at the end', Tone.dim],
    ],
  ];
}

function figureRows(snapshot: RunSnapshot, columns: number): Row[] {
  const { totals, budget } = snapshot;
  const { excessNanoUsd } = budget;
  const rows: Row[] = [
    ...capRows(budget, columns),
    ...endRows(snapshot),
    ...paceRows(budget),
    ['tokens in, out', pair(short(totals.inputTokens), short(totals.outputTokens))],
    ...unknownRows(snapshot),
    ['calls, retries', pair(count(totals.calls), count(totals.retries))],
    ...cacheRows(snapshot),
  ];
  if (excessNanoUsd > 0) rows.unshift(['beyond the bounds', [[money(excessNanoUsd), Tone.bad]]]);
  return rows;
}

/** What it is expected to cost in all, until that is known. */
function endRows({ exitCode, budget: { atEndNanoUsd } }: RunSnapshot): Row[] {
  if (exitCode !== null) return [];
  return [
    ['at the end', [[atEndNanoUsd === null ? unknownMark : `~${money(atEndNanoUsd)}`, Tone.fg]]],
  ];
}

function paceRows({ perMinuteNanoUsd }: BudgetFigures): Row[] {
  if (perMinuteNanoUsd === null) return [];
  return [['a minute, an hour', pair(money(perMinuteNanoUsd), money(perMinuteNanoUsd * 60))]];
}

function pair(first: string, second: string): Segment[] {
  return [
    [first, Tone.fg],
    [', ', Tone.dim],
    [second, Tone.fg],
  ];
}

/** What a cap leaves, and the same as a bar. */
function capRows(budget: BudgetFigures, columns: number): Row[] {
  const { capNanoUsd, reservedNanoUsd, freeNanoUsd } = budget;
  if (capNanoUsd === null) return [];
  return [
    ['budget', barSegments(budget, capNanoUsd, Math.max(4, columns - 10))],
    ['reserved, free', pair(money(reservedNanoUsd), money(freeNanoUsd))],
  ];
}

/** Tasks that earlier runs had answered, where there are any: they cost nothing. */
function cacheRows({ totals: { cached } }: RunSnapshot): Row[] {
  return cached === 0 ? [] : [['answered before', [[plural(cached, 'task'), Tone.ok]]]];
}

/** What is capped has a price. */
function unknownRows({ totals, budget }: RunSnapshot): Row[] {
  const { uncertainCalls, unboundedCalls, unpricedCalls } = totals;
  const most = unboundedCalls > 0 ? 0 : budget.uncertainNanoUsd;
  const uncertain = unknownCalls(uncertainCalls, Tone.warn, most);
  const price = unknownCalls(unpricedCalls, Tone.fg, 0);
  const rows: Row[] = [['uncertain', uncertain]];
  if (budget.capNanoUsd === null) rows.unshift(['price unknown', price]);
  return rows;
}

/** @param most what they may have cost, nano-dollars; 0 where that is not known */
function unknownCalls(calls: number, style: number, most: number): Segment[] {
  if (calls === 0) return [['none', Tone.dim]];
  const bound = most > 0 ? ` ≤${money(most)}` : '';
  return [[`${plural(calls, 'call')}${bound}`, style]];
}
