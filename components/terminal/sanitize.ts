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

const escapesInLine =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_X][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?|\x9b[0-?]*[ -/]*[@-~]/g;
const lineBreaks = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const hiddenInLine =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const suspiciousInLine = /[^\n -~]/;
/** What a tab becomes: its place in the line is not known here. */
const tab = '    ';

/**
 * Any text as lines that are safe to show: as `oneLine`, but line breaks stay, all as `\n`, and tabs
 * become blanks. Every line is made safe by itself, so that text can be added at the end.
 */
export function safeLines(text: string): string {
  if (!suspiciousInLine.test(text)) return text;
  return text
    .replace(lineBreaks, '\n')
    .replace(/\t/g, tab)
    .replace(escapesInLine, '')
    .replace(hiddenInLine, '')
    .replace(loneSurrogate, '\ufffd');
}
