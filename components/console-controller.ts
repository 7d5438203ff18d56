import type { RunSnapshot } from '../src/state/snapshot.ts';
import { Commander, messageOf } from './commander.ts';
import type { LaunchChoices, LiveRun } from './console-options.ts';
import { factsOf, noFacts } from './console-state.ts';
import type { ConsoleStore } from './console-store.ts';
import { type Action, actionFor, type Place } from './keymap.ts';
import { isOver } from './parts/phase-look.ts';
import { type PaneName, paneNames } from './scene.ts';
import { themeNames } from './theme.ts';

export interface ControllerOptions {
  readonly store: ConsoleStore;
  readonly launch: LaunchChoices | null;
  readonly operator: string;
  readonly leaveAtEnd: boolean;
  /** The screen is to be painted now: a key is answered at once. */
  readonly repaint: () => void;
  readonly leave: (exitCode: number | null) => void;
}

/** Turns keys into commands for the run and into changes of the console's own state. */
export class ConsoleController {
  run: LiveRun | null = null;
  private readonly options: ControllerOptions;
  private readonly store: ConsoleStore;
  private commander: Commander | null = null;
  private leaveAtEnd: boolean;

  constructor(options: ControllerOptions) {
    this.options = options;
    this.store = options.store;
    this.leaveAtEnd = options.leaveAtEnd;
  }

  /** From here on the console shows this run. */
  show(run: LiveRun): void {
    const { operator, repaint } = this.options;
    this.run = run;
    this.commander = new Commander(run, this.store, operator, repaint);
    const facts = factsOf(run.snapshot(), noFacts, true);
    this.store.update({ screen: 'run', overlay: null, starting: null, facts, notice: null });
  }

  /** Where keys have their meaning at the moment. */
  get place(): Place {
    const { overlay, screen, facts } = this.store.get();
    if (overlay === 'help') return 'help';
    if (overlay !== null) return 'stop';
    if (screen === 'launch') return 'launch';
    return facts.over ? 'ended' : 'run';
  }

  key(name: string): void {
    const { notice } = this.store.get();
    // What was told stays until the hand moves again; what was asked, until it is so.
    if (notice !== null && notice.kind !== 'asked') this.store.update({ notice: null });
    const action = actionFor(this.place, name);
    if (action !== null) this.actions[action](name);
    this.options.repaint();
  }

  /** Pasted text is not taken as keys: any of its letters could stop the run. */
  pasted(): void {
    this.store.update({ notice: { kind: 'told', text: 'pasted text is not taken as keys' } });
    this.options.repaint();
  }

  /**
   * Looks at the run as it is: with every frame.
   *
   * @param slow whether the figures of an open question may change
   */
  observe(snapshot: RunSnapshot, slow: boolean): void {
    const { facts, overlay } = this.store.get();
    const asks = overlay !== null && overlay !== 'help';
    const now = factsOf(snapshot, facts, slow && asks);
    if (now !== facts) this.store.update({ facts: now });
    this.commander?.observe(snapshot);
    if (!now.over) return;
    if (asks) this.store.update({ overlay: null });
    if (this.leaveAtEnd) this.options.leave(snapshot.exitCode);
  }

  private readonly actions: Readonly<Record<Action, (key: string) => void>> = {
    pause: () => this.commander?.togglePause(),
    'pause-now': () => this.commander?.ask({ type: 'pause', mode: 'hard' }),
    more: () => this.commander?.changeConcurrency(1),
    fewer: () => this.commander?.changeConcurrency(-1),
    'ask-stop': () => this.openQuestion('stop'),
    'stop-now': () => this.commander?.ask({ type: 'stop', mode: 'now' }),
    'choose-drain': () => this.choose('drain'),
    'choose-now': () => this.choose('now'),
    help: () => this.toggleHelp(),
    back: () => this.back(),
    leave: () => this.leave(),
    interrupt: () => this.interrupt(),
    theme: () => this.nextTheme(),
    'frame-time': () => this.store.update({ showFrame: !this.store.get().showFrame }),
    redraw: () => this.store.update({ redraws: this.store.get().redraws + 1 }),
    zoom: () => this.toggleZoom(),
    'focus-next': () => this.focusBy(1),
    'focus-previous': () => this.focusBy(-1),
    'focus-number': (key) => this.focus(paneNames[Number(key) - 1]),
    up: () => this.move(-1),
    down: () => this.move(1),
    launch: () => this.launch(),
  };

  private openQuestion(overlay: 'stop' | 'leave' | 'interrupt'): void {
    if (this.run === null) return;
    const facts = factsOf(this.run.snapshot(), this.store.get().facts, true);
    this.store.update({ overlay, facts });
  }

  private choose(mode: 'drain' | 'now'): void {
    if (this.store.get().overlay === 'leave') this.leaveAtEnd = true;
    this.store.update({ overlay: null });
    this.commander?.ask({ type: 'stop', mode });
  }

  private interrupt(): void {
    const phase = this.run?.snapshot().phase;
    if (phase === undefined || isOver(phase)) {
      // Even while a run is being started: a start that hangs must not hold the terminal.
      this.options.leave(this.run?.snapshot().exitCode ?? null);
      return;
    }
    const second = this.store.get().overlay === 'interrupt';
    if (second || phase === 'DRAINING' || phase === 'STOPPING') this.choose('now');
    else this.openQuestion('interrupt');
  }

  private leave(): void {
    if (this.store.get().starting !== null) return;
    const snapshot = this.run?.snapshot() ?? null;
    if (snapshot === null || isOver(snapshot.phase)) this.options.leave(snapshot?.exitCode ?? null);
    else this.openQuestion('leave');
  }

  private back(): void {
    const { overlay, zoom } = this.store.get();
    if (overlay !== null) this.store.update({ overlay: null });
    else if (zoom !== null) this.store.update({ zoom: null });
    else this.store.update({ focus: null });
  }

  private toggleHelp(): void {
    const { overlay } = this.store.get();
    if (overlay === null) this.store.update({ overlay: 'help', scroll: 0 });
    else if (overlay === 'help') this.store.update({ overlay: null });
  }

  private nextTheme(): void {
    const { theme } = this.store.get();
    const next = themeNames[(themeNames.indexOf(theme) + 1) % themeNames.length];
    this.store.update({ theme: next, notice: { kind: 'told', text: `theme ${next}` } });
  }

  private focusBy(step: 1 | -1): void {
    const { focus } = this.store.get();
    const from = focus === null ? (step === 1 ? -1 : 0) : paneNames.indexOf(focus);
    this.focus(paneNames[(from + step + paneNames.length) % paneNames.length]);
  }

  private focus(pane: PaneName): void {
    const { screen, overlay, zoom } = this.store.get();
    if (screen !== 'run' || overlay !== null) return;
    this.store.update({ focus: pane, zoom: zoom === null ? null : pane });
  }

  private toggleZoom(): void {
    const { screen, overlay, focus, zoom } = this.store.get();
    if (screen !== 'run' || overlay !== null) return;
    const pane = focus ?? 'agents';
    this.store.update({ focus: pane, zoom: zoom === null ? pane : null });
  }

  private move(by: 1 | -1): void {
    const { overlay, scroll, selected } = this.store.get();
    if (overlay === 'help') {
      this.store.update({ scroll: Math.max(0, scroll + by) });
      return;
    }
    const last = (this.options.launch?.presets.length ?? 1) - 1;
    const to = Math.max(0, Math.min(last, selected + by));
    this.store.update({ selected: to, launchError: null });
  }

  private launch(): void {
    const { launch } = this.options;
    const { selected, starting } = this.store.get();
    const preset = launch?.presets[selected];
    if (!launch || !preset || starting !== null) return;
    const { problem } = launch.preview(preset.name);
    if (problem !== null) {
      this.store.update({ launchError: problem });
      return;
    }
    this.store.update({ starting: preset.name, launchError: null });
    launch.start(preset.name).then(
      (run) => {
        this.show(run);
        this.options.repaint();
      },
      (error: unknown) => this.store.update({ starting: null, launchError: messageOf(error) }),
    );
  }
}
