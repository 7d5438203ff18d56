import type { Engine } from '../engine/engine.ts';
import type { RawCall } from '../state/raw-call.ts';
import type { TaskRecord } from '../state/task-record.ts';
import { readTask } from '../store/read-task.ts';
import type { RunStore } from '../store/run-store.ts';
import { TaskReader } from '../store/task-reader.ts';
import { RawTap } from './raw-tap.ts';
import { RecordedTasks, type RecordedTasksParts } from './recorded-tasks.ts';

interface LiveTasksParts extends Pick<RecordedTasksParts, 'spec'> {
  readonly store: RunStore;
  readonly engine: Pick<Engine, 'state' | 'liveCall' | 'partialText'>;
}

/** The tasks of a run under way: the record, and what is in flight. */
export class LiveTasks extends RecordedTasks {
  private readonly engine: LiveTasksParts['engine'];
  private tap: { readonly task: number; readonly of: RawTap } | null = null;

  constructor({ spec, store, engine }: LiveTasksParts) {
    const { state } = engine;
    let reader: TaskReader | null = null;
    super({ spec, state, read });
    this.engine = engine;

    function read(task: number): TaskRecord | null {
      // Its files are written: the store is closed, and the record stays.
      if (store.closed) return readTask(store.directory, task, false);
      store.flush();
      reader ??= new TaskReader(store.database);
      const agent = state.tasks.agent[task];
      const open = agent < 0 ? null : store.openAttempt(agent);
      return reader.read(task, open?.task === task ? open : null);
    }
  }

  override partialText(task: number): string | null {
    return this.engine.liveCall(task)?.call.partialText() ?? this.engine.partialText(task);
  }

  override rawCall(task: number): RawCall | null {
    const live = this.engine.liveCall(task);
    if (live !== null && this.tap?.of.live.call !== live.call) {
      this.closeRaw();
      this.tap = { task, of: new RawTap(live) };
    }
    const { tap } = this;
    const last = this.record(task)?.attempts.at(-1);
    // Nothing of an earlier call is told as if it were of the last.
    if (tap?.task !== task || tap.of.live.attempt !== last?.attempt) return super.rawCall(task);
    return tap.of.raw(live !== null, this.keyName(last.route) ?? '');
  }

  override closeRaw(): void {
    this.tap?.of.close();
    this.tap = null;
  }
}
