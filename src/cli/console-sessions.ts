import type { ConsoleOutcome, LiveRun } from '../../components/console-options.ts';
import { UsageError } from '../spec/usage-error.ts';
import { consoleRun } from './console-run.ts';
import { decidedWords } from './decided/decided-words.ts';
import type { Session } from './session.ts';
import { consoleSignals, stopOnSignals } from './signals.ts';
import { summary } from './summary.ts';

interface Begun {
  readonly session: Session;
  /** Gives the exit code, its files being written and its summary told. */
  leave(outcome: ConsoleOutcome | null): Promise<number>;
}

/** The runs that one console steers: one after the other, as they are launched and resumed in it. */
export class ConsoleSessions {
  private readonly begun: Begun[] = [];
  private readonly close: () => void;
  private readonly onStart: () => void;

  /**
   * @param close closes the console: called by a signal that comes when no run lives
   * @param onStart called as a run starts, before a signal stops it
   */
  constructor(close: () => void, onStart: () => void = () => {}) {
    this.close = close;
    this.onStart = onStart;
  }

  /** The one that lives; null where none does. */
  get live(): Session | null {
    const last = this.begun.at(-1)?.session;
    return last === undefined || last.engine.state.exitCode !== null ? null : last;
  }

  /** @throws UsageError where one lives: two would not know of each other's limits */
  needNone(): void {
    if (this.live !== null)
      throw new UsageError(`${this.live.spec.name} is running in this console; stop it first`);
  }

  /** Starts a session whose front end is the console: signals stop it, and its files are written at its end. */
  start(session: Session): LiveRun {
    this.onStart();
    const letSignalsGo = stopOnSignals(session, consoleSignals(), () => {
      if (this.live === null) this.close();
    });
    session.engine.start();
    const finished = session.finish();
    // It may fail while the console is open: told when that has closed.
    finished.catch(() => {});
    this.begun.push({
      session,
      async leave(outcome) {
        // The console closes before its run only when its terminal is gone.
        if (outcome?.action !== 'closed' || session.spec.onHangup === 'drain')
          session.command({ type: 'stop', mode: 'drain', withinMs: 10_000 }, { by: 'SIGHUP' });
        const {
          outcome: ended,
          metrics,
          decided,
          warning,
        } = await finished.finally(() => {
          letSignalsGo();
          session.record.close();
        });
        const { above, rows, below } = decidedWords(decided);
        const text = summary(session.snapshot(), metrics, ended, session.directory, rows);
        process.stdout.write(above + text + below);
        if (warning !== null) process.stderr.write(`${warning}\n`);
        return ended.exitCode;
      },
    });
    return consoleRun(session);
  }

  /**
   * To be called when the console has closed: sees the runs to their ends, and gives the exit code of
   * the last one; null where there was none.
   *
   * @param outcome why it closed; null where it failed
   */
  async leave(outcome: ConsoleOutcome | null): Promise<number | null> {
    const left = await Promise.allSettled(this.begun.map(({ leave }) => leave(outcome)));
    for (const each of left) if (each.status === 'rejected') throw each.reason;
    const last = left.at(-1);
    return last?.status === 'fulfilled' ? last.value : null;
  }
}
