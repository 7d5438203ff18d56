import type { Provenance } from '../spec/resolve/layers.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { count } from './format.ts';
import { table } from './runs-format.ts';

/** Of more roles than this, what is said of the same field of all of them is one line. */
const mostRoles = 12;
/** So many different values of a field are told with their numbers. */
const mostValues = 4;

type Line = readonly [field: string, value: string, source: string];

/** Where each value came from, a line for each field; of many roles one for all of them. */
export function sourceTable(provenance: Provenance, { roles }: ResolvedSpec): string {
  const columns = [{ title: 'field' }, { title: 'value' }, { title: 'from' }];
  const lines = roles.length > mostRoles ? folded(provenance) : each(provenance);
  return table(columns, lines);
}

function each(provenance: Provenance): Line[] {
  return [...provenance].map(([path, { value, source }]) => [path, valueText(value), source]);
}

/** Fields of roles stand where that of the first role did. */
function folded(provenance: Provenance): Line[] {
  const lines: (Line | readonly [field: string, values: Map<string, number>, source: string])[] =
    [];
  const ofRoles = new Map<string, Map<string, number>>();
  for (const [path, { value, source }] of provenance) {
    const field = /^roles\.[^.]+\.(.+)$/.exec(path)?.[1];
    const text = valueText(value);
    if (field === undefined) {
      lines.push([path, text, source]);
      continue;
    }
    const key = `${field} ${source}`;
    let values = ofRoles.get(key);
    if (values === undefined) {
      values = new Map();
      ofRoles.set(key, values);
      lines.push([`roles.*.${field}`, values, source]);
    }
    values.set(text, (values.get(text) ?? 0) + 1);
  }
  return lines.map(([field, value, source]) => [
    field,
    typeof value === 'string' ? value : valuesText(value),
    source,
  ]);
}

/** `complex 31, balanced 59, simple 41`, or how many there are. */
function valuesText(values: ReadonlyMap<string, number>): string {
  if (values.size > mostValues) return `${count(values.size)} different ones`;
  return [...values].map(([value, roles]) => `${value} ${count(roles)}`).join(', ');
}

function valueText(value: unknown): string {
  if (value === null) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
