import { jsonAnswer } from '../spec/json-answer.ts';

/** Case and white space do not count, and neither does the form that a sign is written in (NFKC). */
export function plainText(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * The answer in the form in which two that mean the same are the same.
 *
 * @param by `exact`, `text`, `number` (the last number in it) or `json:/pointer` (RFC 6901)
 * @returns null where the answer has no such form
 */
export function normalizeAnswer(text: string, by: string): string | null {
  if (by === 'exact') return text;
  if (by === 'text') return plainText(text);
  if (by === 'number') return lastNumber(text);
  const answer = jsonAnswer(text);
  if (!answer.ok) return null;
  const value = pointed(answer.value, by.slice('json:'.length));
  if (value === undefined) return null;
  return typeof value === 'string' ? plainText(value) : JSON.stringify(value);
}

/** `1,234.50` and `1234.5` are the same number. */
function lastNumber(text: string): string | null {
  const numbers = text.match(/[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?/g);
  const last = numbers?.at(-1)?.replaceAll(',', '');
  return last === undefined ? null : String(Number(last));
}

function pointed(value: unknown, pointer: string): unknown {
  let at = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
