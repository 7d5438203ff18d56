import { plainPlace } from '../place.ts';
import type { PromptItem } from '../work/prompts-workload.ts';
import { inPortions } from './in-portions.ts';
import type { PromptReader } from './prompt-reader.ts';

/** One prompt a line; blank lines are skipped. */
export function textPrompts(
  text: string,
  name: string,
  reader: PromptReader,
): Promise<PromptItem[]> {
  return inPortions(text.split(/\r?\n/), (written, line) => {
    const prompt = written.trim();
    return prompt === '' ? null : reader.text(prompt, plainPlace(`${name}:${line}`));
  });
}
