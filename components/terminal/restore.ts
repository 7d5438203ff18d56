import { writeSync } from 'node:fs';

/** Everything off that may be on, in an order that is right on either screen. */
export const leaveSequence =
  '\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?7h\x1b[?25h';

const leaveAlternateScreen = '\x1b[?1049l';

/**
 * Restores the terminal whatever way the process ends, synchronously: an `exit` handler is all that
 * still runs after an uncaught error. Returns what disarms it, to be called after a regular end;
 * leaving the alternate screen twice would move the cursor.
 *
 * @param first asked when the process ends: what is to be written before all else, or null where
 * somebody else has the terminal and it is none of ours
 */
export function restoreAtExit(
  stdout: NodeJS.WriteStream,
  stdin: NodeJS.ReadStream,
  first: () => string | null = () => '',
): () => void {
  const restore = () => {
    const before = first();
    if (before === null) return;
    try {
      stdin.setRawMode?.(false);
    } catch {
      // The terminal is gone: there is nothing to restore.
    }
    writeNow(stdout, before + leaveAlternateScreen + leaveSequence);
  };
  process.on('exit', restore);
  return () => {
    process.off('exit', restore);
  };
}

/** Writes past the stream's queue; a terminal that takes nothing is not waited for. */
function writeNow(stdout: NodeJS.WriteStream, text: string): void {
  try {
    // The declared type leaves it out; every real terminal stream has one.
    const { fd } = stdout as { fd?: number };
    if (fd !== undefined) writeSync(fd, text);
    else stdout.write(text);
  } catch {
    // As above.
  }
}
