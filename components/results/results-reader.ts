import type { ConsoleStore } from '../console-store.ts';
import type { Filter } from '../filter/filter.ts';
import { messageOf } from '../hands/commander.ts';
import type { LiveRun, TaskAnswer } from '../live-run.ts';
import { resultsLayout } from './results-layout.ts';
import { answerRows } from './results-rows.ts';
import { ResultsSearch } from './results-search.ts';
import type { ResultsRead, ResultsView, ResultsWish, ShownResult } from './results-view.ts';

/** So long a search reads at a stretch; keys and frames come in between. */
const stretchMs = 8;
/** So often it is shown what a search has found so far. */
const showEveryMs = 100;

/** Reads of the record what the results screen shows, and no more than that. */
export class ResultsReader {
  private readonly run: LiveRun;
  private readonly store: ConsoleStore;
  private readonly repaint: () => void;
  private readonly search: ResultsSearch;
  private searching = false;
  private showAt = 0;
  /** All that a search goes through. */
  private all: Int32Array = new Int32Array(0);
  /** What was read last, to tell whether it is still so. */
  private readFor = '';
  private shownEnd = Number.NaN;

  constructor(run: LiveRun, store: ConsoleStore, repaint: () => void) {
    this.run = run;
    this.store = store;
    this.repaint = repaint;
    this.search = new ResultsSearch(run.results);
  }

  get view(): ResultsView {
    return this.store.get().results;
  }

  /** Shows what is asked for. */
  show(change: Partial<ResultsWish>): void {
    const wish = { ...this.view, ...change };
    this.store.update({ results: { ...wish, ...this.read(wish) } });
    if (this.view.searched !== null) this.goOn();
  }

  /** Shows another list, from its top. */
  begin(change: Partial<ResultsWish>): void {
    this.store.update({ results: { ...this.view, list: new Int32Array(0) } });
    this.show({ ...change, cursor: 0, scroll: 0 });
  }

  /** Nothing is read for it. */
  mark(marks: ReadonlySet<number>): void {
    this.store.update({ results: { ...this.view, marks } });
  }

  /** Reads again where the run, the filter or the terminal has changed since. @param version of the run */
  observe(version: number): void {
    const { columns, rows, filters, results } = this.store.get();
    const now = `${version} ${columns}x${rows} ${filters.results?.text ?? ''}`;
    if (now === this.readFor && !results.reading) return;
    this.readFor = now;
    this.show({});
  }

  private read(wish: ResultsView): ResultsRead & Pick<ResultsWish, 'cursor'> {
    try {
      return wish.shows === 'answers' ? this.answers(wish) : this.failures(wish);
    } catch (error) {
      return { ...wish, heads: [], shown: null, searched: null, problem: messageOf(error) };
    }
  }

  private answers(wish: ResultsView): ResultsRead & Pick<ResultsWish, 'cursor'> {
    const { filters } = this.store.get();
    const all = this.listed(wish);
    this.all = all;
    const { list, searched } = this.search.find(all, filters.results);
    const cursor = this.cursorIn(list, wish);
    const rows = answerRows(this.listHeight(wish));
    const first = inSight(wish.first, cursor, rows, list.length);
    const heads = this.run.results.heads([...list.subarray(first, first + Math.max(1, rows))]);
    const task = list[cursor];
    const shown = task === undefined ? null : this.shown(task, wish, heads);
    return { ...wish, list, all: all.length, cursor, first, heads, shown, searched, problem: null };
  }

  private failures(wish: ResultsView): ResultsRead & Pick<ResultsWish, 'cursor'> {
    const { groups, complete } = this.run.results.failures();
    const before = wish.groups[wish.cursor]?.signature;
    const same = groups.findIndex(({ signature }) => signature === before);
    const moved = wish.cursor === this.view.cursor && same >= 0;
    const cursor = clamp(moved ? same : wish.cursor, groups.length);
    const rows = answerRows(this.listHeight(wish));
    const firstGroup = inSight(wish.firstGroup, cursor, rows, groups.length);
    return {
      ...wish,
      groups,
      cursor,
      firstGroup,
      reading: !complete,
      searched: null,
      problem: null,
    };
  }

  /** Those that ended so; of one group of failures, those that are still failed. */
  private listed(wish: ResultsView): Int32Array {
    if (wish.only === null) return this.run.results.tasks(wish);
    const of = new Set(wish.only.tasks);
    return this.run.results.tasks({ ...wish, kind: 'failed' }).filter((task) => of.has(task));
  }

  /** The cursor stays with its task, wherever that stands now, unless it was moved. */
  private cursorIn(list: Int32Array, wish: ResultsView): number {
    const { cursor, list: former } = this.view;
    const task = former[cursor];
    const at = wish.cursor !== cursor || task === undefined ? -1 : list.indexOf(task);
    return at >= 0 ? at : clamp(wish.cursor, list.length);
  }

  private shown(task: number, wish: ResultsView, heads: ResultsView['heads']): ShownResult | null {
    const end = this.run.results.sinceT(task);
    if (wish.shown?.head.task === task && end === this.shownEnd) return wish.shown;
    const head = heads.find((each) => each.task === task) ?? this.run.results.heads([task])[0];
    const [answer] = this.run.answersOf([task]);
    if (head === undefined || answer === undefined) return null;
    this.shownEnd = end;
    return { head, text: textOf(answer), isError: answer.text === null };
  }

  private listHeight({ whole }: ResultsWish): number {
    const { columns, rows } = this.store.get();
    return resultsLayout(columns, rows, whole).list.height;
  }

  /** @returns whether there is no more to look through */
  private lookOn(filter: Filter): boolean {
    try {
      return this.search.look(this.all, filter, stretchMs);
    } catch {
      // What is read next for the list says why.
      return true;
    }
  }

  /** A search goes on a little at a time, for as long as it is looked at. */
  private goOn(): void {
    if (this.searching) return;
    this.searching = true;
    setImmediate(() => {
      this.searching = false;
      const { filters, screen } = this.store.get();
      if (screen !== 'results' || filters.results === undefined) return;
      if (!this.lookOn(filters.results) && performance.now() < this.showAt) return this.goOn();
      this.showAt = performance.now() + showEveryMs;
      this.show({});
      this.repaint();
    });
  }
}

/** What a schema has given its form is laid out; everything else stands as it was written. */
function textOf({ text, error, output }: TaskAnswer): string | null {
  return output === undefined ? (text ?? error) : JSON.stringify(output, null, 2);
}

const clamp = (at: number, count: number): number => Math.max(0, Math.min(at, count - 1));

/** First row of a part of a list that holds the cursor, moved no further than needed. */
function inSight(first: number, cursor: number, rows: number, count: number): number {
  const last = Math.max(0, count - rows);
  return Math.max(0, Math.min(last, Math.max(Math.min(first, cursor), cursor - rows + 1)));
}
