import type { FailureClass } from '../../state/events.ts';
import type { OutputHead, RawCommand } from '../../state/raw-call.ts';
import type { CallTimeouts } from '../call-timeouts.ts';
import type { Deadline, DeadlineClock } from '../deadline-clock.ts';
import { plainFailure } from '../failure.ts';
import type { ActiveCall, BodyListener, TurnListener } from '../provider.ts';
import { type Exit, exitFailure, startFailure } from './exit-failure.ts';
import type { Invocation } from './invocation.ts';
import { LastLines } from './last-lines.ts';
import type { OutputReader, OutputSink } from './output-reader.ts';
import { type ProgramListener, ProgramRun } from './program-run.ts';

/** What the calls of a route share. */
export interface ExecCallParts {
  readonly clock: DeadlineClock;
  readonly timeouts: CallTimeouts;
  readonly cwd: string;
  /** What a program inherits. */
  readonly environment: NodeJS.ProcessEnv;
  readonly maxOutputBytes: number;
  /** Classes of failures by exit code, the strongest first. */
  readonly exitCodes: readonly Readonly<Record<string, FailureClass>>[];
  /** Nothing is paid for a call that says nothing of its cost. */
  readonly isFree: boolean;
  reader(sink: OutputSink): OutputReader;
  /** What is run, for a person: secrets by their names. */
  shown(invocation: Invocation): RawCommand;
  /** A text without the secrets that the program was given. */
  safe(text: string): string;
  /** Bytes that a program has written, and that it was given. */
  onBytes(written: number, given: number): void;
}

const noTokens = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  estimated: false,
};

type Phase = 'start' | 'output' | 'idle' | 'ending' | 'over';

/** What a program has to end in, once it has said its last; some agents then hang. */
const lingerMs = 5_000;

/** One run of a program as the engine's call. */
export class ExecCall implements ActiveCall, Deadline, ProgramListener, OutputSink {
  deadlineAt: number;
  readonly run: ProgramRun;
  private readonly parts: ExecCallParts;
  private readonly invocation: Invocation;
  private readonly listener: TurnListener;
  private readonly reader: OutputReader;
  private readonly complaints = new LastLines();
  private endAt: number;
  private phase: Phase = 'start';
  private bytes = 0;
  private hasOutput = false;
  private listening: BodyListener | null = null;

  constructor(parts: ExecCallParts, invocation: Invocation, listener: TurnListener) {
    this.parts = parts;
    this.invocation = invocation;
    this.listener = listener;
    const now = performance.now();
    this.endAt = now + parts.timeouts.totalMs;
    this.deadlineAt = Math.min(now + parts.timeouts.connectMs, this.endAt);
    this.reader = parts.reader(this);
    parts.clock.add(this);
    const environment = { ...parts.environment, ...invocation.variables };
    this.run = new ProgramRun(invocation, parts.cwd, environment, this);
  }

  abort(failureClass: FailureClass, message: string): void {
    if (!this.finish()) return;
    this.run.stop();
    this.listener.failed(plainFailure(failureClass, message, this.run.pid !== null));
  }

  partialText(): string {
    return this.reader.text;
  }

  rawRequest(): RawCommand {
    return this.parts.shown(this.invocation);
  }

  replyHead(): OutputHead | null {
    return this.hasOutput ? { pid: this.run.pid ?? 0 } : null;
  }

  listen(listener: BodyListener | null): void {
    this.listening = listener;
  }

  postpone(ms: number): void {
    this.endAt += ms;
    this.deadlineAt += ms;
  }

  expire(now: number): void {
    if (this.phase !== 'ending') return this.abort('timeout', this.lateWords(now));
    // It has said its last and does not end: what it said counts.
    this.run.leave();
    this.conclude(null);
  }

  // What the program does.

  started(pid: number): void {
    const { stdin } = this.invocation;
    if (stdin !== null) this.parts.onBytes(0, Buffer.byteLength(stdin));
    this.enter('output', this.parts.timeouts.firstTokenMs);
    this.listener.sent(true);
    this.stage(`running pid ${pid}`);
  }

  wrote(bytes: Buffer): void {
    if (!this.counted(bytes)) return;
    this.hasOutput = true;
    this.listening?.(bytes);
    this.reader.write(bytes);
    if (this.reader.isOver && this.phase === 'idle')
      this.enter('ending', Math.min(lingerMs, this.parts.timeouts.idleMs));
  }

  complained(bytes: Buffer): void {
    if (this.counted(bytes)) this.complaints.write(bytes);
  }

  ended(exit: Exit): void {
    this.conclude(exit);
  }

  refused(error: NodeJS.ErrnoException): void {
    if (!this.finish()) return;
    const { class: failureClass, message } = startFailure(
      error,
      this.invocation.program,
      this.parts.cwd,
    );
    this.listener.failed(plainFailure(failureClass, message, false));
  }

  // What the reader found.

  delta(text: string): void {
    if (this.phase !== 'over') this.listener.delta(text);
  }

  stage(words: string): void {
    if (this.phase !== 'over') this.listener.stage?.(words);
  }

  /** @param exit null where it did not end by itself */
  private conclude(exit: Exit | null): void {
    this.reader.end();
    if (!this.finish()) return;
    const complaint = this.reader.complaint();
    if (complaint !== null) return this.fail(complaint.class, complaint.message);
    if (exit !== null && exit.code !== 0) {
      const { class: failureClass, words } = exitFailure(exit, this.parts.exitCodes);
      return this.fail(failureClass, this.because(words));
    }
    const answer = this.reader.answer();
    if (answer === null)
      return this.fail('truncated', this.because('it ended without its end marker'));
    const { text } = answer;
    const costNanoUsd = answer.costNanoUsd ?? (this.parts.isFree ? 0 : null);
    const paid = costNanoUsd === null ? {} : { costNanoUsd };
    // Where the cost is known, no part of it hangs on tokens that nobody told.
    const usage = answer.usage ?? (costNanoUsd === null ? null : noTokens);
    this.listener.done({ text, usage, ...paid, finishReason: 'stop', hints: null });
  }

  /** Whether it cost something is not known as soon as it has begun to answer. */
  private fail(failureClass: FailureClass, message: string): void {
    const uncertain = this.reader.text !== '' && !this.parts.isFree;
    this.listener.failed(plainFailure(failureClass, this.parts.safe(message), uncertain));
  }

  /** What happened, and what the program said of it. */
  private because(words: string): string {
    const said = this.reader.hint() || this.complaints.words();
    return said === '' ? words : `${words}: ${said}`;
  }

  /** @returns whether it may write on */
  private counted({ length }: Buffer): boolean {
    if (this.phase === 'over') return false;
    const { maxOutputBytes, timeouts } = this.parts;
    this.parts.onBytes(length, 0);
    this.bytes += length;
    if (this.bytes > maxOutputBytes) {
      const most = maxOutputBytes.toLocaleString('en');
      this.abort('invalid-request', `more than ${most} bytes of output (exec.maxOutputBytes)`);
      return false;
    }
    // Whatever it writes shows that it works.
    if (this.phase !== 'ending') this.enter('idle', timeouts.idleMs);
    return true;
  }

  private lateWords(now: number): string {
    const { connectMs, firstTokenMs, idleMs, totalMs } = this.parts.timeouts;
    if (now >= this.endAt) return `no end within ${totalMs / 1000} s of the call`;
    if (this.phase === 'start') return `not started within ${connectMs / 1000} s`;
    if (this.phase === 'output') return `no output within ${firstTokenMs / 1000} s`;
    return `no further output within ${idleMs / 1000} s`;
  }

  private enter(phase: Phase, limitMs: number): void {
    this.phase = phase;
    this.deadlineAt = Math.min(this.endAt, performance.now() + limitMs);
  }

  /** @returns whether the end has still to be told */
  private finish(): boolean {
    if (this.phase === 'over') return false;
    this.phase = 'over';
    this.parts.clock.delete(this);
    return true;
  }
}
