import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AtomicFile } from './atomic-file.ts';
import { isResponseFile, responsesFolder } from './run-files.ts';
import type { Database } from './sqlite.ts';

interface Section {
  readonly agent: string;
  readonly id: string;
  readonly status: string;
  readonly error_class: string | null;
  readonly error_message: string | null;
  readonly text: string | null;
}

/** Files between two turns of the event loop, so that a console keeps drawing. */
const filesATurn = 10;

/** An agent's name as a file's: any character that some file system minds is written as its code. */
function fileName(agent: string): string {
  const safe = agent.replace(
    /[^\p{L}\p{N}._ -]/gu,
    (character) => `%${character.codePointAt(0)!.toString(16).toUpperCase()}`,
  );
  return `${safe}_response.txt`;
}

function section({ id, status, text, error_class, error_message }: Section): string {
  const body = text ?? `${error_class}: ${error_message}`;
  return `=== ${id} · ${status} ===\n${body}${body.endsWith('\n') ? '' : '\n'}\n`;
}

/**
 * Writes what each agent answered, one file an agent and one section a task, in the order in which
 * the tasks ended. Files of an earlier export that no longer hold, because another agent did the task
 * after a resume, are removed. Gives the number of files.
 */
export async function writeResponses(database: Database, directory: string): Promise<number> {
  const folder = join(directory, responsesFolder);
  mkdirSync(folder, { recursive: true });
  // Sorted by short columns alone; a text is read when its turn comes.
  const order = database
    .prepare('SELECT task, agent FROM tasks WHERE agent IS NOT NULL ORDER BY agent, ended_seq')
    .iterate() as NodeJS.Iterator<{ task: number; agent: number }>;
  const select = database.prepare(
    'SELECT agent, id, status, error_class, error_message, text FROM results WHERE number = ?',
  );
  const written = new Set<string>();
  let file: AtomicFile | null = null;
  let current = -1;
  try {
    for (const { task, agent } of order) {
      const row = select.get(task) as unknown as Section;
      if (agent !== current) {
        file?.commit();
        current = agent;
        const name = fileName(row.agent);
        written.add(name);
        file = new AtomicFile(join(folder, name));
        if (written.size % filesATurn === 0) await nextTurn();
      }
      file?.write(section(row));
    }
    file?.commit();
  } catch (error) {
    file?.abort();
    throw error;
  }
  for (const name of readdirSync(folder)) {
    if (isResponseFile(name) && name !== 'metrics.json' && !written.has(name)) {
      rmSync(join(folder, name));
    }
  }
  return written.size;
}
