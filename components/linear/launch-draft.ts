import { readValue } from '../launch/form-value.ts';
import type {
  LaunchChoices,
  LaunchLook,
  LaunchWish,
  PresetSummary,
  RouteStatus,
  WorkWish,
} from '../launch-choices.ts';

/** What is to be launched, as it is put together word by word. */
export class LaunchDraft {
  /** How the routes stand. */
  routes: readonly RouteStatus[] = [];
  presets: readonly PresetSummary[];
  wish: LaunchWish | null = null;
  private readonly choices: LaunchChoices;
  private readonly endRoutes: () => void;

  constructor(choices: LaunchChoices) {
    this.choices = choices;
    this.presets = choices.presets;
    this.endRoutes = choices.watchRoutes((routes) => {
      this.routes = routes;
    });
  }

  close(): void {
    this.endRoutes();
  }

  /** The preset that is chosen; null before one is. */
  get preset(): PresetSummary | null {
    return this.presets.find(({ name }) => name === this.wish?.preset) ?? null;
  }

  /** Another preset, without what was set by hand; the work stays. */
  choose({ name }: PresetSummary): void {
    const work: WorkWish = this.wish?.work ?? { kind: 'demonstration' };
    this.wish = { preset: name, changes: {}, work };
  }

  /** Sets one field, by its path. Throws the sentence that says why it does not fit. */
  set(path: string, typed: string): void {
    const read = readValue(path, path, typed);
    if (!read.ok) throw new Error(read.message);
    const { wish } = this;
    if (wish !== null) this.wish = { ...wish, changes: { ...wish.changes, [path]: read.value } };
  }

  /** Other work, once it can be read; a spec brings its preset. */
  async take(work: WorkWish): Promise<void> {
    const { preset } = await this.choices.readWork(work);
    const named = this.presets.find(({ name }) => name === preset);
    if (named !== undefined && named.name !== this.wish?.preset) this.choose(named);
    if (this.wish !== null) this.wish = { ...this.wish, work };
  }

  async save(name: string): Promise<string> {
    if (this.wish === null) throw new Error('choose a preset first');
    const { presets, words } = await this.choices.savePreset(name, this.wish);
    this.presets = presets;
    return words;
  }

  /** What a launch of it would do, once that is known but for the count of its tokens. */
  look(): Promise<LaunchLook> {
    const { wish } = this;
    if (wish === null) return Promise.reject(new Error('choose a preset first'));
    return new Promise((resolve) => {
      let end = () => {};
      let known = false;
      end = this.choices.look(wish, (look) => {
        if (known || look.estimate?.pricing === true) return;
        known = true;
        resolve(look);
        queueMicrotask(() => end());
      });
    });
  }
}
