import { globSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';

/** A file that was named, by itself or by its folder. */
export interface NamedFile {
  /** What the operator calls it. */
  readonly name: string;
  /** Absolute; null is stdin. */
  readonly path: string | null;
  /** Can be read but once, from its beginning: stdin, a pipe. */
  readonly isStream: boolean;
  /** It was met in a folder or by a pattern: what is no text there is left out, and not refused. */
  readonly isFound: boolean;
}

/**
 * The files that a name stands for, in their order: a file for itself, a folder for all in it and below
 * it, a pattern for what it matches; of the latter two sorted by name, hidden ones left out.
 *
 * @param directory what a relative name starts from
 * @param where what a sentence about the name begins with
 * @throws UsageError where there is none
 */
export function contentNames(name: string, directory: string, where: string): NamedFile[] {
  if (name === '-') return [{ name: 'stdin', path: null, isStream: true, isFound: false }];
  const path = resolve(directory, name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return some(inFolder(name, directory), where, name);
  if (found !== undefined) return [{ name, path, isStream: !found.isFile(), isFound: false }];
  if (!/[*?[{]/.test(name))
    throw new UsageError(`${where}: expected a text to read, but there is no ${name}`);
  const matches = globSync(name, { cwd: directory })
    .filter((match) => !isHidden(match))
    .toSorted()
    .flatMap((match) => {
      const at = resolve(directory, match);
      if (!statSync(at, { throwIfNoEntry: false })?.isFile()) return [];
      return [{ name: match, path: at, isStream: false, isFound: true }];
    });
  return some(matches, where, name);
}

function some(files: NamedFile[], where: string, name: string): NamedFile[] {
  if (files.length > 0) return files;
  throw new UsageError(`${where}: expected a text to read, but ${name} has no files`);
}

function inFolder(name: string, directory: string): NamedFile[] {
  return readdirSync(resolve(directory, name), { withFileTypes: true })
    .filter((entry) => !isHidden(entry.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = join(name, entry.name);
      if (entry.isDirectory()) return inFolder(inside, directory);
      const path = resolve(directory, inside);
      // A link to a folder may lead back to where it stands.
      const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
      return isFile ? [{ name: inside, path, isStream: false, isFound: true }] : [];
    });
}

function isHidden(name: string): boolean {
  return /(^|[/\\])\.[^./\\]/.test(name);
}
