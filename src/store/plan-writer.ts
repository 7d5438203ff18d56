import type { Plan } from '../plan/plan.ts';
import type { Database } from './sqlite.ts';
import { storedMessages } from './stored-messages.ts';
import { writePieces } from './stored-pieces.ts';

/** Characters of texts that are remembered, so that a plan of large unshared texts is not held in memory. */
const rememberedCharacters = 8_000_000;

type WrittenMessages = (task: number) => string;

/** Writes the texts of a plan's messages, each once as far as it is remembered; gives what `messages` holds. */
function messageWriter(database: Database, plan: Plan): WrittenMessages {
  const insertText = database.prepare('INSERT INTO texts (content) VALUES (?)');
  const known = new Map<string, number>();
  let characters = 0;

  function textId(content: string): number {
    const id = known.get(content);
    if (id !== undefined) return id;
    const added = Number(insertText.run(content).lastInsertRowid);
    characters += content.length;
    if (characters > rememberedCharacters) {
      known.clear();
      characters = content.length;
    }
    known.set(content, added);
    return added;
  }

  return (task) => {
    return storedMessages(plan, task, textId);
  };
}

/** What `messages` holds of a task whose messages are not known yet. */
const unknown = '[]';

/** Keeps the messages of a task that were not known when the plan was written; belongs in a transaction. */
export function writeDeferred(database: Database, plan: Plan, task: number): void {
  const { messages } =
    database.prepare('SELECT messages FROM tasks WHERE task = ?').get(task) ?? {};
  if (messages !== unknown) return;
  database
    .prepare('UPDATE tasks SET messages = ? WHERE task = ?')
    .run(messageWriter(database, plan)(task), task);
}

/**
 * Forgets what was kept of the messages of a task that waits for others again: what these answer now
 * goes into them. Belongs in a transaction.
 */
export function forgetDeferred(database: Database, task: number): void {
  database.prepare('UPDATE tasks SET messages = ? WHERE task = ?').run(unknown, task);
}

/**
 * Writes tasks `first` to `first + count - 1` of a plan with their messages; belongs in a
 * transaction. A text that tasks share (the role's instructions, a repeated prompt) is written once,
 * as far as it is remembered.
 */
export function writePlan(database: Database, plan: Plan, first = 0, count = plan.size): void {
  const insertTask = database.prepare(
    'INSERT INTO tasks (task, id, role, priority, batch, deadline_ms, pieces, messages) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  // What is added later is made of the same pieces.
  if (plan.pieces !== undefined && first === 0) writePieces(database, plan.pieces);
  const messagesOf = messageWriter(database, plan);
  for (let task = first; task < first + count; task++) {
    insertTask.run(
      task,
      plan.id(task),
      plan.role[task],
      plan.priority[task],
      plan.batch[task],
      finiteOrNull(plan.deadlineMs?.[task]),
      plan.pieces?.countOf(task) ?? 0,
      plan.graph?.isDeferred(task) ? unknown : messagesOf(task),
    );
  }
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
