import { readFileSync } from 'node:fs';

/** Ticks of `/proc` in a second: USER_HZ, 100 on every Linux that runs Node. */
const ticksPerSecond = 100;

/** CPU seconds that a process has used, in all its threads (proc(5), stat, fields 14 and 15). */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in parentheses, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** What a process has resident now and had at most, MB. */
export function memoryOf(pid: number): { readonly residentMb: number; readonly peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => {
    const [, kb] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
    if (kb === undefined) throw new Error(`/proc/${pid}/status has no ${name}`);
    return (Number(kb) * 1024) / 1e6;
  };
  return { residentMb: field('VmRSS'), peakMb: field('VmHWM') };
}

/** Resident memory over time, a look a second. */
export class MemoryWatch {
  readonly looks: { readonly second: number; readonly residentMb: number }[] = [];
  private readonly pid: number;
  private readonly startedAt = performance.now();
  private readonly timer = setInterval(() => this.look(), 1_000);

  constructor(pid: number) {
    this.pid = pid;
  }

  /** What was resident at a second, MB. */
  at(second: number): number {
    return this.looks.findLast((look) => look.second <= second)?.residentMb ?? Number.NaN;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const second = (performance.now() - this.startedAt) / 1_000;
    this.looks.push({ second, residentMb: memoryOf(this.pid).residentMb });
  }
}
