import { plainPlace } from '../place.ts';
import type { PromptItem } from '../resolved.ts';
import { UsageError } from '../usage-error.ts';
import { valueWords } from '../value-words.ts';
import type { PromptReader } from './prompt-reader.ts';

/** One JSON object a line, with the fields of `promptSchema`; blank lines are skipped. */
export function jsonlPrompts(text: string, name: string, reader: PromptReader): PromptItem[] {
  const items: PromptItem[] = [];
  let line = 0;
  for (const written of text.split('\n')) {
    line++;
    if (written.trim() === '') continue;
    const value = parseLine(written, `${name}:${line}`);
    items.push(reader.record(value, plainPlace(`${name}:${line}`)));
  }
  return items;
}

function parseLine(written: string, place: string): object {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (error) {
    throw new UsageError(
      `${place}: expected one JSON object with a prompt, got a broken line (${(error as Error).message})`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(
      `${place}: expected one JSON object with a prompt, got ${valueWords(value)}`,
    );
  }
  return value;
}
