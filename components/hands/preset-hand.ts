import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { PresetAction } from '../keys/launch-keys.ts';
import type { AskedLine } from '../launch/asked-line.ts';
import { type LaunchEntry, noPreset, selectedEntry, wishOf } from '../launch/launch-entries.ts';
import type { LaunchState } from '../launch/launch-state.ts';
import type { LaunchChoices, PresetsAfter } from '../launch-choices.ts';
import type { AskHand } from './ask-hand.ts';
import { messageOf } from './commander.ts';

interface PresetParts {
  readonly store: ConsoleStore;
  readonly choices: LaunchChoices;
  readonly ask: AskHand;
  /** The presets are others now. */
  readonly onChange: () => void;
  readonly repaint: () => void;
}

/** Saves, renames, deletes and exports presets. */
export class PresetHand {
  private readonly parts: PresetParts;

  constructor(parts: PresetParts) {
    this.parts = parts;
  }

  readonly actions: Actions<PresetAction> = {
    'preset-save': () => this.askSave(),
    'preset-rename': () => this.askRename(),
    'preset-remove': () => this.askRemove(),
    'preset-export': () => this.askExport(),
  };

  /** Saves what is selected under a name. */
  async save(name: string): Promise<string> {
    const { entry } = this;
    if (entry === null) throw new Error('nothing is selected that could be saved');
    const { choices, store } = this.parts;
    const after = await choices.savePreset(name, wishOf(entry, store.get().launch));
    const { [entry.preset.name]: _, ...customs } = store.get().launch.customs;
    const left = Object.keys(after.left).length > 0;
    this.take(after, {
      // What no preset keeps is still wished for.
      customs: left ? { ...customs, [name]: after.left } : customs,
      selected: left ? `custom:${name}` : name,
    });
    return after.words;
  }

  /** What was asked about is done. */
  remove(key: string): void {
    const { store, choices } = this.parts;
    const { launch } = store.get();
    const base = /^custom:(.*)$/.exec(key)?.[1];
    if (base !== undefined) {
      const { [base]: _, ...customs } = launch.customs;
      store.update({ launch: { ...launch, customs, selected: base === noPreset ? key : base } });
      return;
    }
    const names = launch.presets.map(({ name }) => name);
    const at = names.indexOf(key);
    const selected = names[at + 1] ?? names[at - 1] ?? key;
    choices.removePreset(key).then(
      (after) => this.take(after, { selected }),
      (error: unknown) => this.tell('refused', messageOf(error)),
    );
  }

  private get entry(): LaunchEntry | null {
    const { launch, filters } = this.parts.store.get();
    return selectedEntry(launch, filters.launch);
  }

  private askSave(): void {
    const { entry } = this;
    if (entry === null) return;
    this.parts.ask.open({
      title: 'save as preset',
      text: entry.kind === 'own' ? entry.preset.name : '',
      check: (name) => this.checkName(name, true),
      done: async (name) => {
        await this.save(name.trim());
      },
    });
  }

  private askRename(): void {
    const { entry } = this;
    if (entry?.kind !== 'own') return this.tell('refused', notYours(entry, 'renamed'));
    const { name: from } = entry.preset;
    this.parts.ask.open({
      title: `rename ${from}`,
      text: from,
      check: (name) => (name.trim() === from ? null : this.checkName(name, false)),
      done: async (name) => {
        if (name.trim() === from) return;
        const after = await this.parts.choices.renamePreset(from, name.trim());
        this.take(after, { selected: name.trim() });
      },
    });
  }

  private askRemove(): void {
    const { entry } = this;
    const empty = entry?.kind === 'custom' && Object.keys(entry.changes).length === 0;
    if (entry === null || entry.kind === 'built-in' || empty)
      return this.tell('refused', notYours(entry, 'deleted'));
    const { store } = this.parts;
    store.update({
      launch: { ...store.get().launch, dialog: { kind: 'remove', entry: entry.key } },
    });
  }

  private askExport(): void {
    const { entry } = this;
    if (entry === null) return;
    const { choices, store } = this.parts;
    const changed = entry.kind === 'custom';
    this.parts.ask.open({
      title: `export ${entry.label} to`,
      text: `${entry.preset.name}${changed ? '-custom' : ''}.yaml`,
      complete: (text) => choices.completeFile(text),
      check: (file) => (file.trim() === '' ? { ok: false, text: 'the name of a file' } : null),
      done: async (file) => {
        const wish = wishOf(entry, store.get().launch);
        this.tell('told', await choices.exportPreset(wish, file.trim()));
      },
    });
  }

  /** Names of other presets are said before Enter: one is replaced, the other refused. */
  private checkName(typed: string, replaces: boolean): AskedLine['says'] {
    const name = typed.trim();
    if (name === '') return { ok: false, text: 'the name of the preset' };
    const there = this.parts.store.get().launch.presets.find((preset) => preset.name === name);
    if (there === undefined) return null;
    if (!there.own) return { ok: false, text: `${name} is built in; choose another name` };
    return replaces
      ? { ok: true, text: `Enter replaces your ${name}` }
      : { ok: false, text: `there is a ${name} already; delete it first` };
  }

  private take({ presets, words }: PresetsAfter, change: Partial<LaunchState>): void {
    const { store, onChange, repaint } = this.parts;
    store.update({ launch: { ...store.get().launch, presets, ...change } });
    this.tell('told', words);
    onChange();
    repaint();
  }

  private tell(kind: 'told' | 'refused', text: string): void {
    this.parts.store.update({ notice: { kind, text } });
    this.parts.repaint();
  }
}

function notYours(entry: LaunchEntry | null, what: string): string {
  if (entry === null) return `nothing is selected that could be ${what}`;
  if (entry.kind === 'custom')
    return `${entry.label} is no preset yet; s saves it, and then it can be ${what}`;
  return `${entry.label} is built in and cannot be ${what}`;
}
