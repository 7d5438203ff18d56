import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/**
 * The text of a file that the operator named, without a byte order mark.
 *
 * @param file path to read; a number is an open descriptor (0 is stdin)
 * @param what what it holds, for the sentence: `prompts`, `a spec`
 * @param name what the operator calls it
 * @throws UsageError where it cannot be read, is empty or is not UTF-8
 */
export function readInput(file: string | 0, what: string, name: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UsageError(`${name}: expected ${what}, but ${reason(error)}`);
  }
  return inputText(bytes, name, what);
}

/** As `readInput`, for bytes that are already there. */
export function inputText(bytes: Uint8Array | string, name: string, what: string): string {
  let text: string;
  try {
    text =
      typeof bytes === 'string'
        ? bytes.replace(/^\uFEFF/, '')
        : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name}: expected ${what} as UTF-8 text, got other bytes`);
  }
  if (text.trim() === '') throw new UsageError(`${name}: expected ${what}, but it is empty`);
  return text;
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a directory';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read (permission denied)';
  return `it cannot be read: ${message}`;
}
