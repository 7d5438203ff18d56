import type { Engine } from '../engine/engine.ts';
import type { ReaderHold } from '../engine/reader-hold.ts';
import type { ResultLine } from '../report/result-line.ts';
import { TaskStatus } from '../state/agent-state.ts';
import type { RunEvent } from '../state/events.ts';
import type { RecordReader } from '../store/record-reader.ts';

/** Results that are read from the record at once. */
const linesATime = 64;

/**
 * The results of a run that nobody has read yet, in the order in which their tasks ended. They are kept
 * as numbers and read from the record when they are wanted, so that a long answer waits on the disk.
 * While as many wait as the buffer holds, the run is held.
 */
export class UnreadResults {
  private readonly engine: Engine;
  private readonly record: RecordReader;
  private readonly hold: ReaderHold;
  private readonly buffer: number;
  private readonly off: () => void;
  /** Tasks that have ended; one that is done once more ends anew. */
  private readonly ended = new Set<number>();
  private given = new Uint8Array(0);
  /** Tasks below this one have given their result, once the run is over. */
  private looked = 0;
  private lines: ResultLine[] = [];
  private over: boolean;
  private wake: () => void = () => {};

  constructor(engine: Engine, record: RecordReader, hold: ReaderHold, buffer: number) {
    this.engine = engine;
    this.record = record;
    this.hold = hold;
    this.buffer = buffer;
    this.over = engine.state.exitCode !== null;
    this.takeEnded();
    this.off = engine.onEvent((event) => this.look(event));
    this.count();
  }

  /** The next result, once there is one; null when each task of the plan has given its own. */
  async next(): Promise<ResultLine | null> {
    while (this.lines.length === 0) {
      if (this.ended.size > 0) this.read();
      else if (!this.over) await new Promise<void>((resolve) => (this.wake = resolve));
      else if (!this.takeRest()) return null;
    }
    const line = this.lines.shift() ?? null;
    this.count();
    return line;
  }

  /** Nobody reads any more, and nobody is waited for. */
  close(): void {
    this.off();
    this.hold.set(null);
  }

  private get statuses() {
    return this.engine.state.tasks.status;
  }

  private look(event: RunEvent): void {
    if (event.type === 'run.finished') this.over = true;
    else if (!isOfTask(event) || this.statuses[event.task] < TaskStatus.done) return;
    else {
      this.ended.delete(event.task);
      this.ended.add(event.task);
    }
    this.count();
    this.wake();
  }

  /** Those that ended before anybody read. */
  private takeEnded(): void {
    const { size, status, sinceT } = this.engine.state.tasks;
    const tasks = Array.from({ length: size }, (_, task) => task);
    const ended = tasks.filter((task) => status[task] >= TaskStatus.done);
    for (const task of ended.sort((a, b) => sinceT[a] - sinceT[b])) this.ended.add(task);
  }

  /** Those that the run was over before, as results.jsonl has them. @returns whether there were any */
  private takeRest(): boolean {
    const { size } = this.engine.state.tasks;
    for (; this.looked < size && this.ended.size < linesATime; this.looked++)
      if (this.given[this.looked] !== 1) this.ended.add(this.looked);
    return this.ended.size > 0;
  }

  private read(): void {
    const tasks: number[] = [];
    for (const task of this.ended) {
      this.ended.delete(task);
      // One that is done once more has another end.
      if (this.over || this.statuses[task] >= TaskStatus.done) tasks.push(task);
      if (tasks.length === linesATime) break;
    }
    const inPlan = tasks.toSorted((a, b) => a - b);
    const lines = this.record.lines(inPlan);
    this.lines = tasks.map((task) => lines[inPlan.indexOf(task)]);
    this.markGiven(tasks);
  }

  private markGiven(tasks: readonly number[]): void {
    const { size } = this.engine.state.tasks;
    if (this.given.length < size) {
      const longer = new Uint8Array(size);
      longer.set(this.given);
      this.given = longer;
    }
    for (const task of tasks) this.given[task] = 1;
  }

  private count(): void {
    const full = this.ended.size + this.lines.length >= this.buffer;
    this.hold.set(full ? `the reader's buffer of ${this.buffer}` : null);
  }
}

/** What is told of a task beside its own events, a line of its code say, can come after its end. */
function isOfTask(event: RunEvent): event is Extract<RunEvent, { readonly task: number }> {
  return 'task' in event && event.type.startsWith('task.');
}
