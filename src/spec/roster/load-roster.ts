import { extname, resolve } from 'node:path';
import { readInput } from '../read-input.ts';
import { csvRoster } from './csv-roster.ts';
import { jsonRoster } from './json-roster.ts';
import { readRoster } from './read-roster.ts';
import type { Roster } from './roster.ts';

/**
 * A roster of agents: a CSV with a header row, or a list in JSON or YAML. The names of columns and
 * the words for a complexity are taken as people write them; see docs/migrate.md. What cannot be
 * read is in its `problems`, with the line.
 *
 * @param file as the operator wrote it, relative to `cwd`
 * @throws UsageError where nothing of it can be read
 */
export async function loadRoster(file: string, cwd = process.cwd()): Promise<Roster> {
  return parseRoster(readInput(resolve(cwd, file), 'a roster', file), file);
}

/** As `loadRoster`, for a text that is already there. */
export async function parseRoster(text: string, file: string): Promise<Roster> {
  const isNested =
    ['.json', '.yaml', '.yml'].includes(extname(file).toLowerCase()) || /^\s*[[{]/.test(text);
  return readRoster(await (isNested ? jsonRoster(text, file) : csvRoster(text, file)), file);
}
