import { graphemes, graphemeWidth, isPlain } from '../terminal/display-width.ts';

/** What stands for the characters that the console draws where the terminal knows ASCII alone. */
const replacements: Readonly<Record<string, string>> = {
  '·': '-',
  '–': '-',
  '—': '-',
  '…': '>',
  '→': '>',
  '←': '<',
  '•': '*',
  '↔': '=',
  '─': '-',
  '━': '=',
  '↑': '^',
  '↓': 'v',
  '│': '|',
  '┃': '|',
  '└': '+',
  '├': '+',
  '┌': '+',
  '┐': '+',
  '┘': '+',
  '›': '>',
  '▲': '^',
  '▼': 'v',
  '▓': '#',
  '▒': '=',
  '█': 't',
  '◆': 't',
  '∙': ',',
  '░': '.',
  '●': '*',
  '○': 'o',
  '■': '#',
  '□': 'b',
  '✗': 'X',
  '‖': '"',
  '≤': '<',
  '×': 'x',
  '’': "'",
  '“': '"',
  '”': '"',
};

const byCode = new Map(
  Object.entries(replacements).map(([from, to]) => [from.charCodeAt(0), to.charCodeAt(0)]),
);

/** The ASCII character that stands for a code point: itself, a likeness, or `?`. */
export function asciiCode(code: number): number {
  if (code < 0x7f) return code;
  return byCode.get(code) ?? 0x3f;
}

/** A text in ASCII, character by character, so that it keeps its width. */
export function asciiText(text: string): string {
  if (isPlain(text)) return text;
  let out = '';
  for (const grapheme of graphemes(text)) {
    const likeness = String.fromCharCode(asciiCode(grapheme.codePointAt(0) ?? 0x3f));
    const width = graphemeWidth(grapheme);
    if (width > 0) out += width === 2 ? `${likeness} ` : likeness;
  }
  return out;
}
