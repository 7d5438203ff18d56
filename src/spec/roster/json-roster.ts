import { parseYaml } from '../parse-yaml.ts';
import type { Path, Place } from '../place.ts';
import { UsageError } from '../usage-error.ts';
import { valueWords } from '../value-words.ts';
import type { RosterProblem, RosterRow, RosterRows } from './roster.ts';

/**
 * The entries of a roster in JSON or YAML: a list of mappings, a mapping of them by name, or either
 * inside a mapping with other things (`agents: […]`).
 *
 * @throws UsageError where it is neither
 */
export async function jsonRoster(text: string, file: string): Promise<RosterRows> {
  const { value, place } = await parseYaml(text, file);
  const found = entriesOf(value, []);
  if (found === null)
    throw new UsageError(`${file}: expected a list of agents, got ${valueWords(value)}`);
  const { path, entries } = found;
  const rows: RosterRow[] = [];
  const problems: RosterProblem[] = [];
  for (const [key, entry] of entries) {
    const line = lineOf(place, [...path, key]);
    const name = typeof key === 'string' ? key : null;
    if (isMapping(entry)) {
      rows.push({ line, fields: { ...(name === null ? {} : { name }), ...textsOf(entry) } });
      continue;
    }
    const why = `expected a mapping with a name and a complexity, got ${valueWords(entry)}`;
    problems.push({ line, title: name, why });
  }
  return { rows, problems };
}

type Entries = readonly (readonly [key: string | number, entry: unknown])[];

/** The list, or the mapping of mappings, that is nearest to the top. */
function entriesOf(value: unknown, path: Path): { path: Path; entries: Entries } | null {
  if (Array.isArray(value)) return { path, entries: [...value.entries()] };
  if (!isMapping(value)) return null;
  const fields = Object.entries(value);
  if (fields.length > 0 && fields.every(([, field]) => saysSomething(field)))
    return { path, entries: fields };
  for (const [name, field] of fields) {
    const found = entriesOf(field, [...path, name]);
    if (found !== null && found.entries.length > 0) return found;
  }
  return null;
}

/** Whether it can be an entry, and is not what holds them. */
function saysSomething(value: unknown): boolean {
  return isMapping(value) && Object.keys(textsOf(value)).length > 0;
}

function textsOf(entry: Record<string, unknown>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [field, value] of Object.entries(entry)) {
    if (typeof value === 'string' || typeof value === 'number') texts[field] = String(value);
  }
  return texts;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The place says the line to people; this is the one way that it says it. */
function lineOf(place: Place, path: Path): number | null {
  const line = /:(\d+): /.exec(place(path))?.[1];
  return line === undefined ? null : Number(line);
}
