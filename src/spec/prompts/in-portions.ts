import { setImmediate } from 'node:timers/promises';

const portion = 2_000;

/**
 * What `read` makes of each line, with its number, from 1. In portions: a file of 100,000 prompts
 * takes half a second, in which others must have their turn.
 */
export async function inPortions<T>(
  lines: readonly string[],
  read: (line: string, number: number) => T | null,
): Promise<T[]> {
  const out: T[] = [];
  for (const [index, line] of lines.entries()) {
    if (index % portion === portion - 1) await setImmediate();
    const made = read(line, index + 1);
    if (made !== null) out.push(made);
  }
  return out;
}
