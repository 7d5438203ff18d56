import { ByteWriter } from './byte-writer.ts';
import { blank, CellBuffer, unowned } from './cell-buffer.ts';
import { CellView, type Rectangle } from './cell-view.ts';
import { type Encoding, writeDifference } from './differ.ts';
import { Tone } from './style.ts';

/** Where the painter writes: see `TerminalOutput`. */
export interface PaintTarget {
  readonly columns: number;
  readonly rows: number;
  /** False while earlier output waits for the terminal: a frame is dropped, never queued. */
  readonly ready: boolean;
  /** @param bytes valid during the call alone */
  paint(bytes: Buffer): void;
}

/** A rectangle that Ink laid out and the painter fills; a `hole` is one that Ink fills itself. */
export interface Region {
  /** Where it is now, or null while it is not laid out. */
  measure(): Rectangle | null;
  readonly hole: boolean;
  /** Drawn with every frame, or only with those that draw all: figures that change are hard to read. */
  readonly calm: boolean;
  /** What lies over the panes and their holes, and over all of that: drawn after them, with every frame. */
  readonly layer?: 'words' | 'typed';
  draw(view: CellView): void;
}

/** What lies over what, the lowest first. */
const layers = [undefined, 'words', 'typed'] as const;

interface Place {
  readonly region: Region;
  readonly rectangle: Rectangle;
}

const beginUpdate = '\x1b[?2026h\x1b7';
const eraseScreen = '\x1b[0m\x1b[2J';
const endUpdate = '\x1b[0m\x1b8\x1b[?2026l';

/**
 * Paints regions of the screen straight to the terminal, writing only the cells that differ from
 * what it painted last. Every frame is one write inside a synchronized update (DEC mode 2026), and
 * leaves the cursor where it was, because Ink moves it relative to where Ink left it.
 */
export class Painter {
  /** Whether nothing else shows anything: then the screen may be erased. */
  alone = false;
  /** Called when what is to be painted has changed, and not by a frame's own look. */
  onChange: (() => void) | null = null;
  private readonly target: PaintTarget;
  private encoding: Encoding;
  private readonly regions = new Set<Region>();
  private readonly out = new ByteWriter();
  private next = new CellBuffer(0, 0);
  private shown = new CellBuffer(0, 0);
  private places: readonly Place[] = [];
  private resized = true;
  private erasing = false;

  constructor(target: PaintTarget, encoding: Encoding) {
    this.target = target;
    this.encoding = encoding;
  }

  /** Another theme or charset: everything is written again. */
  setEncoding(encoding: Encoding): void {
    this.encoding = encoding;
    this.invalidate();
  }

  /** Regions are drawn in the order they were added, those over the others last. Returns what removes it. */
  add(region: Region): () => void {
    this.regions.add(region);
    return () => {
      this.regions.delete(region);
    };
  }

  /**
   * Something else wrote to the screen: nothing of what was painted there can be relied on.
   *
   * @param rows where; null is anywhere
   */
  invalidate(rows: ReadonlySet<number> | null = null): void {
    const { glyphs, columns } = this.shown;
    if (rows === null) this.shown.fill(unowned);
    else for (const row of rows) glyphs.fill(unowned, row * columns, (row + 1) * columns);
  }

  /** The next frame begins on an empty screen, where the screen is the painter's alone. */
  erase(): void {
    this.erasing = true;
  }

  /**
   * Draws the regions and writes the difference. Calm ones keep what they show unless `all` is set
   * or a rectangle has changed.
   *
   * @returns bytes written, -1 for a dropped frame
   */
  paint(all: boolean): number {
    if (!this.target.ready) return -1;
    this.fit();
    const moved = this.measure();
    if (moved) this.next.fill(unowned);
    for (const { region, rectangle } of this.places)
      if (isPane(region) && (all || moved || !region.calm)) this.draw(region, rectangle);
    for (const { region, rectangle } of this.places) if (region.hole) this.cut(rectangle);
    for (const { region, rectangle } of this.places)
      if (region.layer !== undefined) this.draw(region, rectangle);
    const { out } = this;
    out.clear();
    out.ascii(beginUpdate);
    const nothing = out.length;
    if (this.erasing && this.alone) this.begin();
    this.erasing = false;
    writeDifference(this.next, this.shown, this.encoding, out);
    if (out.length === nothing) return 0;
    out.ascii(endUpdate);
    this.target.paint(out.written());
    return out.length;
  }

  /** Erases the screen: what is to be blank is so, and nothing is left of another size. */
  private begin(): void {
    const { next, shown } = this;
    this.out.ascii(eraseScreen);
    shown.fill(unowned);
    for (let cell = 0; cell < next.glyphs.length; cell++)
      if (next.glyphs[cell] !== unowned) shown.glyphs[cell] = blank;
  }

  /** Where every region is now. Returns whether anything is elsewhere than before. */
  private measure(): boolean {
    const before = this.places;
    const places: Place[] = [];
    for (const layer of layers)
      for (const region of this.regions) {
        if (region.layer !== layer) continue;
        const rectangle = region.measure();
        if (rectangle !== null) places.push({ region, rectangle });
      }
    this.places = places;
    if (places.length !== before.length || this.resized) {
      this.resized = false;
      return true;
    }
    return places.some((place, i) => !samePlace(place, before[i]));
  }

  private fit(): void {
    const { columns, rows } = this.target;
    if (this.next.columns === columns && this.next.rows === rows) return;
    this.next = new CellBuffer(columns, rows);
    this.shown = new CellBuffer(columns, rows);
    this.invalidate();
    this.resized = true;
    this.erase();
  }

  private draw(region: Region, rectangle: Rectangle): void {
    const view = new CellView(this.next, rectangle);
    view.clear();
    try {
      region.draw(view);
    } catch (error) {
      // A pane that cannot be drawn must not take the run with it; it says so where it would stand.
      view.clear();
      view.text(0, 0, `cannot be drawn: ${String(error)}`, Tone.bad);
    }
  }

  private cut(rectangle: Rectangle): void {
    const { columns, rows, glyphs } = this.next;
    const left = Math.max(0, rectangle.x);
    const right = Math.min(columns, rectangle.x + rectangle.width);
    const bottom = Math.min(rows, rectangle.y + rectangle.height);
    for (let y = Math.max(0, rectangle.y); y < bottom; y++)
      if (left < right) glyphs.fill(unowned, y * columns + left, y * columns + right);
  }
}

function isPane({ hole, layer }: Region): boolean {
  return !hole && layer === undefined;
}

function samePlace(a: Place, b: Place): boolean {
  const [at, before] = [a.rectangle, b.rectangle];
  return (
    a.region === b.region &&
    at.x === before.x &&
    at.y === before.y &&
    at.width === before.width &&
    at.height === before.height
  );
}
