import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { ExecPolicy } from '../../spec/resolved.ts';

/** Where a program is, or why it cannot be run, in a few words. */
export type FoundProgram =
  | { readonly found: true; readonly path: string }
  | { readonly found: false; readonly why: string };

/**
 * Looks for a program as the system does when it is started: a name with a slash from the directory
 * that it runs in, any other along `PATH`.
 *
 * @param path that it would have; default: its own, else that of this process
 */
export function findProgram(
  { command: [program], cwd, env }: Pick<ExecPolicy, 'command' | 'cwd' | 'env'>,
  path = (env.PATH?.startsWith('env:') ? null : env.PATH) ?? process.env.PATH ?? '',
): FoundProgram {
  if (!isDirectory(cwd)) return { found: false, why: `there is no directory ${cwd}` };
  const places = program.includes('/')
    ? [resolve(cwd, program)]
    : path.split(delimiter).map((directory) => join(resolve(cwd, directory), program));
  const files = places.filter(isFile);
  const runnable = files.find(isExecutable);
  if (runnable !== undefined) return { found: true, path: runnable };
  if (files.length > 0) return { found: false, why: `${files[0]} cannot be executed` };
  const where = program.includes('/') ? '' : ' in PATH';
  return { found: false, why: `there is no program ${program}${where}` };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
