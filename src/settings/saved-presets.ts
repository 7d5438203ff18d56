import type Conf from 'conf';
import { nearMiss } from '../spec/near-miss.ts';
import { plainPlace } from '../spec/place.ts';
import { type Preset, parsePreset } from '../spec/preset.ts';
import { UsageError } from '../spec/usage-error.ts';
import { type Settings, settingsStore } from './settings-store.ts';

export interface SavedPresetsOptions {
  /** Directory of the settings file; default: SWARMDECK_HOME, else the platform's own. */
  readonly home?: string;
  /** Names that cannot be saved under: those of the built-in presets. */
  readonly reserved?: readonly string[];
}

/**
 * The operator's own presets, in `settings.json`, one entry by name. Every write is one rename of a
 * whole file, and every read checks what it reads, because people edit such files.
 *
 * Loading this module loads conf and its validator (20 MB): import it when a saved preset is needed.
 */
export class SavedPresets {
  readonly #store: Conf<Settings>;
  readonly #reserved: ReadonlySet<string>;

  constructor({ home, reserved = [] }: SavedPresetsOptions = {}) {
    this.#reserved = new Set([...reserved, 'none']);
    this.#store = settingsStore(home);
  }

  /** The file that the presets are in. */
  get file(): string {
    return this.#store.path;
  }

  /** All of them, by name in the order of the alphabet. */
  list(): Preset[] {
    const presets = Object.entries(this.#store.get('presets'));
    return presets
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, rest]) => parsePreset({ ...rest, name }, plainPlace(`${this.file}: ${name}`)));
  }

  get(name: string): Preset | null {
    return this.list().find((preset) => preset.name === name) ?? null;
  }

  /**
   * @returns whether one of that name was there before and is replaced
   * @throws UsageError for the name of a built-in preset, or where the preset is not one
   */
  save(preset: Preset): boolean {
    const { name, ...rest } = parsePreset(preset, plainPlace(`preset ${preset.name}`));
    if (this.#reserved.has(name)) {
      throw new UsageError(`preset ${name}: this name is built in; choose another one`);
    }
    const presets = { ...this.#store.get('presets') };
    const replaced = Object.hasOwn(presets, name);
    presets[name] = rest;
    this.#store.set('presets', presets);
    return replaced;
  }

  /** @throws UsageError where there is none of that name */
  remove(name: string): void {
    const presets = { ...this.#store.get('presets') };
    this.#mustBeThere(name, presets);
    delete presets[name];
    this.#store.set('presets', presets);
  }

  /** @throws UsageError where there is none of that name, or the new name is taken */
  rename(from: string, to: string): void {
    const presets = this.#store.get('presets');
    this.#mustBeThere(from, presets);
    if (Object.hasOwn(presets, to)) {
      throw new UsageError(`preset ${to}: there is one of that name; remove it first`);
    }
    this.save({ ...presets[from], name: to });
    this.remove(from);
  }

  #mustBeThere(name: string, presets: Settings['presets']): void {
    if (Object.hasOwn(presets, name)) return;
    if (this.#reserved.has(name)) {
      throw new UsageError(`preset ${name}: it is built in and stays as it is`);
    }
    const near = nearMiss(name, Object.keys(presets));
    const hint = near === null ? '' : `; did you mean \`${near}\`?`;
    throw new UsageError(`preset ${name}: none of your own has this name${hint}`);
  }
}

/** The presets in the operator's settings. */
export function savedPresets(options?: SavedPresetsOptions): SavedPresets {
  return new SavedPresets(options);
}
