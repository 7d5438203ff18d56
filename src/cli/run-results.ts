import type { ExportWish, ResultsDesk, SelectedTasks } from '../../components/console-options.ts';
import { FailureBook } from '../report/failure-book.ts';
import { UsageError } from '../spec/usage-error.ts';
import { TaskStatus } from '../state/agent-state.ts';
import type { FailureGroup } from '../state/failure-group.ts';
import { endedTasks, type ResultWish } from '../state/result-order.ts';
import type { RunState } from '../state/run-state.ts';
import { resolveSelection } from '../state/selection/resolve-selection.ts';
import type { SelectionFacts } from '../state/selection/selection-facts.ts';
import type { RecordReader } from '../store/record-reader.ts';
import { exportResults } from './export-results.ts';

/** Failures that are read at once. */
const failuresATime = 1_000;
const failedTasks = { kind: 'failed', order: 'plan', reversed: false } as const;

const { done, failed, poison } = TaskStatus;

/** The results of a run as the console asks for them: which there are from its state, what they are from its record. */
export class RunResults implements ResultsDesk {
  private readonly facts: SelectionFacts;
  private readonly past: boolean;
  private readonly reader: RecordReader;
  private readonly book = new FailureBook();
  private groups: readonly FailureGroup[] = [];
  /** Version of the state that the groups are of. */
  private version = -1;

  /** @param past its process has ended, whatever its log says */
  constructor(facts: SelectionFacts, reader: RecordReader, past: boolean) {
    this.facts = facts;
    this.past = past;
    this.reader = reader;
  }

  private get state(): RunState {
    return this.facts.state;
  }

  readonly tasks = (wish: ResultWish) => endedTasks(this.state, wish);
  readonly sinceT = (task: number) => this.state.tasks.sinceT[task];
  readonly heads = (tasks: readonly number[]) => this.reader.heads(tasks);
  readonly matching = (tasks: readonly number[], matches: (text: string) => boolean) =>
    this.reader.matching(tasks, matches);

  select(query: string): SelectedTasks {
    const found = resolveSelection(query, this.facts, this.state.t);
    return found.ok ? { ok: true, tasks: found.tasks } : found;
  }

  failures(): { groups: readonly FailureGroup[]; complete: boolean } {
    const { version } = this.state;
    if (version === this.version) return { groups: this.groups, complete: true };
    const { sinceT, status } = this.state.tasks;
    const unread = endedTasks(this.state, failedTasks).filter(
      (task) => !this.book.knows(task, sinceT[task]),
    );
    const read = this.reader.failures([...unread.subarray(0, failuresATime)]);
    for (const failure of read) this.book.add({ ...failure, t: sinceT[failure.task] });
    this.book.keep((task) => status[task] === failed || status[task] === poison);
    this.groups = this.book.groups();
    // The last few ends may not be in the record yet.
    const complete = read.length === unread.length;
    if (complete) this.version = version;
    return { groups: this.groups, complete };
  }

  async export({ tasks, ...to }: ExportWish): Promise<string> {
    const { state } = this;
    const all = Array.from({ length: state.tasks.size }, (_, task) => task);
    // What a run that is over did not get to is `cancelled`, as in results.jsonl; in a live one it is to come.
    const over = state.exitCode !== null || this.past;
    const asked = tasks ?? all;
    const chosen = over ? asked : asked.filter((task) => state.tasks.status[task] >= done);
    if (chosen.length === 0)
      throw new UsageError('there is nothing to export: none of them has ended yet');
    return exportResults(this.reader, chosen, to);
  }
}
