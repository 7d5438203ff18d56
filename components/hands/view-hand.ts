import type { ConsoleSettings } from '../../src/settings/console-settings.ts';
import type { ScreenName } from '../console-state.ts';
import type { ConsoleStore } from '../console-store.ts';
import { filterTargetOf } from '../filter/filter-target.ts';
import type { Actions } from '../keys/binding.ts';
import type { ViewAction } from '../keys/everywhere-keys.ts';
import { type PaneName, paneNames } from '../scene.ts';
import { type ThemeName, themeNames } from '../theme.ts';
import { focusPane } from './focus-pane.ts';

interface ViewParts {
  readonly store: ConsoleStore;
  /** The agents' pane was reached: there is a cursor to show. */
  readonly onAgents: () => void;
  /** A screen has been left for the one below it. */
  readonly onBack: (to: ScreenName) => void;
  /** @param list with all commands one below the other */
  readonly openPrompt: (list: boolean) => void;
  /** Keeps a setting for the next console. */
  readonly keep: (change: Partial<ConsoleSettings>) => void;
}

/** The keys that change what is shown and nothing else. */
export class ViewHand {
  private readonly parts: ViewParts;

  constructor(parts: ViewParts) {
    this.parts = parts;
  }

  readonly actions: Actions<ViewAction> = {
    command: () => this.openPrompt(false),
    palette: () => this.openPrompt(true),
    back: () => this.back(),
    theme: () => this.nextTheme(),
    'frame-time': () => this.store.update({ showFrame: !this.store.get().showFrame }),
    redraw: () => this.store.update({ redraws: this.store.get().redraws + 1 }),
    zoom: () => this.toggleZoom(),
    'focus-next': () => this.focusBy(1),
    'focus-previous': () => this.focusBy(-1),
    'focus-number': (key) => this.focus(paneNames[Number(key) - 1]),
  };

  private get store(): ConsoleStore {
    return this.parts.store;
  }

  private openPrompt(list: boolean): void {
    if (this.store.get().overlay === null) this.parts.openPrompt(list);
  }

  back(): void {
    const { screen, overlay, zoom, focus, under, filters } = this.store.get();
    const below = under.at(-1);
    const filtered = filterTargetOf(this.store.get());
    if (filtered !== null && filters[filtered] !== undefined)
      this.store.update({ filters: { ...filters, [filtered]: undefined } });
    else if (overlay !== null) this.store.update({ overlay: null, confirm: null });
    else if (screen === 'run' && zoom !== null) this.store.update({ zoom: null });
    else if (screen === 'run' && focus !== null) this.store.update({ focus: null });
    else if (below !== undefined) {
      this.store.update({ screen: below, under: under.slice(0, -1) });
      this.parts.onBack(below);
    }
  }

  private nextTheme(): void {
    const { theme } = this.store.get();
    this.setTheme(themeNames[(themeNames.indexOf(theme) + 1) % themeNames.length]);
  }

  setTheme(theme: ThemeName): void {
    this.store.update({ theme, notice: { kind: 'told', text: `theme ${theme}` } });
    this.parts.keep({ theme });
  }

  private focusBy(step: 1 | -1): void {
    const { focus } = this.store.get();
    const from = focus === null ? (step === 1 ? -1 : 0) : paneNames.indexOf(focus);
    this.focus(paneNames[(from + step + paneNames.length) % paneNames.length]);
  }

  focus(pane: PaneName): void {
    const { screen, overlay } = this.store.get();
    if (screen !== 'run' || overlay !== null) return;
    if (pane === 'agents') this.parts.onAgents();
    focusPane(this.store, pane);
  }

  private toggleZoom(): void {
    const { screen, overlay, focus, zoom } = this.store.get();
    if (screen !== 'run' || overlay !== null) return;
    const pane = focus ?? 'agents';
    if (pane === 'agents') this.parts.onAgents();
    this.store.update({ focus: pane, zoom: zoom === null ? pane : null });
  }
}
