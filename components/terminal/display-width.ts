/** First and last code points of what a terminal shows two cells wide (East Asian wide, emoji). */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x23f0, 0x23f0],
  [0x23f3, 0x23f3],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x267f, 0x267f],
  [0x2693, 0x2693],
  [0x26a1, 0x26a1],
  [0x26aa, 0x26ab],
  [0x26bd, 0x26be],
  [0x26c4, 0x26c5],
  [0x26ce, 0x26ce],
  [0x26d4, 0x26d4],
  [0x26ea, 0x26ea],
  [0x26f2, 0x26f3],
  [0x26f5, 0x26f5],
  [0x26fa, 0x26fa],
  [0x26fd, 0x26fd],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x274e, 0x274e],
  [0x2753, 0x2755],
  [0x2757, 0x2757],
  [0x2795, 0x2797],
  [0x27b0, 0x27b0],
  [0x27bf, 0x27bf],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2b55, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f18e],
  [0x1f191, 0x1f19a],
  [0x1f1e6, 0x1f202],
  [0x1f210, 0x1f265],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7f0],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;
const emojiPresentation = '\ufe0f';

let segmenter: Intl.Segmenter | undefined;

/** Columns that a single code point takes: 0 for a mark, 2 for a wide one, else 1. */
export function codePointWidth(code: number): 0 | 1 | 2 {
  if (code < 0x300) return 1;
  let low = 0;
  let high = wideRanges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = wideRanges[middle];
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return 2;
  }
  // Symbols and letters that the console itself draws are by far the most of what comes here.
  if (code >= 0x2010 && code < 0x2e80) return code === 0x2028 || code === 0x2029 ? 0 : 1;
  return zeroWidth.test(String.fromCodePoint(code)) ? 0 : 1;
}

/** Columns that one grapheme cluster takes: two as well for a letter with a mark that has its own. */
export function graphemeWidth(grapheme: string): 0 | 1 | 2 {
  const width = codePointWidth(grapheme.codePointAt(0) ?? 0);
  if (width !== 1 || grapheme.length === 1) return width;
  return grapheme.includes(emojiPresentation) || graphemeReach(grapheme) > 1 ? 2 : 1;
}

/** Columns that a grapheme cluster takes on a terminal that draws its code points one by one. */
export function graphemeReach(grapheme: string): number {
  let reach = 0;
  for (const character of grapheme) reach += codePointWidth(character.codePointAt(0) ?? 0);
  return reach;
}

/** Whether every character is printable ASCII, one column each. */
export function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** The grapheme clusters of a text, what a reader takes for single characters. */
export function* graphemes(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** Columns that a text takes on a terminal; control characters count nothing. */
export function displayWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  if (isSimple(text)) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x20 && (code < 0x7f || code > 0x9f)) width++;
    }
    return width;
  }
  for (const grapheme of graphemes(text)) if (grapheme >= ' ') width += graphemeWidth(grapheme);
  return width;
}

/**
 * Whether every character is Latin, punctuation, a box, a braille pattern or a symbol that is never
 * wide: such a text needs no segmenter.
 */
export function isSimple(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x300) continue;
    if (code >= 0x2010 && code < 0x2028) continue;
    if (code >= 0x2190 && code < 0x2900 && codePointWidth(code) === 1) continue;
    return false;
  }
  return true;
}
