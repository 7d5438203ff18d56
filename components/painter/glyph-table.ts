const firstCluster = 0x110000;
const firstEmoji = 0x1f000;
const capacity = 8_192;

/**
 * Numbers for what one cell shows. A single code point is its own number; a cluster of several (an
 * emoji sequence, a letter with its marks) gets one above the last code point of Unicode.
 */
class GlyphTable {
  private readonly clusters: string[] = [];
  private readonly codes = new Map<string, number>();

  /** The number of a grapheme. When the table is full a new cluster is shown by its first letter. */
  code(grapheme: string): number {
    const first = grapheme.codePointAt(0) ?? 0x20;
    if (grapheme.length === (first > 0xffff ? 2 : 1)) return first;
    const known = this.codes.get(grapheme);
    if (known !== undefined) return known;
    if (this.clusters.length === capacity) return first;
    const code = firstCluster + this.clusters.length;
    this.clusters.push(grapheme);
    this.codes.set(grapheme, code);
    return code;
  }

  text(code: number): string {
    return code < firstCluster ? String.fromCodePoint(code) : this.clusters[code - firstCluster];
  }
}

/** One table for the process: numbers can be compared between any two buffers. */
export const glyphTable = new GlyphTable();

/** Whether a number stands for several code points. */
export const isCluster = (code: number): boolean => code >= firstCluster;

/** Whether terminals do not agree how wide it is: clusters, and emoji that an old one does not know. */
export const isDoubtful = (code: number): boolean => code >= firstEmoji;
