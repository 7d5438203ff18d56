import { randomBytes } from 'node:crypto';

// 32 letters, so that a random byte's lower five bits choose without a bias; none that read alike.
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * A run's id, `20261121-091500-k3f2`: UTC time, so that ids sort by age, and four random letters,
 * which do not come from the run's seed: two runs with the same seed are still two runs.
 */
export function createRunId(startedAt: Date): string {
  const time = startedAt.toISOString().replace(/\.\d+Z$/, '');
  const [date, clock] = time.split('T');
  const suffix = Array.from(randomBytes(4), (byte) => letters[byte & 31]).join('');
  return `${date.replaceAll('-', '')}-${clock.replaceAll(':', '')}-${suffix}`;
}
