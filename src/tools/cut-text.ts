/** What a model is told of a result. */
export interface CutText {
  readonly text: string;
  /** Of the whole. */
  readonly bytes: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A text of so many bytes of UTF-8 at most: where it has more, its beginning up to a whole character and
 * a note of what was left out.
 *
 * @param words what the note says of the rest; default: how long the whole was
 */
export function cutText(text: string, mostBytes: number, words?: string): CutText {
  const bytes = Buffer.byteLength(text);
  if (bytes <= mostBytes && words === undefined) return { text, bytes };
  const note = `\n[${words ?? `cut: this is the beginning of ${bytes.toLocaleString('en')} bytes`}]`;
  const room = new Uint8Array(Math.max(0, mostBytes - Buffer.byteLength(note)));
  const { written } = encoder.encodeInto(text, room);
  // Decoded, not sliced: a slice would hold on to the whole text for as long as it lives itself.
  return { text: decoder.decode(room.subarray(0, written)) + note, bytes };
}
