import xterm, { type IBufferCell } from '@xterm/headless';

/** One place of the screen. Colours are a number of the terminal's palette or 24 bits; -1 is its own. */
export interface Cell {
  /** Empty in the right half of a wide character. */
  readonly text: string;
  /** Columns that it takes; 0 in the right half of a wide character. */
  readonly width: number;
  readonly colour: number;
  readonly background: number;
  /** Whether the colours are 24 bits. */
  readonly trueColour: boolean;
  readonly trueBackground: boolean;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underlined: boolean;
  readonly inverse: boolean;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const beginUpdate = '\x1b[?2026h';
const endUpdate = '\x1b[?2026l';
/** A mark of an update that has only begun to arrive. */
const unfinishedMark = /\x1b(?:\[(?:\?(?:2(?:0(?:26?)?)?)?)?)?$/;

/** A terminal without a window: takes what a program writes, and tells what a person would see. */
export class Emulator {
  /** What the program made the title of the window. */
  title = '';
  /** How often the bell rang. */
  bells = 0;
  /** What was copied last (OSC 52); null before. */
  clipboard: string | null = null;
  /** Desktop notifications (OSC 9 and 777), as they were sent. */
  readonly notifications: string[] = [];
  /** Answers to what the program asked of its terminal. */
  onAnswer: ((bytes: string) => void) | null = null;
  /** Called when the screen may have changed. */
  onScreen: (() => void) | null = null;
  private readonly screen;
  private unshown = '';

  constructor({ columns, rows }: Size) {
    this.screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.screen.onTitleChange((title) => {
      this.title = title;
    });
    this.screen.onBell(() => this.bells++);
    this.screen.onData((answer) => this.onAnswer?.(answer));
    this.screen.parser.registerOscHandler(52, (data) => {
      this.clipboard = Buffer.from(data.split(';')[1] ?? '', 'base64').toString();
      return true;
    });
    for (const code of [9, 777])
      this.screen.parser.registerOscHandler(code, (data) => this.notifications.push(data) > 0);
  }

  /** As terminals with synchronized updates do: what stands between their marks is shown at once. */
  write(data: string): void {
    this.unshown += data;
    const begun = this.unshown.lastIndexOf(beginUpdate);
    const open = begun > this.unshown.lastIndexOf(endUpdate);
    const end = open ? begun : this.unshown.search(unfinishedMark);
    const shown = end < 0 ? this.unshown : this.unshown.slice(0, end);
    this.unshown = this.unshown.slice(shown.length);
    this.screen.write(shown, () => this.onScreen?.());
  }

  resizeScreen({ columns, rows }: Size): void {
    this.screen.resize(columns, rows);
  }

  get columns(): number {
    return this.screen.cols;
  }

  /** Whether the program draws on the alternate screen. */
  get alternate(): boolean {
    return this.screen.buffer.active.type === 'alternate';
  }

  /** Whether the program takes the mouse, so that the terminal itself selects nothing with it. */
  get takesMouse(): boolean {
    return this.screen.modes.mouseTrackingMode !== 'none';
  }

  get bracketsPastes(): boolean {
    return this.screen.modes.bracketedPasteMode;
  }

  /** The rows of the screen as a person sees them. */
  rows(): string[] {
    return Array.from(
      { length: this.screen.rows },
      (_, y) => this.lineAt(y)?.translateToString(true) ?? '',
    );
  }

  /** One row, from 0; from the end where negative. */
  row(y: number): string {
    return this.lineAt(y < 0 ? this.screen.rows + y : y)?.translateToString(true) ?? '';
  }

  text(): string {
    return this.rows().join('\n');
  }

  /** The first place where the text stands, columns and rows from 0; null where it does not. */
  find(text: string): { readonly x: number; readonly y: number } | null {
    const rows = this.rows();
    const y = rows.findIndex((row) => row.includes(text));
    if (y < 0) return null;
    // Wide characters take two columns and are one or two of the string, so columns are counted.
    const before = rows[y].indexOf(text);
    let x = 0;
    for (let length = 0; length < before; x++) length += this.glyphAt(x, y).length;
    while (this.cellAt(x, y).width === 0) x++;
    return { x, y };
  }

  /** Columns and rows from 0. */
  cellAt(x: number, y: number): Cell {
    const cell = this.lineAt(y)?.getCell(x);
    if (cell === undefined) throw new Error(`the screen has no cell ${x},${y}`);
    return {
      text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
      width: cell.getWidth(),
      colour: cell.isFgDefault() ? -1 : cell.getFgColor(),
      background: cell.isBgDefault() ? -1 : cell.getBgColor(),
      trueColour: cell.isFgRGB(),
      trueBackground: cell.isBgRGB(),
      ...attributesOf(cell),
    };
  }

  /** Colour of the first place where the text stands; see `Cell`. */
  colourOf(text: string): number {
    return this.cellOf(text).colour;
  }

  backgroundOf(text: string): number {
    return this.cellOf(text).background;
  }

  /** The cell in which the text begins. */
  cellOf(text: string): Cell {
    const place = this.find(text);
    if (place === null) throw new Error(`${text} is not on the screen:\n${this.text()}`);
    return this.cellAt(place.x, place.y);
  }

  dispose(): void {
    this.screen.dispose();
  }

  private lineAt(y: number) {
    const { active } = this.screen.buffer;
    return active.getLine(active.viewportY + y);
  }

  private glyphAt(x: number, y: number): string {
    const cell = this.lineAt(y)?.getCell(x);
    return cell === undefined || cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
  }
}

function attributesOf(cell: IBufferCell) {
  return {
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underlined: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}
