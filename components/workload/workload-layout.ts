import { isList, type WorkloadView } from './workload-view.ts';

/** From so many columns on, what is in the chosen one stands beside the list. */
const sideBySide = 140;
/** Rows from which on there is room for both, one below the other. */
const leastForBoth = 13;
const gap = 2;

export interface Area {
  readonly width: number;
  readonly height: number;
}

/** Where the parts of the screen stand; each of list and inside begins with its rule. */
export interface WorkloadLayout {
  readonly header: number;
  readonly beside: boolean;
  readonly gap: number;
  readonly list: Area;
  readonly inside: Area;
  readonly footer: number;
}

const none: Area = { width: 0, height: 0 };

export function workloadLayout(
  columns: number,
  rows: number,
  { kind, items, focus, whole }: WorkloadView,
): WorkloadLayout {
  const header = rows >= 8 ? 1 : 0;
  const footer = rows >= 30 ? 2 : Math.min(1, rows);
  const body = Math.max(0, rows - header - footer);
  const all = { width: columns, height: body };
  const of = (list: Area, inside: Area, beside = false): WorkloadLayout => ({
    header,
    footer,
    gap,
    beside,
    list,
    inside,
  });
  if (kind === null || kind === 'content') return of(all, none);
  if (!isList({ items }) || whole) return of(none, all);
  if (columns >= sideBySide && body >= 4) {
    const width = Math.floor((columns - gap) * 0.46);
    return of({ width, height: body }, { width: columns - gap - width, height: body }, true);
  }
  if (body < leastForBoth) return focus === 'list' ? of(all, none) : of(none, all);
  const height = Math.min(items + titleRows + 1, Math.max(5, Math.round(body * 0.35)));
  return of({ width: columns, height }, { width: columns, height: body - height });
}

/** The rule and the line of titles. */
export const titleRows = 2;
/** Rows of an area that hold what its cursor moves over. */
export const listRows = ({ height }: Area): number => Math.max(0, height - titleRows);
