import type { Pieces } from '../plan/pieces.ts';
import type { Database } from './sqlite.ts';
import { textOfPiece } from './stored-messages.ts';

/** Writes all pieces of a plan, one held at a time; belongs in a transaction, before any other text. */
export function writePieces(database: Database, pieces: Pieces): void {
  const insert = database.prepare('INSERT INTO texts (id, name, content) VALUES (?, ?, ?)');
  for (let piece = 0; piece < pieces.count; piece++)
    insert.run(textOfPiece(piece), pieces.name(piece), pieces.text(piece));
  pieces.read();
}

/** From here on the plan has its pieces from the record, which is to stay open as long as tasks are sent. */
export function keepPieces(database: Database, pieces: Pieces): void {
  const select = database.prepare('SELECT content FROM texts WHERE id = ?');
  pieces.keep((piece) => String(select.get(textOfPiece(piece))?.content));
}
