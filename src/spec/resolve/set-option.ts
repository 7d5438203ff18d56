import { type Path, pathWords, valueAt } from '../place.ts';
import { UsageError } from '../usage-error.ts';

/** One `--set path=value`, read. */
export interface Setting {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * Reads `retry.retries=2`, `roles.kaoz.fallbacks[0].model=m`: a path and a value in YAML, so that
 * numbers, true, null, `[a, b]` and `{ min: 2, max: 4 }` are what they look like.
 */
export async function parseSetting(written: string): Promise<Setting> {
  const equals = written.indexOf('=');
  const path = equals < 0 ? [] : pathOf(written.slice(0, equals).trim());
  if (path.length === 0 || path.includes('__proto__')) {
    throw new UsageError(
      `--set ${written}: expected path=value with the path of a field, like retry.retries=2`,
    );
  }
  const { parse } = await import('yaml');
  try {
    return { path, value: parse(written.slice(equals + 1)) };
  } catch {
    throw new UsageError(
      `--set ${pathWords(path)}: expected a YAML value, got ${written.slice(equals + 1)}; put text with signs in quotes`,
    );
  }
}

/**
 * Writes a setting into `target`. A list that it reaches into is copied from `below` first, so that
 * the entries that it does not name stay as the weaker layer has them.
 */
export function applySetting(
  target: Record<string, unknown>,
  { path, value }: Setting,
  below: unknown,
): void {
  let at: Record<string | number, unknown> = target;
  for (const [index, step] of path.entries()) {
    if (index === path.length - 1) {
      at[step] = value;
      return;
    }
    const there = valueAt(at, [step]);
    if (typeof there !== 'object' || there === null) {
      const weaker = valueAt(below, path.slice(0, index + 1));
      at[step] = Array.isArray(weaker) ? structuredClone(weaker) : {};
    }
    at = at[step] as Record<string | number, unknown>;
  }
}

function pathOf(written: string): (string | number)[] {
  if (!/^[\w-]+(\.[\w-]+|\[\d+\])*$/.test(written)) return [];
  return [...written.matchAll(/\[(\d+)\]|[\w-]+/g)].map(([step, index]) =>
    index !== undefined || /^\d+$/.test(step) ? Number(index ?? step) : step,
  );
}
