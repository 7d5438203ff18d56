import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Long enough that a second signal is a second one, and not the echo of the first. */
export const apart = () => sleep(100);

/** A working directory of its own, in which the built program is run as an operator would. */
export class WorkingDirectory {
  readonly path: string;
  private readonly children = new Set<ChildProcess>();

  /** @param path of an empty directory; a new one with a name of its own when left out */
  constructor(path = mkdtempSync(join(tmpdir(), 'swarmdeck-e2e-'))) {
    this.path = path;
  }

  /** Starts the program; its output is collected. */
  start(args: readonly string[], environment: Record<string, string> = {}): RunningCommand {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: this.path,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: this.path,
        SWARMDECK_HOME: join(this.path, 'home'),
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.children.add(child);
    child.on('exit', () => this.children.delete(child));
    return new RunningCommand(child);
  }

  async run(
    args: readonly string[],
    environment: Record<string, string> = {},
    stdin = '',
  ): Promise<Ended> {
    const command = this.start(args, environment);
    command.child.stdin?.end(stdin);
    return command.ended;
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  json(name: string) {
    return JSON.parse(this.read(name));
  }

  /** The lines of a JSONL file, parsed. */
  lines(name: string): Record<string, unknown>[] {
    return this.read(name)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  async clear(): Promise<void> {
    for (const child of this.children) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    // A program whose terminal has closed may still be writing its last files.
    rmSync(this.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

export class RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      this.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.stderr += text;
    });
    this.ended = once(child, 'close').then(([code]) => ({
      code,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  /** Resolves once the output has the text, or satisfies the question. */
  async says(
    wanted: string | RegExp | ((output: string) => boolean),
    from: 'stdout' | 'stderr' = 'stdout',
  ): Promise<void> {
    while (!this.has(wanted, from)) {
      const ended = await Promise.race([this.ended, sleep(20, undefined)]);
      if (ended !== undefined && !this.has(wanted, from))
        throw new Error(
          `ended with code ${ended.code} before it said ${wanted}:\n${this.stdout}\n${this.stderr}`,
        );
    }
  }

  private has(
    wanted: string | RegExp | ((output: string) => boolean),
    from: 'stdout' | 'stderr',
  ): boolean {
    const output = this[from];
    if (typeof wanted === 'string') return output.includes(wanted);
    return wanted instanceof RegExp ? wanted.test(output) : wanted(output);
  }
}
