import { screenReaderWanted } from '../settings/screen-reader-wanted.ts';

/**
 * Whether there is a terminal for a console. One that moves no cursor (`TERM=dumb`) is none to draw
 * on, but lines can be read and typed there.
 */
export function hasTerminal(): boolean {
  const { stdin, stdout, env } = process;
  if (stdin.isTTY !== true || stdout.isTTY !== true) return false;
  return env.TERM !== 'dumb' || screenReaderWanted(env);
}
