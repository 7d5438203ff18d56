import { readFileSync } from 'node:fs';

/**
 * Whether this process is of the job that has the terminal now. One in the background must leave the
 * terminal's modes alone: the kernel stops who does not. Where the system does not tell (all but
 * Linux), yes.
 */
export function isInForeground(): boolean {
  try {
    // proc_pid_stat(5): after the name in brackets come state, parent, group, session, terminal, and
    // the group that the terminal has in its foreground.
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return foreground === group || foreground === '-1';
  } catch {
    return true;
  }
}
