import { afterAll, describe, test } from 'vitest';
import { cases } from './cases.ts';
import { speakers } from './speakers/speakers.ts';

// The same cases for every protocol, each over a real socket.

const seen = new Map<string, string>();
const cell = (provider: string, name: string) => `${provider} ${name}`;

for (const speaker of speakers)
  describe(speaker.name, () => {
    for (const { name, notFor, check } of cases) {
      const why = notFor?.(speaker) ?? null;
      if (why !== null) {
        seen.set(cell(speaker.name, name), '–');
        continue;
      }
      test(name, async () => {
        seen.set(cell(speaker.name, name), '✗');
        await check(speaker);
        seen.set(cell(speaker.name, name), '✓');
      });
    }
  });

/** A line a case, a column a provider; – is what a protocol has no form for. */
afterAll(() => {
  const width = Math.max(...cases.map(({ name }) => name.length)) + 2;
  const names = speakers.map(({ name }) => name);
  const lines = cases.map(({ name }) =>
    [
      name.padEnd(width),
      ...names.map((of) => (seen.get(cell(of, name)) ?? ' ').padEnd(of.length)),
    ].join('  '),
  );
  console.info([[' '.repeat(width), ...names].join('  '), ...lines].join('\n'));
});
