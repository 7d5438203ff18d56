/** Whole escape sequences: CSI, OSC and its kin up to their end, and two-byte ones. */
const escapes =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?|\x9b[0-?]*[ -/]*[@-~]/g;
const space = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** C0, C1, and the marks that turn the direction of text or cannot be seen. */
const hidden =
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const suspicious = /[^ -~]/;

/**
 * Any text as one line that is safe to show: model output, file names and error messages may hold
 * sequences that move the cursor, set the title or turn the direction of text. Line breaks and tabs
 * become one space.
 */
export function oneLine(text: string): string {
  if (!suspicious.test(text)) return text;
  return text
    .replace(escapes, '')
    .replace(space, ' ')
    .replace(hidden, '')
    .replace(loneSurrogate, '\ufffd');
}
