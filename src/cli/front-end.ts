import type { Session } from './session.ts';

/** Where a front end writes: results to `out`, progress and errors to `err`. */
export interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
}

/** Shows a run while it lives. Made before the engine starts, so that it sees the first event. */
export interface FrontEnd {
  /** The run and its files are complete. */
  end(ended: Awaited<ReturnType<Session['finish']>>): void;
}
