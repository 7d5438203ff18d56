const keptBytes = 8_192;
const mostLines = 5;
const mostCharacters = 600;

/** Whole escape sequences, then what else a terminal acts on. */
const escapes =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?/g;
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** The end of what a program complains of on its standard error. */
export class LastLines {
  private kept: Buffer = Buffer.alloc(0);

  write(bytes: Buffer): void {
    const all = this.kept.length === 0 ? bytes : Buffer.concat([this.kept, bytes]);
    // A copy, because the bytes belong to the pipe's buffer.
    this.kept = Buffer.from(all.subarray(Math.max(0, all.length - keptBytes)));
  }

  /** The last lines that say something, on one line; empty where there are none. */
  words(): string {
    const lines = this.kept
      .toString('utf8')
      .replace(/\r\n?/g, '\n')
      .replace(escapes, '')
      .replace(controls, ' ')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .slice(-mostLines);
    const words = lines.join(' | ');
    return words.length > mostCharacters ? `…${words.slice(1 - mostCharacters)}` : words;
  }
}
