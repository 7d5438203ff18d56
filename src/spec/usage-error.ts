/** The operator asked for something that cannot be done: one sentence that names the place and the mend; exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
