/** EIO is what a terminal that is gone gives. */
const gone = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);
/** A command that only prints has nothing left to do. */
let leave = (): void => process.exit(0);

/** A reader that has seen enough (`| head`) closes the pipe: no reason for a stack trace. */
export function leaveWithPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === undefined || !gone.has(error.code)) throw error;
      leave();
    });
  }
}

/**
 * From now on `action` answers a closed pipe, once, instead of the end of the process; after it, and
 * after the function that this gives was called, nothing does.
 */
export function whenPipeCloses(action: () => void): () => void {
  const nothing = () => {};
  leave = () => {
    leave = nothing;
    action();
  };
  return () => {
    leave = nothing;
  };
}
