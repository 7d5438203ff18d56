/** The way from the top of a spec to a value: `['roles', 'kaoz', 'share']`. */
export type Path = readonly (string | number)[];

/**
 * Says where a value stands, in the words that its sentence begins with: `swarm.yaml:4:
 * roles.kaoz.share`, `--agents`, `MAX_PARALLEL_AGENTS`.
 */
export type Place = (path: Path) => string;

/** `roles.kaoz.fallbacks[0].model` */
export function pathWords(path: Path): string {
  let words = '';
  for (const step of path) {
    if (typeof step === 'number') words += `[${step}]`;
    else words += words === '' ? step : `.${step}`;
  }
  return words;
}

/** A place that knows no more than the path, after `lead`. */
export function plainPlace(lead = ''): Place {
  return (path) => [lead, pathWords(path)].filter((part) => part !== '').join(': ');
}

/** The value at the end of the path; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.hasOwn(at, step) ? (at as Record<string | number, unknown>)[step] : undefined;
  }
  return at;
}
