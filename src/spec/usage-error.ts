/**
 * What the operator gave cannot be used. The message is one sentence that names the place, what was
 * expected and the mend; the command line prints it and exits 2 before anything is run.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** The exit code of the process, DESIGN.md 5.1. */
  readonly exitCode = 2;
}
