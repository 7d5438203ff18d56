import type { Normalizer } from './normalizer.ts';

/** Quotes, brackets and the signs of Markdown around an answer. */
const wrapping = '\\s"\'`´“”„‘’‚«»‹›*_()\\[\\]{}<>';
/** Before a number a full stop or a comma may mean something, after it they do not. */
const before = new RegExp(`^[${wrapping}]+`, 'u');
const after = new RegExp(`[${wrapping}.,;:!?…。、！？]+$`, 'u');

/** Letter by letter; what is blank says nothing. */
export const exactForm: Normalizer = (text) =>
  text.trim() === '' ? null : { key: text, answer: text };

/**
 * Past case, white space, the Unicode form (NFC), and punctuation around the whole: `**Paris.**` is
 * `paris`. Inside nothing is taken away, and signs with a meaning stay: `-5`, `5 %`, `$5`, `.5`.
 */
export const textForm: Normalizer = (text) => {
  const answer = text.trim();
  const key = textKey(answer);
  return key === '' ? null : { key, answer };
};

export function textKey(text: string): string {
  const even = text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
  const bare = even.replace(before, '').replace(after, '');
  return bare === '' ? even : bare;
}
