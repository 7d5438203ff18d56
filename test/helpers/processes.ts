import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** `Z` begins that of one that has died and was not reaped. */
  readonly state: string;
}

/** The processes of this machine, by ps. */
export function processTable(): ProcessRow[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' });
  return rows
    .trim()
    .split('\n')
    .map((row) => {
      const [pid, parent, group, state] = row.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), group: Number(group), state };
    });
}

/** Those of a group that can still do something. What waits for a strange parent to reap it cannot. */
export function aliveIn(group: number): ProcessRow[] {
  return processTable().filter((row) => row.group === group && !row.state.startsWith('Z'));
}

/** Children of a process that have died, and that it has not reaped. */
export function zombiesOf(parent: number): ProcessRow[] {
  return processTable().filter((row) => row.parent === parent && row.state.startsWith('Z'));
}

/** Descriptors that this process has open. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/**
 * Those of them that every child gets, whoever starts it: a shell, an editor or a runner above this
 * process left them open (proc(5), fdinfo: `flags` in octal, O_CLOEXEC is 02000000).
 */
export function inheritedDescriptors(): string[] {
  return readdirSync('/proc/self/fd').filter((name) => {
    try {
      const [, flags] =
        /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'utf8')) ?? [];
      return (Number.parseInt(flags, 8) & 0o2000000) === 0;
    } catch {
      // The one that the directory was read with.
      return false;
    }
  });
}
