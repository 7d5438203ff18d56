import type { Rectangle } from '../painter/cell-view.ts';

/** A part of the screen that can be clicked on. Cells count from its own left upper corner. */
export interface Target {
  /** Where it is now, or null while it is not laid out. */
  measure(): Rectangle | null;
  /** It lies over the others, as a question does. */
  readonly over: boolean;
  /** @param times 2 for the second of two clicks on the same cell, else 1 */
  press(x: number, y: number, times: 1 | 2): void;
  /** The wheel is about to be turned over it. */
  approach?(): void;
}

/** What was hit, and where in it. */
export interface Hit {
  readonly target: Target;
  readonly x: number;
  readonly y: number;
}

/** What can be clicked on, as far as it is on the screen. Nothing is measured before a click. */
export class Targets {
  private readonly all = new Set<Target>();

  /** Returns what removes it. */
  add(target: Target): () => void {
    this.all.add(target);
    return () => {
      this.all.delete(target);
    };
  }

  /**
   * What stands at a cell of the screen: the smallest of those that hold it, those over the others
   * first.
   *
   * @param overOnly nothing else is asked now: a question is open
   */
  at(x: number, y: number, overOnly: boolean): Hit | null {
    let best: Hit | null = null;
    let bestArea = 0;
    for (const target of this.all) {
      if (overOnly && !target.over) continue;
      const rectangle = target.measure();
      if (rectangle === null || !holds(rectangle, x, y)) continue;
      const area = rectangle.width * rectangle.height;
      const before = best === null || (target.over && !best.target.over) || area < bestArea;
      if (!before || (best?.target.over && !target.over)) continue;
      best = { target, x: x - rectangle.x, y: y - rectangle.y };
      bestArea = area;
    }
    return best;
  }
}

function holds({ x, y, width, height }: Rectangle, atX: number, atY: number): boolean {
  return atX >= x && atY >= y && atX < x + width && atY < y + height;
}
