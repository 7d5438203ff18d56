import { constants } from 'node:os';
import { screenReaderWanted } from '../settings/screen-reader-wanted.ts';
import { whenPipeCloses } from './closed-pipe.ts';
import type { Session } from './session.ts';

const drainMs = 10_000;
/** A library that cleans up at a signal raises it again at once (conf's does): nobody's second one. */
const echoMs = 50;
/** All that end a run where there is no console. */
export const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type StopSignal = (typeof signals)[number];

/**
 * The signals that stop a run under a console. On a terminal that edits its lines itself Ctrl-C is a
 * signal, and the console asks what is meant by it.
 */
export function consoleSignals(): readonly StopSignal[] {
  const asks = process.env.TERM === 'dumb' && screenReaderWanted(process.env);
  return asks ? signals.filter((signal) => signal !== 'SIGINT') : signals;
}

/**
 * Without a console: the first signal drains, running calls may end within 10 s; the second stops
 * now. A reader of our output that goes away (`| head`) is such a first one, and so is a terminal
 * that does, unless the run goes on without it. The engine then ends the run in its own way, with a
 * complete directory.
 *
 * @param onceEnded called by a signal that finds the run ended
 * @returns a function that lets signals do again what they did before
 */
export function stopOnSignals(
  session: Session,
  stopping: readonly StopSignal[] = signals,
  onceEnded: () => void = () => {},
): () => void {
  const goesOn = session.spec.onHangup === 'continue';
  let askedAt = Number.NEGATIVE_INFINITY;
  const listeners = stopping.map((signal) => {
    const listener = () => {
      if (signal === 'SIGHUP' && goesOn) return;
      const now = performance.now();
      if (now - askedAt < echoMs) return;
      const mode = askedAt < 0 ? 'drain' : 'now';
      askedAt = now;
      if (session.engine.state.exitCode !== null) return onceEnded();
      session.command({ type: 'stop', mode, withinMs: drainMs }, { by: signal });
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  const letPipeGo = whenPipeCloses((gone) => {
    if (gone === 'terminal' && goesOn) return;
    session.command({ type: 'stop', mode: 'drain', withinMs: drainMs }, { by: 'SIGPIPE' });
  });
  return () => {
    letPipeGo();
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}

export interface ClosingSignals {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** What the program then ends with; null before. */
  readonly exitCode: number | null;
  letGo(): void;
}

/**
 * While there is no run that a signal could stop: it closes what is open, so that the terminal is
 * restored. To be let go only for a run: the echo of a signal would end the process before its time.
 * Beside runs of a command that makes several, it tells that no other one is to begin.
 */
export function closeOnSignals(
  closingOnes: readonly StopSignal[] = consoleSignals(),
): ClosingSignals {
  const closing = new AbortController();
  let exitCode: number | null = null;
  const close = (signal: NodeJS.Signals) => {
    exitCode ??= 128 + constants.signals[signal];
    closing.abort();
  };
  for (const signal of closingOnes) process.on(signal, close);
  return {
    signal: closing.signal,
    get exitCode() {
      return exitCode;
    },
    letGo: () => {
      for (const signal of closingOnes) process.off(signal, close);
    },
  };
}
