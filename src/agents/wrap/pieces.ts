import { StringDecoder } from 'node:string_decoder';

/** The parts of an answer, as they come: text and bytes are joined, all else is listed. */
export class Pieces {
  count = 0;
  private readonly decoder = new StringDecoder('utf8');
  private text = '';
  /** Null as long as all of them are text. */
  private list: unknown[] | null = null;
  private readonly onText: (text: string) => void;

  /** @param onText told of each piece of text */
  constructor(onText: (text: string) => void) {
    this.onText = onText;
  }

  add(piece: unknown): void {
    // A stream that says nothing says so with nothing.
    if (piece === undefined || piece === null) return;
    this.count++;
    if (typeof piece === 'string') this.addText(piece, piece);
    else if (piece instanceof Uint8Array) this.addText(this.decoder.write(piece), piece);
    else this.asList().push(piece);
  }

  /** What they make together; undefined where there were none. */
  get value(): unknown {
    if (this.count === 0) return undefined;
    const { list } = this;
    if (list === null) return this.text + this.decoder.end();
    return list.length === 1 ? list[0] : list;
  }

  private addText(text: string, piece: unknown): void {
    if (this.list !== null) this.list.push(typeof piece === 'string' ? piece : text);
    else this.text += text;
    if (text !== '') this.onText(text);
  }

  private asList(): unknown[] {
    this.list ??= this.text === '' ? [] : [this.text];
    return this.list;
  }
}
