/** What stands in JSON only as an escape, or ends a string. */
const escaped = /["\\\u0000-\u001f]/;

/**
 * The events of one stream differ in nothing but their text. Once one has been parsed, the bytes
 * before and after its text are remembered; a later event with the same beginning and end, and
 * nothing between that JSON would escape, gives its text without being cut into lines or parsed.
 */
export class ChunkTemplate {
  private before = '';
  private after = '';

  /**
   * Remembers the form of an event whose text is `text`; keeps the old one where it is ambiguous.
   *
   * @param head what the event begins with, before its data
   */
  learn(data: string, text: string, head = 'data: '): void {
    const quoted = JSON.stringify(text);
    const at = data.indexOf(quoted);
    // Other characters than ASCII are fine in the text, but around it bytes and characters must agree.
    if (text.length < 2 || at < 0 || data.indexOf(quoted, at + 1) >= 0) return;
    const before = data.slice(0, at + 1);
    const after = data.slice(at + quoted.length - 1);
    if (!ascii(before) || !ascii(after)) return;
    this.before = head + before;
    this.after = `${after}\n\n`;
  }

  /** The text, where the bytes are just one event of the remembered form; else null. */
  match(bytes: Buffer): string | null {
    const from = this.before.length;
    const to = bytes.length - this.after.length;
    if (from === 0 || to < from) return null;
    if (bytes.toString('latin1', 0, from) !== this.before) return null;
    if (bytes.toString('latin1', to) !== this.after) return null;
    const text = bytes.toString('utf8', from, to);
    return escaped.test(text) ? null : text;
  }
}

function ascii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text);
}
