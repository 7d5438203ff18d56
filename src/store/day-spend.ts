import { join } from 'node:path';
import type { DayFigures, DayLedger } from '../gates/day-ledger.ts';
import { homeDirectory } from '../settings/home-directory.ts';
import { makeDirectory } from './make-directory.ts';
import { prepareForWriting } from './schema.ts';
import { type Database, openDatabase, type Statement, transaction } from './sqlite.ts';

/** One row for each key, day (UTC) and run; money in nano-dollars. */
const table = `CREATE TABLE IF NOT EXISTS spend (
  key TEXT NOT NULL, day TEXT NOT NULL, run TEXT NOT NULL,
  settled INTEGER NOT NULL, reserved INTEGER NOT NULL, changed_at INTEGER NOT NULL,
  PRIMARY KEY (key, day, run)) WITHOUT ROWID`;

/** What a call that has ended gives back is written with the next that goes, or after this. */
const writeAfterMs = 100;
/** A run that has changed nothing for so long is taken for dead: its calls bring nothing back. */
const silentMs = 600_000;
const keptDays = 8;

const sumsOf = `
  SELECT total(settled) AS settled, total(reserved) AS reserved,
    total(reserved) FILTER (WHERE run <> ? AND changed_at > ?) AS others
  FROM spend WHERE key = ? AND day = ?`;

const addTo = `
  INSERT INTO spend VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    settled = settled + excluded.settled, reserved = reserved + excluded.reserved,
    changed_at = excluded.changed_at`;

interface Opened {
  readonly database: Database;
  readonly sums: Statement;
  readonly add: Statement;
}

/** What is not written yet of one key and day. */
interface Pending {
  settled: number;
  reserved: number;
}

/**
 * `spend.db` under `SWARMDECK_HOME`: what every run that caps a day's money has spent and set aside,
 * by key and day. To set money aside is to read all sums and to write one in a single transaction, so
 * that runs in other processes cannot pass the cap together. What a run had set aside when its process
 * died stays taken: those calls may have been billed.
 */
export class DaySpend implements DayLedger {
  /** By route: what stands for its key, never the key itself. */
  private readonly keys: readonly string[];
  private readonly run: string;
  private handle: Opened | null = null;
  private readonly pending = new Map<string, Pending>();
  /** Taken from the day by `check` for the call that goes next. */
  private taken: { readonly name: string; readonly nanoUsd: number } | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(keys: readonly string[], run: string) {
    this.keys = keys;
    this.run = run;
  }

  open(): void {
    this.opened();
  }

  check(route: number, boundNanoUsd: number, capNanoUsd: number): DayFigures | null {
    const name = nameOf(this.keys[route]);
    if (this.taken?.name === name && this.taken.nanoUsd === boundNanoUsd) return null;
    this.giveBack();
    try {
      const figures = this.take(name, boundNanoUsd, capNanoUsd);
      if (figures === null) this.taken = { name, nanoUsd: boundNanoUsd };
      return figures;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { settledNanoUsd: 0, reservedNanoUsd: 0, mayFree: false, problem };
    }
  }

  enter(route: number, boundNanoUsd: number): ReturnType<DayLedger['enter']> {
    // Of the day on which it was taken, which may be over when the call ends.
    const name = this.taken?.name ?? nameOf(this.keys[route]);
    this.taken = null;
    return ({ settledNanoUsd, uncertainNanoUsd }) =>
      this.note(name, settledNanoUsd + uncertainNanoUsd, -boundNanoUsd);
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.giveBack();
    this.writePending();
    this.handle?.database.close();
    this.handle = null;
  }

  private take(name: string, nanoUsd: number, cap: number): DayFigures | null {
    const { database, sums } = this.opened();
    const figures = transaction(database, () => {
      this.write();
      const row = sums.get(this.run, Date.now() - silentMs, ...name.split(' '))!;
      const [settledNanoUsd, reservedNanoUsd] = [Number(row.settled), Number(row.reserved)];
      if (settledNanoUsd + reservedNanoUsd + nanoUsd > cap)
        return { settledNanoUsd, reservedNanoUsd, mayFree: Number(row.others) > 0, problem: null };
      this.add(name, 0, nanoUsd);
      return null;
    });
    this.pending.clear();
    return figures;
  }

  /** What was taken for a call that does not go. */
  private giveBack(): void {
    if (this.taken === null) return;
    this.note(this.taken.name, 0, -this.taken.nanoUsd);
    this.taken = null;
  }

  private note(name: string, settled: number, reserved: number): void {
    const sums = this.pending.get(name) ?? { settled: 0, reserved: 0 };
    sums.settled += settled;
    sums.reserved += reserved;
    this.pending.set(name, sums);
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.writePending();
    }, writeAfterMs).unref();
  }

  private writePending(): void {
    if (this.handle === null || this.pending.size === 0) return;
    try {
      transaction(this.handle.database, () => this.write());
      this.pending.clear();
    } catch {
      // It is written with the next call that goes; until then more is taken than was spent.
    }
  }

  /** Belongs in a transaction; what is pending is forgotten when that is committed. */
  private write(): void {
    for (const [name, { settled, reserved }] of this.pending) this.add(name, settled, reserved);
  }

  private add(name: string, settled: number, reserved: number): void {
    const [key, day] = name.split(' ');
    this.opened().add.run(key, day, this.run, settled, reserved, Date.now());
  }

  private opened(): Opened {
    if (this.handle !== null) return this.handle;
    const home = homeDirectory();
    const path = join(home, 'spend.db');
    try {
      makeDirectory(home);
      const database = openDatabase(path);
      prepareForWriting(database);
      database.exec(table);
      const oldest = dayOf(Date.now() - keptDays * 86_400_000);
      database.prepare('DELETE FROM spend WHERE day < ?').run(oldest);
      // This run's process died before: what it had set aside may have been billed.
      database
        .prepare('UPDATE spend SET settled = settled + reserved, reserved = 0 WHERE run = ?')
        .run(this.run);
      const [sums, add] = [database.prepare(sumsOf), database.prepare(addTo)];
      this.handle = { database, sums, add };
      return this.handle;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new Error(`${path}, which keeps the money of a day, cannot be used: ${said}`);
    }
  }
}

function nameOf(key: string): string {
  return `${key} ${dayOf(Date.now())}`;
}

/** `2026-11-21`, in UTC. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
