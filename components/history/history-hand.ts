import type { ConsoleStore } from '../console-store.ts';
import { messageOf } from '../hands/commander.ts';
import { tell } from '../hands/tell.ts';
import type { HistoryDesk } from '../history-desk.ts';
import type { Actions } from '../keys/binding.ts';
import type { HistoryAction } from '../keys/history-keys.ts';
import type { LiveRun } from '../live-run.ts';
import { bytes, count } from '../parts/format.ts';
import { listMoves, movedTo } from '../parts/list-move.ts';
import { historyLayout } from './history-layout.ts';
import {
  cursorPlace,
  firstInSight,
  keptEntries,
  tasksOf,
  withHeads,
  withListing,
} from './history-list.ts';
import type { HistoryEntry, HistoryView } from './history-view.ts';
import {
  questionOf,
  type ResumeTarget,
  refusalOf,
  targetOfEntry,
  targetOfRun,
} from './resume-target.ts';

interface HistoryParts {
  readonly store: ConsoleStore;
  /** Null where there is none to ask. */
  readonly desk: HistoryDesk | null;
  /** The run on the screen. */
  readonly run: () => LiveRun | null;
  /** A run goes on in this console. */
  readonly onRun: (run: LiveRun) => void;
  /** A run of the past is to be looked at. */
  readonly onPast: (run: LiveRun) => void;
  /** The list is to be shown, whatever lies in front of it. */
  readonly onList: () => void;
  readonly repaint: () => void;
}

/** Lists runs of before, looks at them, resumes and deletes them. */
export class HistoryHand {
  private readonly parts: HistoryParts;
  private reading = 0;

  constructor(parts: HistoryParts) {
    this.parts = parts;
  }

  readonly actions: Actions<HistoryAction> = {
    'history-show': () => this.show(),
    'history-move': (key) => this.move(key),
    'history-open': () => this.open(),
    'history-resume': () => this.resume(false),
    'history-resume-now': () => this.resume(true),
    'history-delete': () => this.remove(),
  };

  private get view(): HistoryView {
    return this.parts.store.get().history;
  }

  private update(change: Partial<HistoryView>): void {
    this.parts.store.update({ history: { ...this.view, ...change } });
  }

  /** @returns one sentence where there is no history to show */
  show(): string | null {
    const { desk, onList } = this.parts;
    if (desk === null) return 'there is no history here';
    onList();
    void this.list(desk);
    return null;
  }

  /** What is listed already stays until it has been read anew. */
  private async list(desk: HistoryDesk): Promise<void> {
    const turn = ++this.reading;
    const goesOn = () => turn === this.reading && this.parts.store.get().screen === 'history';
    const found = new Set<string>();
    this.update({ reading: true });
    try {
      await desk.list({
        heads: (heads) => {
          for (const { directory } of heads) found.add(directory);
          this.update({ entries: withHeads(this.view.entries, heads) });
          this.parts.repaint();
          return goesOn();
        },
        listing: (listing) => {
          this.update({ entries: withListing(this.view.entries, listing) });
          return goesOn();
        },
      });
      if (goesOn())
        this.setEntries(this.view.entries.filter(({ head }) => found.has(head.directory)));
    } catch (error) {
      this.refuse(error);
    }
    if (turn === this.reading) this.update({ reading: false });
  }

  /** Where the run under the cursor has gone, the cursor stays at its place in the list. */
  private setEntries(entries: readonly HistoryEntry[]): void {
    const at = cursorPlace(this.kept(), this.view.cursor);
    const { filters } = this.parts.store.get();
    const kept = keptEntries(entries, filters);
    const stays = kept.some(({ head }) => head.directory === this.view.cursor);
    const near = kept[Math.min(at, kept.length - 1)];
    this.update({ entries, cursor: stays ? this.view.cursor : (near?.head.directory ?? null) });
  }

  private kept(): readonly HistoryEntry[] {
    return keptEntries(this.view.entries, this.parts.store.get().filters);
  }

  private move(key: string): void {
    const kept = this.kept();
    const at = cursorPlace(kept, this.view.cursor);
    const page = historyLayout(this.parts.store.get().rows).runs;
    const to = movedTo(at, listMoves[key], page, kept.length - 1);
    this.update({ cursor: kept[to]?.head.directory ?? null });
  }

  /** Puts the cursor on the run in a row of the list; its rule is row 0, and below it are the titles. */
  point(row: number): void {
    const kept = this.kept();
    const { runs } = historyLayout(this.parts.store.get().rows);
    const first = firstInSight(cursorPlace(kept, this.view.cursor), runs, kept.length);
    const entry = row < 2 ? undefined : kept[first + row - 2];
    if (entry !== undefined) this.update({ cursor: entry.head.directory });
  }

  private here(): HistoryEntry | null {
    const kept = this.kept();
    return kept[cursorPlace(kept, this.view.cursor)] ?? null;
  }

  private open(): void {
    const { desk, onPast } = this.parts;
    const entry = this.here();
    if (desk === null || entry === null || this.view.waits !== null) return;
    const words = `reading ${entry.head.name}`;
    const onProgress = (share: number) => this.update({ waits: { words, share } });
    this.wait(words, desk.open(entry.head.directory, onProgress), (run) => {
      // Whoever has gone elsewhere meanwhile is not called back.
      if (this.parts.store.get().screen === 'history') onPast(run);
      else run.replay?.close();
    });
  }

  /** Shows that something takes a while, and what came of it. One thing at a time. */
  private wait(words: string, asked: Promise<LiveRun>, then: (run: LiveRun) => void): void {
    this.update({ waits: { words, share: null } });
    asked.then(
      (run) => {
        this.update({ waits: null });
        then(run);
        this.parts.repaint();
      },
      (error: unknown) => {
        this.update({ waits: null });
        this.refuse(error);
      },
    );
  }

  private refuse(error: unknown): void {
    this.parts.store.update({ notice: { kind: 'refused', text: messageOf(error) } });
    this.parts.repaint();
  }

  /** @param sure without the question */
  private resume(sure: boolean): void {
    const { store, desk } = this.parts;
    const target = this.target();
    if (desk === null || target === null || this.view.waits !== null) return;
    const refused = refusalOf(target);
    if (refused !== null) return tell(store, refused);
    const { directory, name } = target;
    const then = () =>
      this.wait(`resuming ${name}`, desk.resume(directory, target.failed > 0), this.parts.onRun);
    if (sure) then();
    else store.update({ overlay: 'confirm', confirm: { ...questionOf(target), then } });
  }

  /** The past run on the screen, or the one under the cursor. */
  private target(): ResumeTarget | null {
    const run = this.parts.run();
    if (this.parts.store.get().screen !== 'history' && run?.replay !== undefined)
      return targetOfRun(run.snapshot(), run.replay);
    const entry = this.here();
    return entry === null ? null : targetOfEntry(entry);
  }

  private remove(): void {
    const { store, desk } = this.parts;
    const entry = this.here();
    if (desk === null || entry === null) return;
    const { head, listing } = entry;
    if (listing?.state === 'running') return tell(store, `${head.name} is running and stays`);
    const size = listing === null ? '' : `, ${bytes(listing.sizeBytes)}`;
    const words = `Its record of ${count(tasksOf(entry))} tasks${size}, in ${head.directory}. What others put there stays.`;
    const then = () => {
      try {
        tell(store, desk.remove(head.directory));
        this.setEntries(this.view.entries.filter((each) => each.head.directory !== head.directory));
      } catch (error) {
        this.refuse(error);
      }
    };
    store.update({ overlay: 'confirm', confirm: { title: `Delete ${head.name}?`, words, then } });
  }
}
