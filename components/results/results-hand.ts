import type { TaskSelection } from '../../src/engine/commands/command.ts';
import { resultKinds, resultOrders } from '../../src/state/result-order.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { ConsoleStore } from '../console-store.ts';
import { askFirst } from '../hands/ask-first.ts';
import type { Commander } from '../hands/commander.ts';
import type { Actions } from '../keys/binding.ts';
import type { ResultsAction } from '../keys/results-keys.ts';
import type { LiveRun } from '../live-run.ts';
import { count, plural } from '../parts/format.ts';
import { type ListMove, listMoves, movedTo } from '../parts/list-move.ts';
import { textRows } from './result-text-rows.ts';
import { ResultsExport } from './results-export.ts';
import { resultsLayout } from './results-layout.ts';
import { ResultsReader } from './results-reader.ts';
import { answerRows, titleRows } from './results-rows.ts';
import type { ResultsView } from './results-view.ts';

interface ResultsParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly commander: Commander;
  readonly repaint: () => void;
  /** Opens the command line. */
  readonly prompt: (text: string) => void;
  /** Opens the screen of one task. */
  readonly openTask: (task: number) => void;
  /** Back to the screen below. */
  readonly back: () => void;
}

/** Opens the results of a run, and carries out the keys of their screen. */
export class ResultsHand {
  private readonly parts: ResultsParts;
  readonly exports: ResultsExport;
  private readonly reader: ResultsReader;
  private version = -1;

  constructor(parts: ResultsParts) {
    this.parts = parts;
    this.reader = new ResultsReader(parts.run, parts.store, parts.repaint);
    const marked = () => this.markedTasks();
    this.exports = new ResultsExport({ ...parts, shown: () => this.view.list, marked });
  }

  readonly actions: Actions<ResultsAction> = {
    'results-show': () => this.show(),
    'results-move': (key) => this.move(listMoves[key]),
    'results-open': () => this.open(),
    'results-focus': () => this.toggleFocus(),
    'results-whole': () => (this.view.whole ? this.back() : this.readWhole()),
    'results-failures': () => this.toggleFailures(),
    'results-kind': () => this.reader.begin({ kind: next(resultKinds, this.view.kind) }),
    'results-order': () => this.reader.begin({ order: next(resultOrders, this.view.order) }),
    'results-reverse': () => this.reader.begin({ reversed: !this.view.reversed }),
    'results-mark': () => this.toggleMark(),
    'results-unmark': () => this.unmark(),
    'results-retry': () => this.retry(false),
    'results-retry-now': () => this.retry(true),
    'results-export': () => this.parts.prompt('export '),
    'results-back': () => this.back(),
  };

  private get view(): ResultsView {
    return this.reader.view;
  }

  show(): void {
    const { store } = this.parts;
    const { screen, under } = store.get();
    if (screen === 'results') return;
    store.update({ screen: 'results', under: [...under, screen], overlay: null });
    this.reader.show({});
  }

  /** @param slow whether figures may change that are hard to read otherwise */
  observe(snapshot: RunSnapshot, slow: boolean): void {
    if (this.parts.store.get().screen !== 'results') return;
    if (slow) this.version = snapshot.version;
    this.reader.observe(this.version);
  }

  /** The tasks that are marked on the screen of results; null on any other, and where none is. */
  markedTasks(): (TaskSelection & { readonly tasks: readonly number[] }) | null {
    const { marks } = this.view;
    if (this.parts.store.get().screen !== 'results' || marks.size === 0) return null;
    return { tasks: [...marks].sort((a, b) => a - b), as: `${count(marks.size)} results` };
  }

  private get layout() {
    const { columns, rows } = this.parts.store.get();
    return resultsLayout(columns, rows, this.view.whole);
  }

  private move(move: ListMove): void {
    const { view, layout } = this;
    const { shows, list, groups, cursor, scroll } = view;
    if (view.focus === 'text' || view.whole) {
      const { width, height } = layout.text;
      const last = Math.max(0, textRows(view, width) - (height - 1));
      this.reader.show({ scroll: movedTo(scroll, move, height - 1, last) });
      return;
    }
    const last = Math.max(0, (shows === 'answers' ? list.length : groups.length) - 1);
    const to = movedTo(cursor, move, answerRows(layout.list.height), last);
    this.reader.show({ cursor: to, scroll: 0 });
  }

  /** Puts the cursor on what is in a row of the list; its rule is row 0. */
  point(row: number): void {
    const { shows, first, firstGroup, list, groups } = this.view;
    const at = (shows === 'answers' ? first : firstGroup) + row - titleRows;
    const count = shows === 'answers' ? list.length : groups.length;
    if (row >= titleRows && at < count) this.reader.show({ cursor: at, focus: 'list', scroll: 0 });
  }

  private open(): void {
    const { shows, groups, cursor, list } = this.view;
    if (shows === 'answers') {
      const task = list[cursor];
      if (task !== undefined) this.parts.openTask(task);
      return;
    }
    const group = groups[cursor];
    if (group !== undefined) this.reader.begin({ shows: 'answers', only: group });
  }

  private toggleFailures(): void {
    const shows = this.view.shows === 'answers' ? 'failures' : 'answers';
    this.reader.begin({ shows, only: null });
  }

  private toggleFocus(): void {
    const { focus, whole } = this.view;
    const hidden = this.layout.text.height === 0;
    // Where there is no room for both, the text is seen alone.
    if (focus === 'list') this.reader.show({ focus: 'text', whole: whole || hidden });
    else this.reader.show({ focus: 'list', whole: false });
  }

  /** The text has the whole screen. */
  readWhole(): void {
    this.reader.show({ whole: true, focus: 'text' });
  }

  unmark(): void {
    this.reader.mark(new Set());
  }

  private toggleMark(): void {
    const { shows, list, cursor, marks } = this.view;
    const task = list[cursor];
    if (shows !== 'answers' || task === undefined) return;
    const left = [...marks].filter((each) => each !== task);
    this.reader.mark(new Set(marks.has(task) ? left : [...left, task]));
    this.move(1);
  }

  private back(): void {
    const { focus, whole, only } = this.view;
    if (whole || focus === 'text') this.reader.show({ whole: false, focus: 'list' });
    else if (only !== null) this.backToKinds(only.signature);
    else this.parts.back();
  }

  private backToKinds(signature: string): void {
    const cursor = this.view.groups.findIndex((group) => group.signature === signature);
    this.reader.show({ shows: 'failures', only: null, cursor: Math.max(0, cursor), scroll: 0 });
  }

  /** @param sure without the question */
  private retry(sure: boolean): void {
    const { run, store, commander } = this.parts;
    const { runId } = run.snapshot().info;
    if (store.get().facts.over)
      return commander.tell(
        `the run is over; swarmdeck resume ${runId} --failed tries what failed once more`,
      );
    const selection = this.chosen();
    if (selection === null) return commander.tell('there is no task here to try once more');
    const { as } = selection;
    const title = (tasks: readonly number[]) => `Retry ${plural(tasks.length, 'task')}: ${as}?`;
    askFirst(this.parts, { type: 'retry', selection, as, title, sure });
  }

  /** Those of the group, or the marked ones, or the one under the cursor. */
  private chosen(): { readonly tasks: readonly number[]; readonly as: string } | null {
    const { shows, groups, cursor, shown } = this.view;
    if (shows === 'failures') {
      const group = groups[cursor];
      return group === undefined ? null : { tasks: group.tasks, as: group.signature };
    }
    const { marks } = this.view;
    if (marks.size > 0) return { tasks: [...marks], as: `${count(marks.size)} marked results` };
    return shown === null ? null : { tasks: [shown.head.task], as: shown.head.id };
  }
}

function next<T>(among: readonly T[], now: T): T {
  return among[(among.indexOf(now) + 1) % among.length];
}
