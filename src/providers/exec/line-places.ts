import type { Condition, LinePlace } from '../../spec/json-lines.ts';

const pointers = new Map<string, readonly string[]>();

/** The steps of a JSON pointer (RFC 6901); there are as many as profiles name, so each is kept. */
function stepsOf(pointer: string): readonly string[] {
  const known = pointers.get(pointer);
  if (known !== undefined) return known;
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  pointers.set(pointer, steps);
  return steps;
}

/** What stands at a pointer, in which `*` is each element of a list; in the order of the line. */
export function valuesAt(line: unknown, pointer: string): unknown[] {
  let found: unknown[] = [line];
  for (const step of stepsOf(pointer)) {
    found = found.flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [];
      if (step === '*' && Array.isArray(value)) return value;
      return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
    });
  }
  return found;
}

export function meets(line: unknown, condition: Condition = {}): boolean {
  return Object.entries(condition).every(([pointer, wanted]) => {
    const [value = null] = valuesAt(line, pointer);
    return value === wanted;
  });
}

/** What stands at these places of a line, where it is one that they mean. */
export function valuesOf(line: unknown, places: readonly LinePlace[]): unknown[] {
  return places.flatMap(({ at, when }) => (meets(line, when) ? valuesAt(line, at) : []));
}

/** The texts among them, empty ones left out. */
export function textsOf(line: unknown, places: readonly LinePlace[]): string[] {
  return valuesOf(line, places).filter(
    (value): value is string => typeof value === 'string' && value !== '',
  );
}

/** The sum of the numbers among them; null where there is none. */
export function sumOf(line: unknown, places: readonly LinePlace[]): number | null {
  const numbers = valuesOf(line, places).filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  );
  return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0);
}
