import { afterAll, describe, test } from 'vitest';

interface Named {
  readonly name: string;
}

/** One behaviour that every one of those has who are tried. */
export interface Case<Tried extends Named> extends Named {
  /** Why it means nothing for one of them; null where it does. */
  notFor?(of: Tried): string | null;
  check(of: Tried): Promise<void>;
}

/** Tries each case with each of them, and prints which hold: a line a case, a column each. */
export function caseTable<Tried extends Named>(
  all: readonly Tried[],
  cases: readonly Case<Tried>[],
): void {
  const seen = new Map<string, string>();
  const cell = (of: Named, { name }: Named) => `${of.name} ${name}`;
  for (const of of all)
    describe(of.name, () => {
      for (const one of cases) {
        const why = one.notFor?.(of) ?? null;
        if (why !== null) {
          seen.set(cell(of, one), '–');
          continue;
        }
        test(one.name, async () => {
          seen.set(cell(of, one), '✗');
          await one.check(of);
          seen.set(cell(of, one), '✓');
        });
      }
    });

  /** – is what one of them has no form for. */
  afterAll(() => {
    const width = Math.max(...cases.map(({ name }) => name.length)) + 2;
    const lines = cases.map((one) =>
      [
        one.name.padEnd(width),
        ...all.map((of) => (seen.get(cell(of, one)) ?? ' ').padEnd(of.name.length)),
      ].join('  '),
    );
    const head = [' '.repeat(width), ...all.map(({ name }) => name)].join('  ');
    console.info([head, ...lines].join('\n'));
  });
}
