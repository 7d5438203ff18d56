import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from '../spec/usage-error.ts';

/**
 * One field of the operator's settings file; undefined where there is no file or it has none. The
 * file is read as it is and not through conf, and the other parts of it are not looked at.
 *
 * @throws UsageError where the file is no JSON
 */
export function settingsPart(file: string, name: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    const settings: Readonly<Record<string, unknown>> | null = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    return settings?.[name];
  } catch (error) {
    throw new UsageError(`${file}: the settings cannot be read: ${(error as Error).message}`);
  }
}
