import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { SortColumn } from './agents-sort.ts';

export type ListColumnName = SortColumn | 'error';

/** A column of the list as it stands. */
export interface ListColumn {
  readonly name: ListColumnName;
  readonly x: number;
  readonly width: number;
}

export const columnTitles: Readonly<Record<ListColumnName, string>> = {
  name: 'agent',
  status: 'status',
  task: 'task',
  attempt: 'try',
  tokens: 'tokens',
  rate: 't/s',
  cost: 'cost',
  age: 'age',
  route: 'route',
  error: 'error',
};

/** Columns whose values stand at the right. */
export const rightAligned: ReadonlySet<ListColumnName> = new Set([
  'attempt',
  'tokens',
  'rate',
  'cost',
  'age',
]);

/** What stays longest where there is little room. */
const byWeight: readonly ListColumnName[] = [
  'name',
  'status',
  'age',
  'cost',
  'tokens',
  'rate',
  'attempt',
  'task',
  'route',
  'error',
];

/** What is widened where there is room left, and to what, in this order. */
const byUse: readonly (readonly [name: ListColumnName, to: number])[] = [
  ['route', 28],
  ['error', 40],
  ['task', 12],
  ['status', 34],
  ['error', 100],
  ['task', 20],
];

const gap = 2;
const longestName = 24;

/** The columns that a list of this width has room for, from the left; that which it is sorted by always. */
export function listColumns(
  snapshot: RunSnapshot,
  sort: SortColumn,
  columns: number,
): ListColumn[] {
  const { least: leasts, route } = widthsOf(snapshot);
  const weighed = [...byWeight].sort((a, b) => Number(b === sort) - Number(a === sort));
  const kept = new Map<ListColumnName, number>();
  let left = columns - 2 + gap;
  for (const name of weighed) {
    const least = leasts[name];
    // What says less never stands where what says more did not fit.
    if (least + gap > left) break;
    kept.set(name, least);
    left -= least + gap;
  }
  for (const [name, to] of byUse) {
    const width = kept.get(name);
    if (width === undefined) continue;
    const more = Math.max(0, Math.min(left, (name === 'route' ? Math.min(to, route) : to) - width));
    kept.set(name, width + more);
    left -= more;
  }
  let x = 1;
  const out: ListColumn[] = [];
  for (const name of Object.keys(columnTitles) as ListColumnName[]) {
    const width = kept.get(name);
    if (width === undefined) continue;
    out.push({ name, x, width });
    x += width + gap;
  }
  return out;
}

/** How wide each column must be; and the route, that can make use of no more than its longest name. */
function widthsOf({ info, agents }: RunSnapshot) {
  const digits = String(Math.max(0, agents.size - 1)).length;
  const widest = (names: readonly { readonly name: string }[]) =>
    names.reduce((most, { name }) => Math.max(most, displayWidth(oneLine(name))), 0);
  const name = Math.min(longestName, widest(info.roles) + 1 + digits);
  const route = widest(info.routes);
  const least: Readonly<Record<ListColumnName, number>> = {
    name: Math.max(name, columnTitles.name.length + 2),
    status: 14,
    task: 7,
    attempt: 4,
    tokens: 7,
    rate: 5,
    cost: 9,
    age: 6,
    route: Math.min(route, 18),
    error: 20,
  };
  return { least, route };
}
