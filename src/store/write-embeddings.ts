import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeAtomic } from './atomic-file.ts';
import { embeddingsFile } from './run-files.ts';
import { readRecord } from './run-reader.ts';
import type { Database } from './sqlite.ts';
import { textsOf } from './stored-messages.ts';

/** Lines between two turns of the event loop, so that a console keeps drawing. */
const linesATurn = 50;

interface DoneTask {
  readonly task: number;
  readonly route: number;
  readonly messages: string;
}

/**
 * Writes embeddings.jsonl of a run that turned texts into vectors: a line for each text of a task that is
 * done, in the order of the plan. One vector is held at a time. Any other run has no such file.
 */
export async function writeEmbeddings(database: Database, directory: string): Promise<void> {
  const { spec } = readRecord(database);
  if (spec.workload.kind !== 'embeddings') return;
  const tasks = database
    .prepare("SELECT task, route, messages FROM tasks WHERE status = 'done' ORDER BY task")
    .iterate() as unknown as Iterable<DoneTask>;
  const selectVectors = database.prepare(
    'SELECT position, vector FROM vectors WHERE task = ? ORDER BY position',
  );
  const selectName = database.prepare('SELECT name FROM texts WHERE id = ?');
  await writeAtomic(join(directory, embeddingsFile), async (file) => {
    let written = 0;
    for (const { task, route, messages } of tasks) {
      const texts = textsOf(messages);
      const { model } = spec.routes[route];
      for (const { position, vector } of selectVectors.iterate(task)) {
        const text = texts[Number(position)];
        // Texts are the first of a record: their numbers are their places.
        const index = text - 1;
        const id = selectName.get(text)?.name ?? String(index);
        const embedding = Array.from(floats(vector as Uint8Array));
        file.write(`${JSON.stringify({ id, index, embedding, model })}\n`);
        if (++written % linesATurn === 0) await nextTurn();
      }
    }
  });
}

function floats(bytes: Uint8Array): Float32Array {
  // A view needs bytes that begin at a multiple of four.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}
