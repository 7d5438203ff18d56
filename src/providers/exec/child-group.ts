import type { ChildProcess } from 'node:child_process';

/** From the request to end to the end by force. */
const graceMs = 100;
/** How often, and how many times, it is looked whether anything of a group is left. */
const lookMs = 5;
const mostLooks = 10;

const live = new Set<ChildGroup>();

/** However this process ends, nothing of a program that it started goes on without it. */
function killAll(): void {
  for (const group of live) group.signal('SIGKILL');
}

/** A program in a process group of its own, with everything that it starts and that stays in it. */
export class ChildGroup {
  /** Resolves when the program is reaped and its group is empty. */
  readonly gone: Promise<void>;
  private readonly pid: number | undefined;
  private readonly resolveGone: () => void;
  private force: NodeJS.Timeout | null = null;
  private reaped = false;
  private isCleared = false;

  /** @param child that was spawned detached: it leads a group by its own id */
  constructor(child: ChildProcess) {
    this.pid = child.pid;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gone = promise;
    this.resolveGone = resolve;
    if (this.pid === undefined) {
      // It was never started.
      resolve();
      return;
    }
    if (live.size === 0) process.on('exit', killAll);
    live.add(this);
    child.once('exit', () => {
      this.reaped = true;
    });
  }

  /** Asks it to end, and kills what has not after a short grace. */
  stop(): void {
    if (this.force !== null || this.isCleared) return;
    this.signal('SIGTERM');
    this.force = setTimeout(() => this.signal('SIGKILL'), graceMs);
  }

  /** Kills what is left of the group, the program too. */
  clear(): void {
    if (this.isCleared || this.pid === undefined) return;
    this.isCleared = true;
    if (this.force !== null) clearTimeout(this.force);
    this.look(mostLooks);
  }

  /** @returns whether there was anybody to get it */
  signal(name: NodeJS.Signals): boolean {
    if (this.pid === undefined) return false;
    try {
      return process.kill(-this.pid, name);
    } catch {
      return false;
    }
  }

  /**
   * Nobody is told when a stranger's child is gone, so it is looked at. What has died and is not
   * reaped by its new parent still counts to the group: it is waited for a moment and no longer.
   */
  private look(left: number): void {
    const isThere = this.signal('SIGKILL');
    if (this.reaped && (!isThere || left === 0)) return this.forget();
    setTimeout(() => this.look(Math.max(0, left - 1)), lookMs);
  }

  private forget(): void {
    live.delete(this);
    if (live.size === 0) process.off('exit', killAll);
    this.resolveGone();
  }
}
