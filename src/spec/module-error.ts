import { UsageError } from './usage-error.ts';

/**
 * Why a module of the operator's cannot be loaded, in one sentence.
 *
 * @param file absolute
 */
export function moduleError(file: string, error: unknown): UsageError {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  // Of TypeScript that cannot be read Node says the line there alone.
  const [, line] = /^\S+:(\d+)\n/.exec(stack) ?? [];
  const place = line === undefined ? file : `${file}:${line}`;
  return new UsageError(`${place}: cannot be loaded as a module: ${message.split('\n')[0]}`);
}
