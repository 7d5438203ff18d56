const longest = 60;

/** A value as a sentence shows it: short, and on one line. */
export function valueWords(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return String(value);
  const short = value.length > longest ? `${value.slice(0, longest)}…` : value;
  return JSON.stringify(short);
}

/** `a, b or c` */
export function orWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
