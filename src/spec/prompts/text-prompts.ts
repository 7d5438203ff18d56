import { plainPlace } from '../place.ts';
import type { PromptItem } from '../resolved.ts';
import type { PromptReader } from './prompt-reader.ts';

/** One prompt a line; blank lines are skipped. */
export function textPrompts(text: string, name: string, reader: PromptReader): PromptItem[] {
  const items: PromptItem[] = [];
  let line = 0;
  for (const written of text.split(/\r?\n/)) {
    line++;
    const prompt = written.trim();
    if (prompt !== '') items.push(reader.text(prompt, plainPlace(`${name}:${line}`)));
  }
  return items;
}
