import { Intervals } from './intervals.ts';
import type { Metrics } from './metrics-schema.ts';
import { releasedTimes } from './released-times.ts';
import type { GateHold, RunTimes } from './run-times.ts';
import type { Database } from './sqlite.ts';

interface AttemptRow {
  task: number;
  route: number;
  started_t: number;
  sent_t: number | null;
  streaming_t: number | null;
  ended_t: number;
  wait_ms: number | null;
  outcome: string;
}

/** Where the time of all calls went, in seconds; see the schema for what each phase is. */
export function phaseMetrics(
  database: Database,
  times: RunTimes,
  holds: readonly GateHold[],
  toolSeconds: number,
): Metrics['seconds_by_phase'] {
  const addedAt = addedTimes(database);
  const releasedAt = releasedTimes(database);
  const heldByRoute = new Map<number, Intervals>();
  for (const route of new Set(holds.map((hold) => hold.route))) {
    heldByRoute.set(
      route,
      new Intervals(holds.filter((hold) => hold.route === route).map(({ span }) => span)),
    );
  }
  const queuedAgain = requeuedTimes(database);
  const ms = { queue: 0, gate: 0, connect: 0, wait: 0, stream: 0 };
  let task = -1;
  let readyT = 0;
  const rows = database
    .prepare(`
      SELECT task, route, started_t, sent_t, streaming_t, ended_t, wait_ms, outcome
      FROM attempts ORDER BY task, started_seq`)
    .iterate() as unknown as Iterable<AttemptRow>;
  for (const row of rows) {
    if (row.task !== task) readyT = releasedAt.get(row.task) ?? addedAt(row.task);
    task = row.task;
    const { started_t: startedT, ended_t: endedT } = row;
    const heldMs = heldByRoute.get(row.route)?.overlap(readyT, startedT) ?? 0;
    const readyMs = Math.max(0, startedT - readyT) - times.down.overlap(readyT, startedT);
    ms.gate += heldMs;
    ms.queue += Math.max(0, readyMs - heldMs);
    const sentT = row.sent_t ?? endedT;
    const streamingT = row.streaming_t ?? endedT;
    ms.connect += sentT - startedT;
    ms.wait += streamingT - sentT;
    ms.stream += endedT - streamingT;
    // Its tools ran before it was in the queue again.
    readyT = row.outcome === 'turn' ? queuedAgain(task, endedT) : endedT + (row.wait_ms ?? 0);
  }
  return {
    queue: ms.queue / 1000,
    gate: ms.gate / 1000,
    connect: ms.connect / 1000,
    wait: ms.wait / 1000,
    stream: ms.stream / 1000,
    tool: toolSeconds,
  };
}

/** When a task that took several turns was in the queue again after a time. */
function requeuedTimes(database: Database): (task: number, afterT: number) => number {
  const times = new Map<number, number[]>();
  for (const { task, t } of database
    .prepare(`
      SELECT task, t FROM events WHERE type = 'task.requeued'
        AND task IN (SELECT task FROM attempts WHERE outcome = 'turn') ORDER BY seq`)
    .iterate()) {
    const of = times.get(Number(task)) ?? [];
    times.set(Number(task), of);
    of.push(Number(t));
  }
  return (task, afterT) => times.get(task)?.find((t) => t >= afterT) ?? afterT;
}

/** When a task came to be: few events add many tasks. */
function addedTimes(database: Database): (task: number) => number {
  const added = database
    .prepare(`
      SELECT t, json_extract(data, '$.first') AS first, json_extract(data, '$.count') AS count
      FROM events WHERE type = 'tasks.added' ORDER BY first`)
    .all()
    .map(({ t, first, count }) => ({ t: Number(t), end: Number(first) + Number(count) }));
  let index = 0;
  // Asked for in the order of the tasks.
  return (task) => {
    while (index < added.length && added[index].end <= task) index++;
    return added[index]?.t ?? 0;
  };
}
