import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { UsageBook, UsageRow } from '../gates/usage-book.ts';
import { homeDirectory } from '../settings/home-directory.ts';
import { UsageError } from '../spec/usage-error.ts';
import { JournalError } from './journal-error.ts';
import { PendingUsage } from './pending-usage.ts';
import { transaction } from './sqlite.ts';
import { UsageTables } from './usage-tables.ts';

const commitEveryMs = 100;
/** A commit that failed is made again, and so is one that another process kept waiting. */
const againMs = 1_000;
const patienceMs = 100;
const lastPatienceMs = 5_000;
/** A day, the longest window. */
const keptMs = 86_400_000;
const pruneEveryMs = 600_000;

/**
 * The usage book in `limits.db` of the home directory, opened when it is first needed. What comes
 * within 100 ms is one commit and one row: a later run frees it that much too late at most, and never
 * too soon.
 */
export class StoredUsageBook implements UsageBook {
  readonly path = join(homeDirectory(), 'limits.db');
  /** One sentence on why the last look or commit failed; null where it did not. */
  trouble: string | null = null;
  /** Told of each new trouble. */
  onTrouble: (sentence: string) => void = () => {};
  /** Tells this book's rows from those of others. */
  private readonly writer = randomInt(2 ** 47);
  private pending = new Map<string, PendingUsage>();
  /** Number of the last row when a key was read last. */
  private readonly seen = new Map<string, number>();
  private tables: UsageTables | null = null;
  private timer: NodeJS.Timeout | null = null;
  private prunedAt = Number.NEGATIVE_INFINITY;

  /** @throws UsageError where it cannot be written */
  open(): void {
    if (this.tables !== null) return;
    try {
      this.tables = new UsageTables(this.path);
      this.prune(this.tables);
      this.tables.wait(patienceMs);
    } catch (error) {
      throw new UsageError(this.failed(error));
    }
  }

  calls(key: string, sinceMs: number): UsageRow[] {
    this.open();
    try {
      const tables = this.tables as UsageTables;
      const last = tables.lastId();
      this.seen.set(key, last);
      return tables.since(key, sinceMs, last);
    } catch (error) {
      throw new UsageError(this.failed(error));
    }
  }

  callsOfOthers(key: string): UsageRow[] {
    try {
      const seen = this.seen.get(key) ?? 0;
      const last = this.tables?.lastId() ?? 0;
      if (last <= seen) return [];
      this.seen.set(key, last);
      return this.tables?.ofOthers(key, this.writer, seen, last) ?? [];
    } catch (error) {
      this.failed(error);
      return [];
    }
  }

  record(key: string, atMs: number, requests: number, tokens: number): void {
    let pending = this.pending.get(key);
    if (pending === undefined) {
      pending = new PendingUsage();
      this.pending.set(key, pending);
    }
    pending.add({ atMs, requests, tokens });
    this.timer ??= setTimeout(() => this.commit(), commitEveryMs).unref();
  }

  close(): void {
    try {
      this.tables?.wait(lastPatienceMs);
    } catch {
      // Then the commit says why.
    }
    this.commit();
    if (this.timer !== null) clearTimeout(this.timer);
    this.tables?.database.close();
    this.tables = null;
  }

  private commit(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const { tables } = this;
    if (tables === null || this.pending.size === 0) return;
    try {
      transaction(tables.database, () => {
        for (const [key, pending] of this.pending)
          for (const row of pending.rows()) tables.insert(key, this.writer, row);
        if (performance.now() - this.prunedAt > pruneEveryMs) this.prune(tables);
      });
      this.pending = new Map();
      this.trouble = null;
    } catch (error) {
      this.failed(error);
      this.timer = setTimeout(() => this.commit(), againMs).unref();
    }
  }

  private prune(tables: UsageTables): void {
    tables.forgetBefore(Date.now() - keptMs);
    this.prunedAt = performance.now();
  }

  private failed(error: unknown): string {
    const { message } = new JournalError(this.path, error);
    const sentence = `${message}; limits an hour and a day are counted there across runs: make it writable, or set SWARMDECK_HOME to a directory that is`;
    const news = sentence !== this.trouble;
    this.trouble = sentence;
    if (news) this.onTrouble(sentence);
    return sentence;
  }
}
