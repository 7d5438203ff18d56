import type { SpentByTurns, ToolFinished, TurnFinished } from '../state/events.ts';
import type { SaidTurn } from '../state/said-turn.ts';
import type { Database } from './sqlite.ts';

/** A turn of a task that was not its last, with what it took. */
export type RecordedTurn = SaidTurn & SpentByTurns;

type Recorded = Omit<RecordedTurn, 'answers'> & { readonly answers: Map<string, string> };

/** What a task's conversation has become beyond its plan, since it was begun or opened again last. */
export function saidTurns(database: Database, task: number): RecordedTurn[] {
  const rows = database
    .prepare(`
      SELECT type, data FROM events
      WHERE task = ? AND type IN ('turn.finished', 'tool.finished', 'task.reopened') ORDER BY seq`)
    .iterate(task);
  let turns: Recorded[] = [];
  for (const { type, data } of rows) {
    if (type === 'task.reopened') turns = [];
    else if (type === 'turn.finished') {
      const { text, calls, problem, usage, costNanoUsd }: TurnFinished = JSON.parse(String(data));
      turns.push({ text, calls, problem, usage, costNanoUsd, answers: new Map() });
    } else {
      const { call, text }: ToolFinished = JSON.parse(String(data));
      const turn = turns.findLast(({ calls }) => calls.some(({ id }) => id === call));
      turn?.answers.set(call, text);
    }
  }
  return turns;
}

/** The conversations of tasks that have no end, by task. */
export function openConversations(database: Database): Map<number, RecordedTurn[]> {
  const rows = database
    .prepare(`
      SELECT DISTINCT task FROM events
      WHERE type IN ('turn.finished', 'tool.finished', 'task.reopened') AND type = 'turn.finished'
        AND task IN (SELECT task FROM tasks WHERE status = 'queued')`)
    .all();
  return new Map(rows.map(({ task }) => [Number(task), saidTurns(database, Number(task))]));
}
