import type { TokenCounter } from './count-input.ts';

/** How far four bytes a token may be off, for prose; code and tables are further off. */
export const roughMargin = 0.3;

/** Tokens of a text by its length: four bytes each. For as long as nobody has counted. */
export const roughCount: TokenCounter = (text) => Math.ceil(Buffer.byteLength(text) / 4);
