/** What stands in JSON only as an escape, or ends a string. */
const escaped = /["\\\u0000-\u001f]/;

/**
 * Chunks of one stream differ in nothing but their text. Once a chunk has been parsed, what stands
 * before and after its text is remembered; a later one with the same beginning and end, and nothing
 * between that JSON would escape, gives its text without a parse.
 */
export class ChunkTemplate {
  private before = '';
  private after = '';

  /** Remembers the form of a chunk whose text is `text`; forgets it where the text is ambiguous. */
  learn(data: string, text: string): void {
    const quoted = JSON.stringify(text);
    const at = data.indexOf(quoted);
    if (text.length < 2 || at < 0 || data.indexOf(quoted, at + 1) >= 0) return;
    this.before = data.slice(0, at + 1);
    this.after = data.slice(at + quoted.length - 1);
  }

  /** The text of a chunk of the remembered form, or null where it must be parsed. */
  match(data: string): string | null {
    const { before, after } = this;
    if (before === '' || data.length < before.length + after.length) return null;
    if (!data.startsWith(before) || !data.endsWith(after)) return null;
    const text = data.slice(before.length, data.length - after.length);
    return escaped.test(text) ? null : text;
  }
}
