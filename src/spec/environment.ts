import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { UsageError } from './usage-error.ts';

/** Variables by name. An empty one counts as not set wherever it is read. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a run: `.env` of the working directory, with the process's own variables above
 * it. Nothing is written back to the process.
 *
 * @throws UsageError where there is a `.env` that cannot be read
 */
export function loadEnvironment(
  directory = process.cwd(),
  ofProcess: Environment = process.env,
): Environment {
  const file = join(directory, '.env');
  if (!existsSync(file)) return ofProcess;
  try {
    return { ...parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')), ...ofProcess };
  } catch (error) {
    throw new UsageError(`.env: cannot be read: ${(error as Error).message}`);
  }
}
