import { readdir } from 'node:fs/promises';
import { pathOf } from './work-reader.ts';

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
    const entries = await readdir(pathOf(folder || '.'), { withFileTypes: true });
    return entries
      .filter(({ name }) => name.startsWith(begun) && (begun !== '' || !name.startsWith('.')))
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .toSorted()
      .slice(0, mostFound);
  } catch {
    return [];
  }
}
