const newline = 0x0a;
const carriageReturn = 0x0d;
const blank = new Set([0x20, 0x09]);
/** What may stand between the end of a sentence and the space after it: quotes and brackets. */
const closing = new Set([...`"')]*_`].map((character) => character.charCodeAt(0)));
const sentenceEnds = new Set([...'.!?'].map((character) => character.charCodeAt(0)));
/** Ends of sentences that no space follows: 。！？ */
const wideEnds = ['。', '！', '？'].map((character) => Buffer.from(character));

/**
 * Where a chunk ends that may have `most` bytes: in its last quarter after a paragraph, else after a
 * sentence, else after a line, else after a word; where none of them ends there, after the last whole
 * character. Never inside a character, nor between the two of a line's end.
 *
 * @param bytes UTF-8 text that begins where the chunk does, with at least one byte more than `most`
 * @param most at least 4
 * @returns bytes of the chunk
 */
export function chunkEnd(bytes: Uint8Array, most: number): number {
  const from = most - (most >> 2);
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, most);
  return (
    paragraphEnd(view, from) ??
    sentenceEnd(view, from) ??
    after(view.lastIndexOf(newline), from) ??
    wordEnd(view, from) ??
    characterEnd(bytes, most)
  );
}

function after(index: number, from: number): number | null {
  return index + 1 >= from ? index + 1 : null;
}

/** After the last line end that a line without anything on it comes before. */
function paragraphEnd(view: Buffer, from: number): number | null {
  let end = view.lastIndexOf(newline);
  while (end + 1 >= from) {
    let at = end - 1;
    while (at > 0 && (blank.has(view[at]) || view[at] === carriageReturn)) at--;
    if (at >= 0 && view[at] === newline) return end + 1;
    if (end === 0) break;
    end = view.lastIndexOf(newline, end - 1);
  }
  return null;
}

function sentenceEnd(view: Buffer, from: number): number | null {
  let last = 0;
  for (const end of wideEnds) {
    const index = view.lastIndexOf(end);
    if (index >= 0) last = Math.max(last, index + end.length);
  }
  for (let at = view.length - 1; at >= Math.max(from - 1, last); at--) {
    if (!blank.has(view[at]) && view[at] !== newline) continue;
    let before = at - 1;
    while (before >= 0 && (closing.has(view[before]) || view[before] === carriageReturn)) before--;
    if (before >= 0 && sentenceEnds.has(view[before])) return at + 1;
  }
  return last >= from && last > 0 ? last : null;
}

function wordEnd(view: Buffer, from: number): number | null {
  for (let at = view.length - 1; at >= from - 1; at--) if (blank.has(view[at])) return at + 1;
  return null;
}

function characterEnd(bytes: Uint8Array, most: number): number {
  let end = most;
  while (end > most - 3 && isInside(bytes[end])) end--;
  // No character is so long: it is not UTF-8, is cut anyhow, and refused by who reads it.
  if (isInside(bytes[end])) return most;
  if (bytes[end] === newline && bytes[end - 1] === carriageReturn && end > 1) end--;
  return end;
}

/** Whether a byte goes on with a character that another one began. */
export function isInside(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
