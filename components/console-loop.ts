import type { ConsoleController } from './console-controller.ts';
import type { ConsoleStore } from './console-store.ts';
import { FrameClock } from './frame-clock.ts';
import type { GlyphSet } from './glyphs.ts';
import { footerKeys } from './keys/keymap.ts';
import { placesOf } from './keys/place.ts';
import type { Painter } from './painter/painter.ts';
import { chartsShown } from './parts/charts-view.ts';
import type { Scene } from './scene.ts';
import type { Herald } from './terminal/herald.ts';

interface LoopOptions {
  readonly store: ConsoleStore;
  readonly controller: ConsoleController;
  readonly painter: Painter;
  readonly operator: string;
  readonly glyphs: GlyphSet;
  readonly herald: Herald;
}

const tickMs = 100;
/** Every so many ticks the calm panes are drawn too: twice a second. */
const calmEvery = 5;

/** The one clock of the console: ten times a second it looks at the run and paints what differs. */
export class ConsoleLoop {
  readonly controller: ConsoleController;
  readonly painter: Painter;
  /** What is drawn now; null before there is a run. */
  scene: Scene | null = null;
  private readonly options: LoopOptions;
  private readonly clock = new FrameClock();
  private timer: NodeJS.Timeout | undefined;
  private ticks = 0;
  private frames = 0;
  /** What Ink has laid out last: see `ConsoleState`. */
  private generation = 0;
  private redraws = 0;
  private isDue = false;
  /** A whole frame was dropped, because the terminal had not taken the one before. */
  private missed = false;

  constructor(options: LoopOptions) {
    this.options = options;
    this.controller = options.controller;
    this.painter = options.painter;
    this.painter.onChange = () => this.paintSoon();
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), tickMs);
  }

  stop(): void {
    clearInterval(this.timer);
    this.tellTerminal();
  }

  /** Paints now. @param all also the panes that change twice a second only */
  frame(all: boolean): void {
    const start = performance.now();
    this.look(all);
    const whole = all || this.missed;
    const painted = this.painter.paint(whole) >= 0;
    this.missed = whole && !painted;
    if (whole && painted && this.scene !== null) this.controller.painted(this.scene.snapshot);
    this.frames++;
    this.clock.record(start, performance.now());
  }

  /** The terminal has taken what was written: what a key was answered in the meantime is shown now. */
  taken(): void {
    if (this.missed) this.frame(true);
  }

  /** Paints what a key has changed; where that is the layout, Ink has to see to it first. */
  answer(): void {
    if (this.options.store.get().generation === this.generation) this.frame(true);
  }

  /** Ink has laid out anew. @param alone whether it shows nothing of its own */
  laidOut(generation: number, alone: boolean): void {
    const { redraws } = this.options.store.get();
    this.generation = generation;
    this.painter.alone = alone;
    if (redraws !== this.redraws) this.painter.erase();
    this.redraws = redraws;
    this.paintSoon();
  }

  /** Once for all that has changed together; where Ink wrote as well, that is followed by a frame already. */
  private paintSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    const { frames } = this;
    queueMicrotask(() => {
      this.isDue = false;
      if (this.frames === frames) this.frame(true);
    });
  }

  /** Takes a snapshot and makes the scene of it, without drawing. */
  look(slow: boolean): void {
    const { run } = this.controller;
    if (run === null) {
      this.controller.observeLines();
      this.scene = null;
      return;
    }
    const snapshot = run.snapshot();
    this.controller.observe(run, snapshot, slow);
    const { store, operator, glyphs } = this.options;
    const { focus, notice, showFrame, facts, overlay, agentsView, charts, filters, log } =
      store.get();
    this.scene = {
      snapshot,
      glyphs,
      agents: agentsView,
      filters,
      log,
      taskId: (task) => run.taskId(task),
      focus,
      charts: chartsShown(charts, focus),
      notice,
      operator,
      asked: facts.asked,
      keys: overlay === null ? footerKeys(placesOf(store.get()), facts.paused, facts.over) : [],
      frame: showFrame
        ? {
            medianMs: this.clock.medianMs,
            framesPerSecond: this.clock.framesPerSecond(performance.now()),
          }
        : null,
      replay: run.replay,
      agent: this.controller.agentScene(snapshot),
      workload: this.controller.workloadScene(snapshot),
    };
  }

  private tellTerminal(): void {
    const past = this.controller.run?.past ?? false;
    this.options.herald.look(this.scene?.snapshot ?? null, past, performance.now());
  }

  private tick(): void {
    const calm = this.ticks % calmEvery === 0;
    this.frame(calm);
    this.tellTerminal();
    this.ticks++;
  }
}
