import { createContext, useContext } from 'react';
import type { ConsoleStore } from '../console-store.ts';
import { actionFor } from '../keys/keymap.ts';
import { type Place, placesOf } from '../keys/place.ts';
import type { PaneName } from '../scene.ts';
import type { MouseEvent } from '../terminal/terminal-input.ts';
import { type Target, Targets } from './targets.ts';

interface PointerParts {
  readonly store: ConsoleStore;
  /** Presses a key, by its name. */
  readonly key: (name: string) => void;
  /** Gives a pane the focus. */
  readonly focus: (pane: PaneName) => void;
  /** Puts a pane's cursor on what is in one of its cells; its title is row 0. */
  readonly point: (pane: PaneName, x: number, y: number) => void;
  /** Puts the cursor of a screen's list on one of its rows; its title is row 0. */
  readonly row: (row: number) => void;
}

/** Buttons of an SGR report, shift, meta and control aside. */
const left = 0;
const wheelUp = 64;
const wheelDown = 65;
const modifiers = 4 | 8 | 16;

const doubleWithinMs = 400;
/** Lines that one notch of the wheel moves. */
const wheelLines = 3;
/** What lies behind a list or a pane: the wheel turns what is in front. */
const behind: ReadonlySet<Place> = new Set(['run', 'ended', 'past', 'everywhere']);

/** Takes clicks to what stands under them, and the wheel to what it turns. */
export class Pointer {
  private readonly parts: PointerParts;
  private readonly targets = new Targets();
  private lastAt = Number.NEGATIVE_INFINITY;
  private lastCell = '';

  constructor(parts: PointerParts) {
    this.parts = parts;
  }

  /** Returns what removes it. */
  add(target: Target): () => void {
    return this.targets.add(target);
  }

  key(name: string): void {
    this.parts.key(name);
  }

  focus(pane: PaneName): void {
    this.parts.focus(pane);
  }

  point(pane: PaneName, x: number, y: number): void {
    this.parts.point(pane, x, y);
  }

  row(row: number): void {
    this.parts.row(row);
  }

  /** Opens what is in front, where that can be opened. */
  open(): void {
    if (this.means('enter')) this.parts.key('enter');
  }

  event({ button, x, y, pressed }: MouseEvent): void {
    const which = button & ~modifiers;
    if (which === wheelUp || which === wheelDown)
      this.wheel(which === wheelUp ? 'up' : 'down', x, y);
    else if (which === left && pressed) this.click(x, y);
  }

  private click(x: number, y: number): void {
    const now = performance.now();
    const cell = `${x} ${y}`;
    const twice = cell === this.lastCell && now - this.lastAt <= doubleWithinMs;
    this.lastCell = cell;
    // The third click is the first of another two.
    this.lastAt = twice ? Number.NEGATIVE_INFINITY : now;
    const hit = this.hit(x, y);
    hit?.target.press(hit.x, hit.y, twice ? 2 : 1);
  }

  private wheel(key: 'up' | 'down', x: number, y: number): void {
    this.hit(x, y)?.target.approach?.();
    if (!this.means(key)) return;
    for (let line = 0; line < wheelLines; line++) this.parts.key(key);
  }

  /** Whether a key means something in what is in front. */
  private means(key: string): boolean {
    const places = placesOf(this.parts.store.get()).filter((place) => !behind.has(place));
    return actionFor(places, key) !== null;
  }

  /** While a question is open or a line is typed, nothing else is at hand. */
  private hit(x: number, y: number) {
    const { overlay, prompt, filterLine } = this.parts.store.get();
    const asked = overlay !== null && overlay !== 'help';
    return this.targets.at(x, y, asked || prompt !== null || filterLine !== null);
  }
}

/** Null where nothing can be clicked on. */
export const PointerContext = createContext<Pointer | null>(null);

export function usePointer(): Pointer | null {
  return useContext(PointerContext);
}
