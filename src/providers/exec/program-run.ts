import { type ChildProcess, spawn } from 'node:child_process';
import { ChildGroup } from './child-group.ts';
import type { Exit } from './exit-failure.ts';
import type { Invocation } from './invocation.ts';

/** What is told of a program. `ended` or `refused` comes once, and nothing after it. */
export interface ProgramListener {
  started(pid: number): void;
  /** @param bytes of its standard output */
  wrote(bytes: Buffer): void;
  /** @param bytes of its standard error */
  complained(bytes: Buffer): void;
  /** All that it wrote was told. */
  ended(exit: Exit): void;
  /** It could not be started. */
  refused(error: NodeJS.ErrnoException): void;
}

/** What a process that was left behind may hold the output for, once the program has ended. */
const drainMs = 100;

/**
 * One run of a program, with all that it starts. It is over when the program itself has ended: what that
 * leaves behind is killed then.
 */
export class ProgramRun {
  readonly pid: number | null = null;
  private readonly listener: ProgramListener;
  private readonly child: ChildProcess | null = null;
  private readonly group: ChildGroup | null = null;
  private exit: Exit | null = null;
  private drain: NodeJS.Timeout | null = null;
  /** Nobody is told any more. */
  private isLeft = false;

  /** @param environment all variables that it gets */
  constructor(
    { program, args, stdin }: Invocation,
    cwd: string,
    environment: NodeJS.ProcessEnv,
    listener: ProgramListener,
  ) {
    this.listener = listener;
    let child: ChildProcess;
    try {
      child = spawn(program, args, {
        cwd,
        env: environment,
        // Leader of a session of its own: all that it starts ends with it, and none asks the terminal.
        detached: true,
        stdio: [stdin === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      });
    } catch (error) {
      queueMicrotask(() => this.refused(error as NodeJS.ErrnoException));
      return;
    }
    this.child = child;
    this.pid = child.pid ?? null;
    this.group = new ChildGroup(child);
    child.once('error', (error) => this.refused(error));
    child.once('spawn', () => this.isLeft || listener.started(child.pid as number));
    child.once('exit', (code, signal) => this.exited({ code, signal }));
    child.once('close', () => this.closed());
    child.stdout?.on('data', (bytes: Buffer) => this.isLeft || listener.wrote(bytes));
    child.stderr?.on('data', (bytes: Buffer) => this.isLeft || listener.complained(bytes));
    // A program that does not read closes its end before we have written: that is its business.
    child.stdin?.on('error', () => {});
    child.stdin?.end(stdin);
  }

  /** Its program has been started, and has not ended yet. */
  get isRunning(): boolean {
    return this.pid !== null && this.exit === null;
  }

  /** Resolves when the program is reaped and nothing of its group is left. */
  get gone(): Promise<void> {
    return this.group?.gone ?? Promise.resolve();
  }

  /** Asks it to end, and kills what has not after a short grace; nothing more is told of it. */
  stop(): void {
    this.isLeft = true;
    if (this.exit === null) this.group?.stop();
    else this.leave();
  }

  /** Kills all of it at once; nothing more is told of it. */
  leave(): void {
    this.isLeft = true;
    if (this.drain !== null) clearTimeout(this.drain);
    this.group?.clear();
    for (const pipe of this.child?.stdio ?? []) pipe?.destroy();
  }

  private refused(error: NodeJS.ErrnoException): void {
    if (this.isLeft) return;
    this.leave();
    this.listener.refused(error);
  }

  private exited(exit: Exit): void {
    this.exit = exit;
    if (this.isLeft) return this.leave();
    this.drain = setTimeout(() => {
      this.group?.signal('SIGKILL');
      // The pipe closes by itself now, unless a writer has fled the group. A late timer lets it be read first.
      this.drain = setTimeout(() => setImmediate(() => this.closed()), drainMs);
    }, drainMs);
  }

  private closed(): void {
    if (this.isLeft || this.exit === null) return;
    this.leave();
    this.listener.ended(this.exit);
  }
}
