import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { ConsoleStore } from '../console-store.ts';
import { askFirst } from '../hands/ask-first.ts';
import type { Commander } from '../hands/commander.ts';
import type { Actions } from '../keys/binding.ts';
import type { WorkloadAction } from '../keys/workload-keys.ts';
import type { LiveRun } from '../live-run.ts';
import { plural } from '../parts/format.ts';
import { type ListMove, listMoves, movedTo } from '../parts/list-move.ts';
import { areKept } from './flow-look.ts';
import { meantBy } from './meant-tasks.ts';
import { nodeLineRows } from './node-lines.ts';
import { isBad } from './task-status.ts';
import { itemCount, itemTasks } from './workload-items.ts';
import { listRows, titleRows, workloadLayout } from './workload-layout.ts';
import { WorkloadReader } from './workload-reader.ts';
import { noWorkWords } from './workload-rows.ts';
import { chosenPlace, firstInSight, rowAtCursor, type WorkloadScene } from './workload-scene.ts';
import { isList, type WorkloadView, workloadOrders } from './workload-view.ts';

interface WorkloadParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly commander: Commander;
  /** Opens the screen of one task. */
  readonly openTask: (task: number) => void;
  /** Back to the screen below. */
  readonly back: () => void;
}

/** Shows how the work of a run hangs together, and carries out the keys of that screen. */
export class WorkloadHand {
  private readonly parts: WorkloadParts;
  private readonly reader: WorkloadReader;
  private shown: WorkloadScene | null = null;

  constructor(parts: WorkloadParts) {
    this.parts = parts;
    this.reader = new WorkloadReader(parts.run);
  }

  readonly actions: Actions<WorkloadAction> = {
    'workload-show': () => this.show(),
    'workload-move': (key) => this.move(listMoves[key]),
    'workload-open': () => this.open(),
    'workload-focus': () => this.toggleFocus(),
    'workload-whole': () => this.update({ whole: !this.look.whole, focus: 'inside' }),
    'workload-failure': () => this.toFailure(),
    'workload-order': () => this.nextOrder(),
    'workload-pause': () => this.pause(),
    'workload-retry': () => this.steer('retry', false),
    'workload-retry-now': () => this.steer('retry', true),
    'workload-cancel': () => this.steer('cancel', false),
    'workload-cancel-now': () => this.steer('cancel', true),
    'workload-back': () => this.back(),
  };

  /** What there is to draw of the work: with every frame; null where each task stands alone. */
  scene(snapshot: RunSnapshot): WorkloadScene | null {
    const { filters, workload } = this.parts.store.get();
    this.shown = this.reader.look(snapshot, workload, filters.workload);
    if (this.shown === null) return null;
    const { work } = this.shown;
    const items = itemCount(work, 0);
    if (workload.kind !== work.kind || workload.items !== items) {
      this.update({ kind: work.kind, items, focus: items > 1 ? workload.focus : 'inside' });
      this.shown = this.reader.look(snapshot, this.look, filters.workload);
    }
    return this.shown;
  }

  show(): void {
    const { store, commander } = this.parts;
    const { screen, under } = store.get();
    if (screen === 'workload') return;
    if (this.shown === null) return commander.tell(noWorkWords);
    store.update({ screen: 'workload', under: [...under, screen], overlay: null });
  }

  /** Puts the cursor on what is in a row of the part that has the focus; its rule is row 0. */
  point(row: number): void {
    const shown = this.now();
    if (shown === null || row < titleRows) return;
    if (this.inList) {
      const { list } = shown;
      const first = firstInSight(chosenPlace(shown), this.rows, list.length);
      const item = list[first + row - titleRows];
      if (item !== undefined) this.choose(item);
      return;
    }
    const { length } = shown.rows;
    const first = firstInSight(Math.min(this.look.row, length - 1), this.rows, length);
    const at = first + row - titleRows;
    if (at < length && row < titleRows + this.rows) this.update({ row: at });
  }

  /** As it stands after the keys of this frame: several can come at once. */
  private now(): WorkloadScene | null {
    return this.shown === null ? null : this.scene(this.parts.run.snapshot());
  }

  private get look(): WorkloadView {
    return this.parts.store.get().workload;
  }

  private update(change: Partial<WorkloadView>): void {
    this.parts.store.update({ workload: { ...this.look, ...change } });
  }

  private get inList(): boolean {
    const { kind, focus, whole } = this.look;
    return kind === 'content' || (isList(this.look) && focus === 'list' && !whole);
  }

  /** Rows that the keys move over, of those in sight. */
  private get rows(): number {
    const { columns, rows } = this.parts.store.get();
    const { list, inside } = workloadLayout(columns, rows, this.look);
    if (this.inList) return listRows(list);
    return Math.max(1, listRows(inside) - (this.isDag ? nodeLineRows(inside.height) : 0));
  }

  private get isDag(): boolean {
    return this.look.kind === 'workflows';
  }

  private move(move: ListMove): void {
    const shown = this.now();
    if (shown === null) return;
    if (this.inList) {
      const { list } = shown;
      const to = movedTo(chosenPlace(shown), move, this.rows, Math.max(0, list.length - 1));
      if (list[to] !== undefined) this.choose(list[to]);
      return;
    }
    const last = Math.max(0, shown.rows.length - 1);
    this.update({ row: movedTo(Math.min(this.look.row, last), move, this.rows, last) });
  }

  private choose(item: number): void {
    if (item === this.look.chosen) return;
    this.update({ chosen: item, row: 0, unfolded: new Set() });
  }

  private open(): void {
    const shown = this.now();
    if (shown === null) return;
    const { work, chosen } = shown;
    if (work.kind === 'content') {
      if (chosen >= 0) this.parts.openTask(chosen);
      return;
    }
    if (this.inList) return this.update({ focus: 'inside' });
    const row = rowAtCursor(shown);
    if (row === null) return;
    if (row.task >= 0) return this.parts.openTask(row.task);
    const node = work.kind === 'workflows' ? work.workflows[chosen].nodes[row.node] : undefined;
    if (node === undefined) return;
    if (!node.fansOut && node.tasks.length > 0) return this.parts.openTask(node.tasks[0]);
    if (node.tasks.length === 0)
      return this.parts.commander.tell(`${node.name} has no items yet: its list is not known`);
    const unfolded = new Set(this.look.unfolded);
    if (!unfolded.delete(row.node)) unfolded.add(row.node);
    this.update({ unfolded });
  }

  private toggleFocus(): void {
    const { focus } = this.look;
    if (isList(this.look))
      this.update({ focus: focus === 'list' ? 'inside' : 'list', whole: false });
  }

  private back(): void {
    const { focus, whole } = this.look;
    if (whole) this.update({ whole: false });
    else if (isList(this.look) && focus === 'inside') this.update({ focus: 'list' });
    else this.parts.back();
  }

  private nextOrder(): void {
    const { order } = this.look;
    const next = (workloadOrders.indexOf(order) + 1) % workloadOrders.length;
    this.update({ order: workloadOrders[next] });
  }

  /** Round the list, or round what is in the chosen one. */
  private toFailure(): void {
    const shown = this.now();
    if (shown === null) return;
    const { taskColumns } = this.parts.run.snapshot();
    const failed = (tasks: readonly number[]) =>
      tasks.some((task) => isBad(taskColumns.status[task]));
    const { work, list, rows } = shown;
    const nodes = work.kind === 'workflows' ? (work.workflows[shown.chosen]?.nodes ?? []) : [];
    const at = this.inList ? chosenPlace(shown) : this.look.row;
    const count = this.inList ? list.length : rows.length;
    for (let step = 1; step <= count; step++) {
      const place = (at + step) % count;
      if (this.inList && failed(itemTasks(work, list[place]))) return this.choose(list[place]);
      const row = rows[place];
      const tasks =
        row === undefined ? [] : row.task >= 0 ? [row.task] : (nodes[row.node]?.tasks ?? []);
      if (!this.inList && failed(tasks)) return this.update({ row: place });
    }
    this.parts.commander.tell('nothing failed here');
  }

  /** The whole workflow, wherever the cursor stands in it; the run, where that is all there is. */
  private pause(): void {
    const shown = this.now();
    const { commander, run, store } = this.parts;
    if (store.get().facts.over) return commander.tell('the run is over');
    const meant = shown === null ? null : meantBy(shown, 'list', (task) => run.taskId(task));
    if (shown === null || meant === null || this.look.items === 1) return commander.togglePause();
    const { paused, taskColumns } = run.snapshot();
    const type = areKept(paused, taskColumns, itemTasks(shown.work, shown.chosen))
      ? 'unhold'
      : 'hold';
    commander.ask({ type, selection: meant.selection });
  }

  private steer(type: 'retry' | 'cancel', sure: boolean): void {
    const shown = this.now();
    const { commander, run, store } = this.parts;
    const { runId } = run.snapshot().info;
    if (store.get().facts.over)
      return commander.tell(
        type === 'cancel'
          ? 'the run is over'
          : `the run is over; swarmdeck resume ${runId} --failed tries what failed once more`,
      );
    const part = this.inList ? 'list' : 'inside';
    const meant = shown === null ? null : meantBy(shown, part, (task) => run.taskId(task));
    if (meant === null) return commander.tell('there is no task here');
    const word = type === 'retry' ? 'Retry' : 'Cancel';
    askFirst(this.parts, {
      type,
      selection: meant.selection,
      as: meant.as,
      title: (tasks) => `${word} ${plural(tasks.length, 'task')} of ${meant.as}?`,
      sure,
    });
  }
}
