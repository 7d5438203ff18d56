import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { NdjsonReader } from '../../providers/ndjson-reader.ts';

export interface ChildCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const mostMessageBytes = 64 * 1024 * 1024;
const mostSaid = 4_096;
/** How long it is waited for at each step of ending: after the end of stdin, SIGTERM, SIGKILL. */
const patienceMs = [100, 60, 60];

/** What runs now: a process that ends without closing its tools takes them with it. */
const living = new Set<ChildProcessWithoutNullStreams>();
process.on('exit', () => {
  for (const child of living) endGroup(child, 'SIGKILL');
});

/**
 * MCP over the stdin and stdout of a command. The SDK's own transport takes up to four seconds to end its
 * process, leaves what that has started, ends with an answer of more than 10 MB, and copies what it has
 * of a message with every part that comes.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio
 */
export class ChildTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** How the process ended, in words; null while it runs. */
  ended: string | null = null;
  private readonly command: ChildCommand;
  private readonly reader = new NdjsonReader((line) => this.take(line));
  private child: ChildProcessWithoutNullStreams | null = null;
  private closing: Promise<void> | null = null;
  private isClosed = false;
  private said = '';
  private unreadBytes = 0;

  constructor(command: ChildCommand) {
    this.command = command;
  }

  /** The end of what it wrote on stderr. */
  get lastWords(): string {
    return this.said;
  }

  async start(): Promise<void> {
    const { command, args, cwd, env } = this.command;
    const child = spawn(command, args, {
      cwd,
      env,
      // A group of its own: Ctrl-C in this terminal is not for it, and it is ended as a whole.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.child = child;
    child.stdout.on('data', (bytes: Buffer) => this.read(bytes));
    child.stderr.on('data', (bytes: Buffer) => {
      this.said = (this.said + bytes.toString()).slice(-mostSaid);
    });
    // What it no longer reads is told by its end.
    child.stdin.on('error', () => {});
    child.on('exit', (code, signal) => {
      this.ended = signal ?? `exit code ${code}`;
      // What it has started would hold its pipes open, and be left behind.
      endGroup(child, 'SIGKILL');
    });
    child.on('close', () => {
      living.delete(child);
      this.isClosed = true;
      this.reader.end();
      this.onclose?.();
    });
    await once(child, 'spawn');
    living.add(child);
    child.on('error', (error) => this.onerror?.(error));
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { child } = this;
    if (child === null || this.ended !== null) throw new Error('it has ended');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    child.stdin.write(`${JSON.stringify(message)}\n`, (error) =>
      error ? reject(error) : resolve(),
    );
    await promise;
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined || this.isClosed) return;
    const closed = new Promise<true>((resolve) => child.once('close', () => resolve(true)));
    const steps = [
      () => child.stdin.end(),
      () => endGroup(child, 'SIGTERM'),
      () => endGroup(child, 'SIGKILL'),
    ];
    for (const [index, step] of steps.entries()) {
      step();
      if (await isWithin(closed, patienceMs[index])) return;
    }
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
  }

  private read(bytes: Buffer): void {
    this.unreadBytes += bytes.length;
    this.reader.write(bytes);
    if (this.unreadBytes <= mostMessageBytes) return;
    this.said = `it wrote a message of more than ${mostMessageBytes} bytes`;
    void this.close();
  }

  private take(line: string): void {
    this.unreadBytes = 0;
    let message: JSONRPCMessage;
    try {
      message = JSON.parse(line);
    } catch {
      // Some print on stdout what belongs on stderr.
      return;
    }
    this.onmessage?.(message);
  }
}

function endGroup({ pid }: { readonly pid?: number }, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function isWithin(done: Promise<true>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const late = setTimeout(resolve, ms, false);
  void done.then(resolve);
  return promise.finally(() => clearTimeout(late));
}
