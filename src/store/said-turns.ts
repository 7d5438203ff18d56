import type { RunEvent } from '../state/events.ts';
import { type RecordedTurn, RecordedTurns } from '../state/recorded-turns.ts';
import { turnEventTypes } from './schema.ts';
import type { Database } from './sqlite.ts';

/** What a task's conversation has become beyond its plan, since it was begun or opened again last. */
export function saidTurns(database: Database, task: number): readonly RecordedTurn[] {
  const rows = database
    .prepare(`
      SELECT seq, t, type, data FROM events
      WHERE task = ? AND type IN (${turnEventTypes}) ORDER BY seq`)
    .iterate(task);
  const said = new RecordedTurns();
  for (const { data, ...stamp } of rows)
    said.observe({ ...JSON.parse(String(data)), ...stamp, task } as RunEvent);
  return said.turns;
}

/** The conversations of tasks that have no end, by task. */
export function openConversations(database: Database): Map<number, readonly RecordedTurn[]> {
  const rows = database
    .prepare(`
      SELECT DISTINCT task FROM events
      WHERE type IN (${turnEventTypes}) AND type = 'turn.finished'
        AND task IN (SELECT task FROM tasks WHERE status = 'queued')`)
    .all();
  return new Map(rows.map(({ task }) => [Number(task), saidTurns(database, Number(task))]));
}
