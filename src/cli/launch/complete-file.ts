import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';

const mostFound = 200;

/**
 * What the name of a file may go on as, folders with a slash at their end; hidden ones only where the
 * name begins with a dot. A folder that cannot be read has nothing.
 */
export async function completeFile(typed: string): Promise<string[]> {
  if (typed === '~') return ['~/'];
  const at = typed.lastIndexOf('/') + 1;
  const folder = typed.slice(0, at);
  const begun = typed.slice(at);
  try {
    const entries = await readdir(folderOf(folder), { withFileTypes: true });
    return entries
      .filter(({ name }) => name.startsWith(begun) && (begun !== '' || !name.startsWith('.')))
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .toSorted()
      .slice(0, mostFound);
  } catch {
    return [];
  }
}

function folderOf(folder: string): string {
  if (folder === '') return '.';
  const path = folder.startsWith('~/') ? homedir() + folder.slice(1) : folder;
  return path === '/' ? path : dirname(`${path}.`);
}
