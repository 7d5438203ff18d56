import { screenReaderWanted } from '../src/settings/screen-reader-wanted.ts';
import type { ConsoleOptions, ConsoleOutcome } from './console-options.ts';

export type OpenConsole = (options: ConsoleOptions) => Promise<ConsoleOutcome>;

/**
 * Loads the console that this operator works with, and nothing of the other one: the painted one, or
 * where a screen reader is used the one that speaks in lines.
 *
 * @param setting the operator's own, `screenReader`
 */
export async function loadConsole(
  env: ConsoleOptions['env'],
  setting = false,
): Promise<OpenConsole> {
  if (screenReaderWanted(env, setting))
    return (await import('./linear/linear-console.ts')).openLinearConsole;
  return (await import('./console.tsx')).openConsole;
}
