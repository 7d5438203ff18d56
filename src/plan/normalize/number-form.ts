import type { Normalizer } from './normalizer.ts';

/** Not after a letter, a digit or a bracket: in `10-5` and `(a)-5` it is no sign. */
const sign = '(?:(?<![\\p{L}\\p{N}_)\\]])[-+−])?';
/** With or without thousands in groups of three; not inside a word or another number. */
const digits =
  '(?<![\\p{L}_\\d]|\\d\\.)(?:(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?|\\.\\d+)';
const exponent = '(?:[eE][-+]?\\d+(?![\\p{L}\\d]))?';
const number = new RegExp(sign + digits + exponent, 'gu');

/**
 * The last number in the answer, as is usual where answers reason before they say it (X. Wang et al.,
 * "Self-Consistency Improves Chain of Thought Reasoning in Language Models", ICLR 2023, on GSM8K; so
 * does the `flexible-extract` filter of lm-evaluation-harness). `1,000`, `1000` and `1000.0` are the
 * same.
 */
export const numberForm: Normalizer = (text) => {
  const answer = text.match(number)?.at(-1);
  if (answer === undefined) return null;
  const key = numberKey(answer);
  return key === null ? null : { key, answer };
};

/** In digits, because a double holds no more than 15 of them. */
function numberKey(written: string): string | null {
  const plain = written.replaceAll(',', '').replace('−', '-').replace('+', '');
  if (/e/i.test(plain)) {
    const value = Number(plain);
    return Number.isFinite(value) ? String(value === 0 ? 0 : value) : null;
  }
  const [, sign, whole = '', part = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(plain) ?? [];
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const rest = part.replace(/0+$/, '');
  const key = rest === '' ? digits : `${digits}.${rest}`;
  return key === '0' ? key : `${sign}${key}`;
}
