import type {
  HistoryDesk,
  HistoryListener,
  LiveRun,
  PastRunListing,
  Replay,
} from '../../components/console-options.ts';
import type { Acknowledgement } from '../../src/engine/commands/command.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { WorkView } from '../../src/state/work-view.ts';
import { RunFixture } from './run-fixture.ts';

/** A run of twelve tasks that ended some while ago; it refuses everything. */
export class PastFixture extends RunFixture {
  override readonly past = true;
  readonly replay: Replay & { closed: boolean };
  private seen: number;

  constructor(directory: string, unfinished: boolean) {
    super({ roles: { kaoz: 4 }, tasks: 12, faults: 0.4, name: directory.slice(1) });
    this.advance(unfinished ? 1_500 : 60_000);
    const endT = this.t;
    this.seen = endT;
    this.replay = {
      directory,
      unfinished,
      endT,
      closed: false,
      to: async (t) => {
        this.seen = t;
      },
      close: () => {
        this.replay.closed = true;
      },
    };
  }

  override snapshot(): RunSnapshot {
    return { ...super.snapshot(), t: this.seen ?? 0 };
  }

  override command(): Acknowledgement {
    return { ok: false, id: 0, reason: 'this run is shown read-only' };
  }
}

const listing = (name: string, day: number, more: Partial<PastRunListing>): PastRunListing => ({
  runId: `2026110${day}-090000-${name}`,
  name,
  preset: 'heavy',
  directory: `/${name}`,
  startedAt: `2026-11-0${day}T09:00:00.000Z`,
  state: 'finished',
  tasks: { total: 12, done: 12, failed: 0 },
  costNanoUsd: 1_250_000_000,
  unpriced: 0,
  sizeBytes: 3_400_000,
  ...more,
});

/** Five runs of before, one of each kind. What is asked of them is kept. */
export class FixtureHistory implements HistoryDesk {
  runs = [
    listing('alpha', 1, {}),
    listing('bravo', 2, { tasks: { total: 12, done: 10, failed: 2 } }),
    listing('carol', 3, { state: 'unfinished', tasks: { total: 12, done: 3, failed: 1 } }),
    listing('delta', 4, { state: 'running', tasks: { total: 12, done: 5, failed: 0 } }),
    listing('echo', 5, { state: 'unreadable', tasks: { total: 12, done: 0, failed: 0 } }),
  ];
  readonly opened: PastFixture[] = [];
  readonly resumed: string[] = [];
  /** Tasks that each run began with: all of them have grown. */
  readonly planned = 7;
  /** Set to keep what became of runs from being told. */
  silent = false;
  /** Set to refuse the next thing that is asked with this. */
  refuses: string | null = null;
  /** How the work of a run that is opened hangs together. */
  work: WorkView | null = null;
  /** The run that a resume gives. */
  readonly next = new RunFixture({ roles: { kaoz: 4 }, tasks: 400, name: 'resumed' });

  async list(listener: HistoryListener): Promise<void> {
    for (const { tasks: _, ...head } of this.runs) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!listener.heads([{ ...head, total: this.planned }])) return;
    }
    if (this.silent) return;
    for (const run of this.runs) if (!listener.listing(run)) return;
  }

  async open(directory: string, onProgress: (share: number) => void): Promise<LiveRun> {
    this.refuse();
    onProgress(0.5);
    const found = this.runs.find((run) => run.directory === directory);
    const run = new PastFixture(directory, found?.state === 'unfinished');
    run.view = this.work;
    this.opened.push(run);
    return run;
  }

  async resume(directory: string, failed: boolean): Promise<LiveRun> {
    this.refuse();
    this.resumed.push(failed ? `${directory} --failed` : directory);
    return this.next;
  }

  remove(directory: string): string {
    this.refuse();
    this.runs = this.runs.filter((run) => run.directory !== directory);
    return `deleted ${directory}`;
  }

  private refuse(): void {
    if (this.refuses !== null) throw new Error(this.refuses);
  }
}
