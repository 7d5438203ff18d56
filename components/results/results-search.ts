import type { Filter } from '../filter/filter.ts';
import type { ResultsDesk } from '../results-desk.ts';

/** Results that are looked through before the clock is asked. */
const atOnce = 100;

/** What a filter keeps of the results that there are, as far as it has looked through them. */
export interface Found {
  readonly list: Int32Array;
  /** Share of them that it has looked through; null where that is all. */
  readonly searched: number | null;
}

/**
 * Filters results by their texts, which lie in the record and are read a few at a time: what was looked
 * at once is remembered by the end of its task, so that in a live run new ends alone are looked at.
 */
export class ResultsSearch {
  private readonly desk: ResultsDesk;
  private filter: Filter | undefined;
  /** The end of each task that was looked at; NaN where none was. */
  private seenT = new Float64Array(0);
  private readonly kept = new Set<number>();

  constructor(desk: ResultsDesk) {
    this.desk = desk;
  }

  /** What is known to be kept, in the order of the tasks; what has not been looked at is left out. */
  find(tasks: Int32Array, filter: Filter | undefined): Found {
    if (filter === undefined) return { list: tasks, searched: null };
    if (filter.query !== null) {
      const selected = this.desk.select(filter.query);
      const chosen = new Set(selected.ok ? selected.tasks : []);
      return { list: tasks.filter((task) => chosen.has(task)), searched: null };
    }
    this.begin(filter);
    let seen = 0;
    const list = tasks.filter((task) => {
      if (!this.isSeen(task)) return false;
      seen++;
      return this.kept.has(task);
    });
    return { list, searched: seen === tasks.length ? null : seen / tasks.length };
  }

  /**
   * Looks through some more of the tasks, from the first of them on, until so much time has passed.
   *
   * @returns whether that were all of them
   */
  look(tasks: Int32Array, filter: Filter, forMs: number): boolean {
    this.begin(filter);
    const until = performance.now() + forMs;
    let some: number[] = [];
    for (const task of tasks) {
      if (this.isSeen(task)) continue;
      some.push(task);
      if (some.length < atOnce) continue;
      this.lookAt(some, filter);
      if (performance.now() >= until) return false;
      some = [];
    }
    if (some.length > 0) this.lookAt(some, filter);
    return true;
  }

  private lookAt(tasks: readonly number[], filter: Filter): void {
    for (const task of tasks) {
      this.see(task, this.desk.sinceT(task));
      this.kept.delete(task);
    }
    for (const task of this.desk.matching(tasks, filter.matches)) this.kept.add(task);
  }

  private begin(filter: Filter): void {
    if (filter === this.filter) return;
    this.filter = filter;
    this.seenT.fill(Number.NaN);
    this.kept.clear();
  }

  private isSeen(task: number): boolean {
    return this.seenT[task] === this.desk.sinceT(task);
  }

  private see(task: number, t: number): void {
    if (task >= this.seenT.length) {
      const grown = new Float64Array(Math.max(task + 1, 2 * this.seenT.length)).fill(Number.NaN);
      grown.set(this.seenT);
      this.seenT = grown;
    }
    this.seenT[task] = t;
  }
}
