import { createHash } from 'node:crypto';

/** Letters of an answer that the console has room for. */
const mostShown = 160;
const longestKey = 32;

/**
 * The beginning of a text, on its own: what the engine cuts off a string would else hold the whole of
 * it for as long as the run lives.
 */
export function keptText(text: string): string {
  const shown = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  return Buffer.from(shown, 'utf16le').toString('utf16le');
}

/** A key that is as good as the text, and short. */
export function keptKey(key: string): string {
  return key.length > longestKey
    ? createHash('sha256').update(key).digest('base64url')
    : Buffer.from(key, 'utf16le').toString('utf16le');
}
