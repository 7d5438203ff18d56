import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { LaunchAction } from '../keys/launch-keys.ts';
import { keptEntries, selectedEntry, wishOf } from '../launch/launch-entries.ts';
import type { LaunchState } from '../launch/launch-state.ts';
import type { LaunchChoices, LaunchQuestion, LaunchWish } from '../launch-choices.ts';
import type { LiveRun } from '../live-run.ts';
import type { Ran } from '../prompt/prompt.ts';
import { AskHand } from './ask-hand.ts';
import { messageOf } from './commander.ts';
import { FormHand } from './form-hand.ts';
import { LaunchLooker } from './launch-looker.ts';
import { PresetHand } from './preset-hand.ts';
import { RouteHand } from './route-hand.ts';
import { WorkHand } from './work-hand.ts';

interface LaunchParts {
  readonly store: ConsoleStore;
  readonly choices: LaunchChoices;
  /** A run was started. */
  readonly onRun: (run: LiveRun) => void;
  readonly repaint: () => void;
}

/** How many tasks go first where a launch begins with a canary. */
const canaryTasks = 5;
const page = 10;

/** The keys of the launch screen: what is selected, and its launch. */
export class LaunchHand {
  readonly ask: AskHand;
  readonly actions: Actions<LaunchAction>;
  private readonly parts: LaunchParts;
  private readonly looker: LaunchLooker;
  private readonly presets: PresetHand;
  private readonly routes: RouteHand;

  constructor(parts: LaunchParts) {
    this.parts = parts;
    const { store, choices, repaint } = parts;
    const ask = new AskHand({ store, repaint });
    const form = new FormHand({ store, ask });
    const work = new WorkHand({ store, choices, ask, repaint });
    this.ask = ask;
    this.looker = new LaunchLooker({ store, choices, repaint });
    const onChange = () => this.looker.again();
    this.presets = new PresetHand({ store, choices, ask, repaint, onChange });
    this.routes = new RouteHand({ store, choices, ask, repaint });
    this.actions = {
      ...ask.actions,
      ...form.actions,
      ...work.actions,
      ...this.presets.actions,
      ...this.routes.actions,
      launch: () => this.launch(),
      'preset-above': () => this.select(-1),
      'preset-below': () => this.select(1),
      'preset-first': () => this.select(Number.NEGATIVE_INFINITY),
      'preset-last': () => this.select(Number.POSITIVE_INFINITY),
      'preset-page-up': () => this.select(-page),
      'preset-page-down': () => this.select(page),
      settings: () => form.open(),
      work: () => work.open(),
      canary: () => this.update({ canary: !this.state.canary }),
      'launch-yes': () => this.yes(),
      'launch-no': () => this.update({ dialog: null }),
    };
  }

  /** The launch screen is shown: what stands on it is kept true from here on. */
  begin(): void {
    const { choices, store } = this.parts;
    if (choices.warning !== null)
      store.update({ notice: { kind: 'refused', text: choices.warning } });
    this.looker.begin();
  }

  /** It is gone, and nothing goes on behind it. */
  end(): void {
    this.looker.end();
    this.routes.end();
    this.ask.close();
    this.update({ dialog: null, field: null, starting: null });
  }

  /** Selects a preset by its name. */
  choose(name: string): Ran {
    const known = this.state.presets.some((preset) => preset.name === name);
    if (!known) return { ok: false, message: `there is no preset ${name}` };
    this.update({ selected: name, error: null });
    return { ok: true };
  }

  /** Saves what is selected under a name. */
  async save(name: string): Promise<Ran> {
    try {
      await this.presets.save(name);
      return { ok: true };
    } catch (error) {
      return { ok: false, message: messageOf(error) };
    }
  }

  private get state(): LaunchState {
    return this.parts.store.get().launch;
  }

  private update(change: Partial<LaunchState>): void {
    this.parts.store.update({ launch: { ...this.state, ...change } });
  }

  private select(by: number): void {
    const { filters } = this.parts.store.get();
    const kept = keptEntries(this.state, filters.launch);
    const selected = selectedEntry(this.state, filters.launch);
    const at = kept.findIndex(({ key }) => key === selected?.key);
    const next = kept[Math.max(0, Math.min(kept.length - 1, at + by))];
    if (next !== undefined) this.update({ selected: next.key, error: null });
  }

  private wish(): { wish: LaunchWish; label: string } | null {
    const entry = selectedEntry(this.state, this.parts.store.get().filters.launch);
    return entry === null ? null : { wish: wishOf(entry, this.state), label: entry.label };
  }

  /** Asks before, where it costs much or nobody knows what. */
  private launch(): void {
    const wished = this.wish();
    if (wished === null || this.state.starting !== null) return;
    const { wish, label } = wished;
    this.update({ starting: label, error: null });
    this.parts.choices.question(wish).then(
      (question) => {
        if (question === null) this.start(wish);
        else this.asks(question);
      },
      (error: unknown) => this.failed(error),
    );
  }

  private asks(question: LaunchQuestion): void {
    this.update({ starting: null, dialog: { kind: 'launch', ...question } });
    this.parts.repaint();
  }

  private yes(): void {
    const { dialog, starting } = this.state;
    this.update({ dialog: null });
    if (dialog?.kind === 'remove') this.presets.remove(dialog.entry);
    const wished = this.wish();
    if (dialog?.kind !== 'launch' || wished === null || starting !== null) return;
    this.update({ starting: wished.label });
    this.start(wished.wish);
  }

  private start(wish: LaunchWish): void {
    const { choices, onRun } = this.parts;
    choices
      .start(wish, this.state.canary ? canaryTasks : null)
      .then(onRun, (error: unknown) => this.failed(error));
  }

  private failed(error: unknown): void {
    this.update({ starting: null, error: messageOf(error) });
    this.parts.repaint();
  }
}
