import { plainPlace } from '../place.ts';
import { UsageError } from '../usage-error.ts';
import { valueWords } from '../value-words.ts';
import { inPortions } from './in-portions.ts';
import type { PromptReader } from './prompt-reader.ts';

/** One JSON object a line, with the fields of `promptSchema` or `questionSchema`; blank lines are skipped. */
export function jsonlPrompts<Item>(
  text: string,
  name: string,
  reader: PromptReader<Item>,
): Promise<Item[]> {
  return inPortions(text.split('\n'), (written, line) => {
    if (written.trim() === '') return null;
    const value = parseLine(written, `${name}:${line}`, reader.called);
    return reader.record(value, plainPlace(`${name}:${line}`));
  });
}

function parseLine(written: string, place: string, called: string): object {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (error) {
    throw new UsageError(
      `${place}: expected one JSON object with a ${called}, got a broken line (${(error as Error).message})`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(
      `${place}: expected one JSON object with a ${called}, got ${valueWords(value)}`,
    );
  }
  return value;
}
