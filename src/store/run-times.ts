import { Intervals } from './intervals.ts';
import { readEnd } from './run-reader.ts';
import type { Database } from './sqlite.ts';

type Span = [start: number, end: number];

/** When the run ran, in run time, ms. */
export interface RunTimes {
  /** Last event. */
  readonly endT: number;
  /** Between the last event of a session and the resume after it. */
  readonly down: Intervals;
  /** From the first start to the last event, without the times between sessions. */
  readonly workedMs: number;
}

export function readRunTimes(database: Database): RunTimes {
  const endT = readEnd(database).lastT;
  const down = new Intervals(
    database
      .prepare(`
        SELECT (SELECT t FROM events WHERE seq < resumed.seq ORDER BY seq DESC LIMIT 1) AS downT, t AS upT
        FROM events AS resumed WHERE type = 'run.resumed'`)
      .all()
      .map(({ downT, upT }): Span => [Number(downT ?? 0), Number(upT)]),
  );
  return { endT, down, workedMs: endT - down.total };
}

/** Every span in which a gate held a route's next task back. */
export interface GateHold {
  readonly route: number;
  readonly gate: string;
  readonly span: Span;
}

/** Holds in the order in which they ended. One that is told again goes on; the end of a session ends all. */
export function readGateHolds(database: Database, endT: number): GateHold[] {
  const rows = database
    .prepare(`
      SELECT t, type, json_extract(data, '$.route') AS route, json_extract(data, '$.gate') AS gate,
        (SELECT p.t FROM events p WHERE p.seq < e.seq ORDER BY p.seq DESC LIMIT 1) AS formerT
      FROM events e WHERE type IN ('gate.held', 'gate.released', 'run.resumed') ORDER BY seq`)
    .iterate() as NodeJS.Iterator<{
    t: number;
    type: string;
    route: number;
    gate: string;
    formerT: number;
  }>;
  const holds: GateHold[] = [];
  const open = new Map<string, { route: number; gate: string; startT: number }>();

  function end(name: string, t: number): void {
    const hold = open.get(name);
    if (hold === undefined) return;
    open.delete(name);
    holds.push({ route: hold.route, gate: hold.gate, span: [hold.startT, t] });
  }

  for (const { t, type, route, gate, formerT } of rows) {
    const name = `${route} ${gate}`;
    if (type === 'run.resumed') for (const each of [...open.keys()]) end(each, formerT);
    else if (type === 'gate.released') end(name, t);
    else if (!open.has(name)) open.set(name, { route, gate, startT: t });
  }
  for (const each of [...open.keys()]) end(each, endT);
  return holds;
}
