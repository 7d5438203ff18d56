import type { Database, Statement } from './sqlite.ts';

/** Vectors that a task has given, in the order of its texts. */
export interface TaskVectors {
  readonly task: number;
  readonly vectors: readonly Float32Array[];
}

/** Keeps vectors as the floats that they are: as JSON they would take three times as much. */
export class VectorWriter {
  private readonly insert: Statement;

  constructor(database: Database) {
    this.insert = database.prepare('INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)');
  }

  /** Belongs in a transaction, with the end of the task. */
  write({ task, vectors }: TaskVectors): void {
    for (const [position, vector] of vectors.entries()) {
      const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
      this.insert.run(task, position, bytes);
    }
  }
}
