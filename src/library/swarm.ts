import type { Session } from '../cli/session.ts';
import type { Acknowledgement, Asker, Command } from '../engine/commands/command.ts';
import { parseCommand } from '../engine/commands/parse-command.ts';
import type { ReaderHold } from '../engine/reader-hold.ts';
import type { ResultLine } from '../report/result-line.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { UsageError } from '../spec/usage-error.ts';
import type { RunEvent } from '../state/events.ts';
import type { RunSnapshot } from '../state/snapshot.ts';
import { type EarlierWork, metricsOfPrompt } from '../store/earlier-figures.ts';
import { liveCommand } from './live-command.ts';
import type { ResultsOptions, SwarmEnd, Unsubscribe } from './swarm-options.ts';
import { UnreadResults } from './unread-results.ts';

const drainMs = 10_000;
const program: Asker = { by: 'the program' };

/** A run in the hands of a program. It begins with the first of `run`, `start` and a loop over `results`. */
export class Swarm {
  readonly runId: string;
  /** Of the run, absolute: results.jsonl, metrics.json and the rest. */
  readonly directory: string;
  /** What was made of the spec that was given. */
  readonly spec: ResolvedSpec;
  private readonly session: Session;
  private readonly reader: ReaderHold;
  private readonly end = Promise.withResolvers<SwarmEnd>();
  private started = false;
  private isRead = false;

  constructor(session: Session, reader: ReaderHold) {
    this.session = session;
    this.reader = reader;
    this.runId = session.runId;
    this.directory = session.directory;
    this.spec = session.spec;
    this.end.promise.catch(() => {});
  }

  /** Begins the run, where it has not begun. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.session.engine.start();
    this.session.finish().then(this.end.resolve, this.end.reject);
  }

  /** Begins the run, where it has not begun, and waits for its end. */
  async run(): Promise<SwarmEnd> {
    this.start();
    return this.finished;
  }

  /** Resolves once the run has ended and its directory is complete; begins nothing. */
  get finished(): Promise<SwarmEnd> {
    return this.end.promise;
  }

  /**
   * One result for each task as it ends, in the shape of a line of results.jsonl; for those that the run
   * was over before, when it is. A task that is done once more gives another one. While `buffer` results
   * wait unread no new call starts; those in flight end, and theirs wait too. A loop that is left stops
   * the run, and goes on when its directory is complete. One loop reads a run.
   *
   * @throws UsageError for a buffer that is none, or where the results are being read already
   */
  results({ buffer = 64, onBreak = 'drain' }: ResultsOptions = {}): AsyncGenerator<ResultLine> {
    if (!Number.isSafeInteger(buffer) || buffer < 1)
      throw new UsageError(`results: buffer: expected a whole number of at least 1, got ${buffer}`);
    if (onBreak !== 'drain' && onBreak !== 'now')
      throw new UsageError(`results: onBreak: expected drain or now, got ${onBreak}`);
    return this.read(buffer, onBreak);
  }

  /**
   * Asks something of the run: as an object, or as it is typed in the console (`cancel status:retrying`,
   * `concurrency 200`, `set retry.retries=8`). Answered at once; what comes of it is seen in the events.
   */
  command(command: Command | string, asker: Asker = program): Acknowledgement {
    if (typeof command !== 'string') return this.session.command(command, asker);
    const { roles, routes } = this.session.engine.info;
    const parsed = parseCommand(command, {
      roles: roles.map(({ name }) => name),
      routes: routes.map(({ name }) => name),
      presets: [],
      themes: [],
    });
    const live = liveCommand(parsed);
    return live.ok ? this.session.command(live.command, asker) : { ...live, id: 0 };
  }

  /**
   * Where the run stands now, what limits it (`limiting`) included. Cheap: figures are copied, the long
   * columns are the run's own and go on with it.
   */
  snapshot(): RunSnapshot {
    return this.session.snapshot();
  }

  /** What the same prompt took in this run so far and in those before it; see `metricsOfPrompt`. */
  metrics(prompt: string): Promise<EarlierWork> {
    return metricsOfPrompt(prompt);
  }

  /** Told of every event, in their order. What it throws is uncaught in the program, and no harm to the run. */
  onEvent(listener: (event: RunEvent) => void): Unsubscribe {
    const off = this.session.engine.onEvent((event) => {
      try {
        listener(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    });
    return Object.assign(() => off(), { [Symbol.dispose]: off });
  }

  /** Stops what still runs, now, and waits until the directory is complete; also of a run that never began. */
  async close(): Promise<void> {
    this.start();
    this.session.command({ type: 'stop', mode: 'now' }, program);
    await this.finished;
    this.session.record.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private async *read(buffer: number, onBreak: 'drain' | 'now'): AsyncGenerator<ResultLine> {
    if (this.isRead)
      throw new UsageError('results: one loop reads a run, and there was one already');
    this.isRead = true;
    const { engine, record } = this.session;
    const unread = new UnreadResults(engine, record, this.reader, buffer);
    this.start();
    try {
      for (let line = await unread.next(); line !== null; line = await unread.next()) yield line;
    } finally {
      unread.close();
      if (engine.state.exitCode === null)
        this.session.command({ type: 'stop', mode: onBreak, withinMs: drainMs }, program);
      await this.finished;
      record.close();
    }
  }
}
