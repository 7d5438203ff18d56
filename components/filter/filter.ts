import { parseSelection } from '../../src/state/selection/parse-selection.ts';
import { readTerms } from '../../src/state/selection/read-terms.ts';
import { fieldNames } from '../../src/state/selection/selection-fields.ts';

/** What can be filtered, each by a filter of its own. */
export type FilterTarget =
  | 'agents'
  | 'log'
  | 'help'
  | 'launch'
  | 'settings'
  | 'results'
  | 'workload'
  | 'history';

export type Filters = Readonly<Partial<Record<FilterTarget, Filter>>>;

export interface Filter {
  /** As it was typed, without the `/` that opened the line. */
  readonly text: string;
  /** The selection of tasks that it is, of which agents are filtered by; null where it is a text. */
  readonly query: string | null;
  /** It keeps what does not hold its text. */
  readonly inverse: boolean;
  /** Whether a line of what is shown stays; every line where the filter is a selection. */
  matches(line: string): boolean;
}

export type ParsedFilter =
  /** Null where nothing is filtered. */
  | { readonly ok: true; readonly filter: Filter | null }
  /** One sentence. */
  | { readonly ok: false; readonly message: string };

/**
 * Reads a filter: `rate` keeps what holds that text, `/gpt-[45]/` what the expression finds, and a `!`
 * before either keeps the rest. Capitals and small letters are the same, and the second slash may be
 * left out. For agents and results it may be a selection, such as `status:retrying age>2m`.
 */
export function parseFilter(typed: string, target: FilterTarget): ParsedFilter {
  const text = typed.trim();
  if (takesSelection(target) && isSelection(text)) {
    const parsed = parseSelection(text);
    if (!parsed.ok) return parsed;
    return { ok: true, filter: { text, query: text, inverse: false, matches: () => true } };
  }
  const inverse = text.startsWith('!');
  const wanted = inverse ? text.slice(1).trimStart() : text;
  if (wanted === '' || wanted === '/') return { ok: true, filter: null };
  const test = wanted.startsWith('/') ? expression(wanted) : contains(wanted);
  if (typeof test === 'string') return { ok: false, message: test };
  return {
    ok: true,
    filter: { text, query: null, inverse, matches: (line) => test(line) !== inverse },
  };
}

/** Whether what is filtered are tasks, so that a selection can name them. */
export function takesSelection(target: FilterTarget): boolean {
  return target === 'agents' || target === 'results';
}

/** Whether a line stays: where nothing is filtered, all do. */
export function isKept(filter: Filter | undefined, line: string): boolean {
  return filter === undefined || filter.matches(line);
}

/** A text is one as soon as a term of it names a field: `status:` is not looked for as it stands. */
function isSelection(text: string): boolean {
  const names: readonly string[] = fieldNames;
  return readTerms(text).some(({ field }) => field !== null && names.includes(field.toLowerCase()));
}

function contains(wanted: string): (line: string) => boolean {
  const small = wanted.toLowerCase();
  return (line) => line.toLowerCase().includes(small);
}

/** A sentence where it is none. */
function expression(wanted: string): ((line: string) => boolean) | string {
  const source = wanted.replace(/^\//, '').replace(/(?<!\\)\/$/, '');
  try {
    const pattern = new RegExp(source, 'iu');
    return (line) => pattern.test(line);
  } catch (error) {
    const [, why] = /: ([^:]*)$/.exec(String(error)) ?? [];
    return `/${source}/ is no expression${why === undefined ? '' : `: ${why.toLowerCase()}`}`;
  }
}
