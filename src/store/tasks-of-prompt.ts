import type { Database } from './sqlite.ts';

/** Words of a prompt that SQLite looks for. */
const mostWords = 12;

/** Tasks of a run that were asked a text, and those that were asked one which contains it. */
export interface TasksOfPrompt {
  readonly exact: readonly number[];
  readonly contains: readonly number[];
}

/**
 * Finds the tasks whose user said `prompt`, white space apart. A text is stored once however many
 * tasks share it, and SQLite sorts out those without its words before any is looked at here: so
 * a hundred runs are searched without an index of their own, which would hold what they were asked in
 * yet another file.
 */
export function tasksOfPrompt(database: Database, prompt: string): TasksOfPrompt {
  const wanted = normal(prompt);
  if (wanted === '') return { exact: [], contains: [] };
  const lower = wanted.toLowerCase();
  const exact: number[] = [];
  const contains: number[] = [];
  const rows = database
    .prepare(`SELECT id, content FROM texts WHERE content LIKE ? ESCAPE '\\'`)
    .iterate(wordsInOrder(wanted));
  for (const { id, content } of rows) {
    const text = normal(String(content));
    if (text === wanted) exact.push(Number(id));
    else if (text.toLowerCase().includes(lower)) contains.push(Number(id));
  }
  return { exact: tasksOf(database, exact), contains: tasksOf(database, contains) };
}

function tasksOf(database: Database, texts: readonly number[]): number[] {
  if (texts.length === 0) return [];
  return database
    .prepare(`
      SELECT task FROM tasks WHERE EXISTS (
        SELECT 1 FROM json_each(messages) AS message WHERE message.value ->> 0 = 'user'
          AND message.value ->> 1 IN (SELECT value FROM json_each(?)))`)
    .all(JSON.stringify(texts))
    .map(({ task }) => Number(task));
}

/** The same text however its lines were broken. */
function normal(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * A pattern that every text with these words matches. LIKE takes letters beyond ASCII as they are, and
 * no pattern of any length: the first words of ASCII, one after the other, are found in any case.
 */
function wordsInOrder(text: string): string {
  const words = (text.match(/[!-~]+/g) ?? []).slice(0, mostWords);
  return `%${words.map((word) => `${word.slice(0, 100).replace(/[%_\\]/g, '\\$&')}%`).join('')}`;
}
