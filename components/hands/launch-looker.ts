import type { ConsoleStore } from '../console-store.ts';
import { type LaunchEntry, selectedEntry, wishOf } from '../launch/launch-entries.ts';
import type { LaunchState } from '../launch/launch-state.ts';
import type { LaunchChoices, WorkWish } from '../launch-choices.ts';

interface LookerParts {
  readonly store: ConsoleStore;
  readonly choices: LaunchChoices;
  readonly repaint: () => void;
}

/** Has what is selected looked at, again with everything that changes it, for as long as it is shown. */
export class LaunchLooker {
  private readonly parts: LookerParts;
  private ends: (() => void)[] = [];
  private endLook: () => void = () => {};
  private seen: { readonly entry: LaunchEntry['changes']; key: string; work: WorkWish } | null =
    null;

  constructor(parts: LookerParts) {
    this.parts = parts;
  }

  begin(): void {
    if (this.ends.length > 0) return;
    const { store, choices } = this.parts;
    this.ends = [
      store.subscribe(() => this.refresh()),
      choices.watchRoutes((routes) => this.update({ routes })),
    ];
    this.refresh();
  }

  end(): void {
    this.endLook();
    for (const end of this.ends) end();
    this.ends = [];
    this.seen = null;
  }

  /** Looks again at what may have changed behind the screen: a preset that was saved anew. */
  again(): void {
    this.seen = null;
    this.refresh();
  }

  private refresh(): void {
    const { store, choices } = this.parts;
    const { launch, filters } = store.get();
    const entry = selectedEntry(launch, filters.launch);
    const { work } = launch;
    if (entry === null) return;
    const { seen } = this;
    if (seen?.key === entry.key && seen.entry === entry.changes && seen.work === work) return;
    this.seen = { key: entry.key, entry: entry.changes, work };
    this.endLook();
    this.endLook = choices.look(wishOf(entry, launch), (look) => this.update({ look }));
  }

  private update(change: Partial<LaunchState>): void {
    const { store, repaint } = this.parts;
    store.update({ launch: { ...store.get().launch, ...change } });
    repaint();
  }
}
