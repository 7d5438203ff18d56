import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { SettingsAction } from '../keys/launch-keys.ts';
import { fieldLabel } from '../launch/form-fields.ts';
import { choiceSources } from '../launch/form-help-rows.ts';
import { keptFields } from '../launch/form-rows.ts';
import { editableText, readValue, valueChoices, valueWords } from '../launch/form-value.ts';
import { type LaunchEntry, selectedEntry, withChanges } from '../launch/launch-entries.ts';
import type { AskHand } from './ask-hand.ts';

interface FormParts {
  readonly store: ConsoleStore;
  readonly ask: AskHand;
}

/** The form of all settings: moves in it, and makes of what is edited a launch of the operator's own. */
export class FormHand {
  private readonly parts: FormParts;

  constructor(parts: FormParts) {
    this.parts = parts;
  }

  readonly actions: Actions<SettingsAction> = {
    'setting-above': () => this.move(-1),
    'setting-below': () => this.move(1),
    'setting-first': () => this.move(Number.NEGATIVE_INFINITY),
    'setting-last': () => this.move(Number.POSITIVE_INFINITY),
    'setting-page-up': () => this.move(-10),
    'setting-page-down': () => this.move(10),
    'setting-edit': () => this.edit(),
    'setting-next': () => this.choose(1),
    'setting-previous': () => this.choose(-1),
    'setting-back': () => this.back(),
    'settings-leave': () => this.leave(),
  };

  open(): void {
    const { launch, filters } = this.parts.store.get();
    const [first] = keptFields(filters.settings);
    this.go(first?.path ?? keptFields(undefined)[0].path, launch);
  }

  private get at(): { path: string; entry: LaunchEntry } | null {
    const { launch, filters } = this.parts.store.get();
    const entry = selectedEntry(launch, filters.launch);
    return launch.field === null || entry === null ? null : { path: launch.field, entry };
  }

  private move(by: number): void {
    const { launch, filters } = this.parts.store.get();
    const kept = keptFields(filters.settings);
    const at = kept.findIndex(({ path }) => path === launch.field);
    const next = kept[Math.max(0, Math.min(kept.length - 1, at + by))];
    if (next !== undefined) this.go(next.path, launch);
  }

  private go(field: string, launch = this.parts.store.get().launch): void {
    this.parts.store.update({ launch: { ...launch, field, error: null } });
  }

  private leave(): void {
    const { launch, filters } = this.parts.store.get();
    this.parts.store.update({
      launch: { ...launch, field: null },
      filters: { ...filters, settings: undefined },
    });
  }

  /** A field with a few choices goes round; any other is typed. */
  private edit(): void {
    const { at } = this;
    if (at === null) return;
    const { path } = at;
    const { routes } = this.parts.store.get().launch;
    if (path !== 'model' && valueChoices(path, choiceSources(routes)).length > 0)
      return this.choose(1);
    const label = fieldLabel(path);
    this.parts.ask.open({
      title: label,
      field: path,
      text: editableText(path, this.valueAt(at)),
      check: (text) => {
        const read = readValue(path, label, text);
        if (!read.ok) return { ok: false, text: read.message };
        return { ok: true, text: `Enter: ${valueWords(path, read.value)}` };
      },
      done: (text) => {
        const read = readValue(path, label, text);
        if (read.ok) this.set(path, read.value);
      },
    });
  }

  private choose(step: 1 | -1): void {
    const { at } = this;
    if (at === null) return;
    const { routes } = this.parts.store.get().launch;
    const choices = valueChoices(at.path, choiceSources(routes));
    if (choices.length === 0) return;
    const now = choices.indexOf(this.valueAt(at));
    const from = now < 0 && step < 0 ? 0 : now;
    this.set(at.path, choices[(from + step + choices.length) % choices.length]);
  }

  private back(): void {
    const { at } = this;
    if (at === null) return;
    const { [at.path]: _, ...rest } = at.entry.changes;
    const { store } = this.parts;
    store.update({ launch: withChanges(store.get().launch, at.entry, rest) });
  }

  /** What is set as the preset has it is no change. */
  private set(path: string, value: unknown): void {
    const { at } = this;
    if (at === null) return;
    const { store } = this.parts;
    const { launch } = store.get();
    const { [path]: _, ...rest } = at.entry.changes;
    const same = isSame(value, launch.look?.fields[path]?.preset);
    const changes = same ? rest : { ...rest, [path]: value };
    store.update({ launch: { ...withChanges(launch, at.entry, changes), error: null } });
  }

  private valueAt({ path, entry }: { path: string; entry: LaunchEntry }): unknown {
    if (path in entry.changes) return entry.changes[path];
    return this.parts.store.get().launch.look?.fields[path]?.value;
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
