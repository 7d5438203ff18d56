/** EIO is what a terminal that is gone gives. */
const gone = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);
/** A command that only prints has nothing left to do. */
let leave = (_gone: Gone): void => process.exit(0);

/** What there is to write to no more: a reader that has seen enough, or a terminal. */
export type Gone = 'reader' | 'terminal';

/** A reader that has seen enough (`| head`) closes the pipe: no reason for a stack trace. */
export function leaveWithPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === undefined || !gone.has(error.code)) throw error;
      leave(error.code === 'EIO' ? 'terminal' : 'reader');
    });
  }
}

/**
 * From now on `action` answers a closed pipe, once, instead of the end of the process; after it, and
 * after the function that this gives was called, nothing does.
 */
export function whenPipeCloses(action: (gone: Gone) => void): () => void {
  const nothing = () => {};
  leave = (gone) => {
    leave = nothing;
    action(gone);
  };
  return () => {
    leave = nothing;
  };
}
