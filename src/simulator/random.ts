/** Gives the next number from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** The same seed gives the same numbers. The generator is mulberry32 (Tommy Ettinger). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The long end of a text that still counts for its hash; a prompt may be 64 MB. */
const hashedEnd = 4096;

/**
 * A 32-bit hash of a text (FNV-1a over UTF-16 units). Of a long text only the length and both ends
 * count, so that it costs the same for any prompt.
 */
export function hashText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed ^ text.length) >>> 0;
  const headEnd = Math.min(text.length, hashedEnd);
  for (let at = 0; at < headEnd; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  for (let at = Math.max(headEnd, text.length - hashedEnd); at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
