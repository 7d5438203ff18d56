import { fileURLToPath } from 'node:url';
import type { WorkingDirectory } from './command-line.ts';
import { PseudoTerminal, type PseudoTerminalOptions } from './pseudo-terminal.ts';

const program = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));

/** A shell with job control in a pseudo-terminal; `swarmdeck` in its command lines is the built program. */
export function shellTerminal(
  directory: WorkingDirectory,
  options: PseudoTerminalOptions = {},
): PseudoTerminal {
  const terminal = new PseudoTerminal(directory, ['--norc', '--noediting', '-i'], {
    ...options,
    command: 'bash',
    env: { ...options.env, PS1: '\\$ ' },
  });
  terminal.type(`alias swarmdeck="'${process.execPath}' '${program}'"; clear\r`);
  return terminal;
}
