import { TaskStatus } from '../../src/state/agent-state.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { ContentView, WorkView } from '../../src/state/work-view.ts';
import { type Filter, isKept } from '../filter/filter.ts';
import type { RunSource } from '../live-run.ts';
import { type Tally, tallyOf, tallySum } from './tally.ts';
import { itemCount, itemLine, itemTasks, orderKey } from './workload-items.ts';
import type { Chunks, InsideRow, WorkloadScene } from './workload-scene.ts';
import type { WorkloadView } from './workload-view.ts';

/** What is read of a run at once. */
interface Figures {
  readonly work: WorkView;
  readonly tallies: readonly Tally[];
  readonly sum: Tally;
  readonly p50Ms: readonly (number | null)[];
  readonly chunks: Chunks | null;
}

const noTasks: readonly number[] = [];
/** The work is asked for no more often than this, and its tasks are counted no more often. */
const everyMs = { work: 1_000, tasks: 200 };
/** Neither takes more of the time than this. */
const share = 0.02;

type Source = Pick<RunSource, 'work' | 'taskId'> & {
  answersOf(tasks: readonly number[]): readonly { readonly error: string | null }[];
};

/** Reads the work of a run once a second at most, and puts it as the screen asks for it. */
export class WorkloadReader {
  private readonly run: Source;
  private figures: Figures | null = null;
  private work: WorkView | null = null;
  private readonly read = { work: -1, tasks: -1 };
  private readonly due = { work: Number.NEGATIVE_INFINITY, tasks: Number.NEGATIVE_INFINITY };
  private scene: WorkloadScene | null = null;
  private madeOf: readonly unknown[] = [];
  private error: { readonly task: number; readonly endT: number; text: string | null } | null =
    null;

  constructor(run: Source) {
    this.run = run;
  }

  /** @returns null where the run has no more to it than its tasks */
  look(
    snapshot: RunSnapshot,
    look: WorkloadView,
    filter: Filter | undefined,
  ): WorkloadScene | null {
    this.readOn(snapshot);
    const { figures } = this;
    if (figures === null) return null;
    const madeOf = [figures, look, filter];
    if (this.scene === null || madeOf.some((part, index) => part !== this.madeOf[index])) {
      this.madeOf = madeOf;
      this.scene = this.made(figures, snapshot, look, filter);
    }
    const error = this.errorOf(snapshot, this.scene);
    if (error !== this.scene.error) this.scene = { ...this.scene, error };
    return this.scene;
  }

  /** What has changed since it was read last, as far as it is due. */
  private readOn(snapshot: RunSnapshot): void {
    const { read, due } = this;
    const { version, taskColumns } = snapshot;
    // What a run came to in the end is shown at once.
    const over = snapshot.exitCode !== null;
    const start = performance.now();
    if (read.work !== version && (over || start >= due.work)) {
      this.work = this.run.work?.() ?? null;
      read.work = version;
      read.tasks = -1;
      due.work = later(start, everyMs.work);
    }
    const counting = performance.now();
    if (read.tasks === version || (!over && counting < due.tasks)) return;
    // In its first moment a run has no tasks yet.
    const { work } = this;
    this.figures = work === null || taskColumns.size === 0 ? null : figuresOf(work, snapshot);
    read.tasks = version;
    due.tasks = later(counting, everyMs.tasks);
  }

  private made(
    { work, tallies, sum, p50Ms, chunks }: Figures,
    { taskColumns }: RunSnapshot,
    look: WorkloadView,
    filter: Filter | undefined,
  ): WorkloadScene {
    const all = itemCount(work, taskColumns.size);
    const taskId = (task: number) => this.run.taskId(task);
    const kept: number[] = [];
    for (let item = 0; item < all; item++)
      if (filter === undefined || isKept(filter, itemLine(work, item, taskId))) kept.push(item);
    const key = work.kind === 'content' ? null : orderKey(look.order);
    if (key !== null) kept.sort((a, b) => key(tallies[b]) - key(tallies[a]) || a - b);
    const list = Int32Array.from(kept);
    const chosen = list.includes(look.chosen) ? look.chosen : (list[0] ?? -1);
    const flow = work.kind === 'workflows' ? work.workflows[chosen] : undefined;
    return {
      work,
      look,
      tallies,
      sum,
      list,
      all,
      chosen,
      rows: insideRows(work, chosen, look.unfolded),
      nodes: flow?.nodes.map(({ tasks }) => tallyOf(taskColumns, tasks)) ?? [],
      p50Ms,
      chunks,
      error: null,
    };
  }

  /** Why the first task under the cursor failed: texts lie in the record, and are read once. */
  private errorOf({ taskColumns }: RunSnapshot, scene: WorkloadScene): string | null {
    const task = failedTask(scene, (each) => taskColumns.status[each]);
    if (task < 0) return null;
    const endT = taskColumns.sinceT[task];
    if (this.error?.task !== task || this.error.endT !== endT)
      this.error = { task, endT, text: this.run.answersOf([task])[0]?.error ?? null };
    return this.error.text;
  }
}

/** When something may be done again that has just been done since `start`, on the clock of `performance.now()`. */
function later(start: number, everyMs: number): number {
  const now = performance.now();
  return now + Math.max(everyMs, (now - start) / share);
}

function figuresOf(work: WorkView, { taskColumns }: RunSnapshot): Figures {
  if (work.kind === 'content') {
    const sum = tallyOf(
      taskColumns,
      Array.from({ length: taskColumns.size }, (_, task) => task),
    );
    return { work, tallies: [], sum, p50Ms: [], chunks: chunksOf(work, taskColumns) };
  }
  const count = itemCount(work, 0);
  const tallies = Array.from({ length: count }, (_, item) =>
    tallyOf(taskColumns, itemTasks(work, item)),
  );
  const p50Ms =
    work.kind === 'compare' ? work.variants.map(({ tasks }) => p50Of(taskColumns, tasks)) : [];
  return { work, tallies, sum: tallySum(tallies), p50Ms, chunks: null };
}

/** Of the calls that gave an answer. */
function p50Of({ status, callMs }: RunSnapshot['taskColumns'], tasks: readonly number[]) {
  const times = Float32Array.from(
    tasks.filter((task) => status[task] === TaskStatus.done),
    (task) => callMs[task],
  ).sort();
  return times.length === 0 ? null : times[(times.length - 1) >> 1];
}

function chunksOf(work: ContentView, { size, status }: RunSnapshot['taskColumns']): Chunks {
  let [read, underWay, total] = [0, 0, 0];
  for (let task = 0; task < size; task++) {
    const chunks = work.chunksOf(task);
    total += chunks;
    if (status[task] === TaskStatus.done) read += chunks;
    else if (status[task] === TaskStatus.running) underWay += chunks;
  }
  return { read, underWay, total };
}

/** A node each, and below it its tasks where it is unfolded; else a task each. */
function insideRows(
  work: WorkView,
  chosen: number,
  unfolded: ReadonlySet<number>,
): readonly InsideRow[] {
  if (work.kind !== 'workflows')
    return (work.kind === 'content' ? noTasks : itemTasks(work, chosen)).map((task) => ({
      node: -1,
      task,
    }));
  const nodes = work.workflows[chosen]?.nodes ?? [];
  return nodes.flatMap(({ tasks }, node) => [
    { node, task: -1 },
    ...(unfolded.has(node) ? tasks.map((task) => ({ node, task })) : []),
  ]);
}

/** The first failed task of the row under the cursor; -1 where none is. */
function failedTask({ work, rows, look, chosen }: WorkloadScene, status: (task: number) => number) {
  const row = rows[Math.min(look.row, rows.length - 1)];
  if (row === undefined) return -1;
  const tasks =
    row.task >= 0
      ? [row.task]
      : work.kind === 'workflows'
        ? (work.workflows[chosen]?.nodes[row.node]?.tasks ?? [])
        : [];
  const isFailed = (task: number) =>
    status(task) === TaskStatus.failed || status(task) === TaskStatus.poison;
  return tasks.find(isFailed) ?? -1;
}
