import { namesThereAre } from '../spec/near-miss.ts';
import { priorityOf, priorityWords } from '../spec/priority.ts';
import { UsageError } from '../spec/usage-error.ts';

/** critical, high, normal, low, or a whole number from -1000 to 1000; larger goes first. */
export type Priority = (typeof priorityWords)[number] | number;

/** @throws UsageError where it is none; `where` is what the sentence begins with */
export function plainPriority(priority: Priority | undefined, where: string): number {
  if (typeof priority === 'string' && !priorityWords.includes(priority))
    throw new UsageError(
      `${where}: there is no priority \`${priority}\`${namesThereAre(priority, priorityWords)}`,
    );
  const value = priorityOf(priority);
  if (Number.isInteger(value) && Math.abs(value) <= 1000) return value;
  throw new UsageError(
    `${where}: expected a priority (critical, high, normal, low, or a whole number from -1000 to 1000), got ${value}`,
  );
}
