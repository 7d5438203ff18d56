import { readResumes } from './run-reader.ts';
import type { Database } from './sqlite.ts';

/** What this process, so this session, has used up to now. */
export interface ProcessFigures {
  /** User and system time. */
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
  /** Of all routes' sockets. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Keeps the figures of the session that runs; written again, they replace what it said before. */
export function saveProcessFigures(database: Database, figures: ProcessFigures): void {
  const session = readResumes(database).length + 1;
  database
    .prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)')
    .run(`process ${session}`, JSON.stringify(figures));
}

/** The figures of all sessions that could say theirs (a killed one cannot), added up; the peak is the highest. */
export function readProcessFigures(database: Database): ProcessFigures {
  let sum: ProcessFigures = { cpuSeconds: 0, peakRssBytes: 0, bytesIn: 0, bytesOut: 0 };
  for (const { value } of database
    .prepare("SELECT value FROM meta WHERE key LIKE 'process %'")
    .iterate()) {
    const figures: ProcessFigures = JSON.parse(String(value));
    sum = {
      cpuSeconds: sum.cpuSeconds + figures.cpuSeconds,
      peakRssBytes: Math.max(sum.peakRssBytes, figures.peakRssBytes),
      bytesIn: sum.bytesIn + figures.bytesIn,
      bytesOut: sum.bytesOut + figures.bytesOut,
    };
  }
  return sum;
}
