import { plainPlace } from '../place.ts';
import { inPortions } from './in-portions.ts';
import type { PromptReader } from './prompt-reader.ts';

/** One prompt a line; blank lines are skipped. */
export function textPrompts<Item>(
  text: string,
  name: string,
  reader: PromptReader<Item>,
): Promise<Item[]> {
  return inPortions(text.split(/\r?\n/), (written, line) => {
    const prompt = written.trim();
    return prompt === '' ? null : reader.text(prompt, plainPlace(`${name}:${line}`));
  });
}
