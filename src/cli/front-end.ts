import type { Writable } from 'node:stream';
import type { Session } from './session.ts';

/** Where a command writes: results to `stdout`, progress and errors to `stderr`. */
export interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** Shows a run while it lives. Made before the engine starts, so that it sees the first event. */
export interface FrontEnd {
  /** The run and its files are complete. */
  end(ended: Awaited<ReturnType<Session['finish']>>): void;
}
