import { comparedPromptSchema } from '../schema/compare.ts';
import { validate } from '../validate.ts';
import type { ComparedItem } from '../work/compare-workload.ts';
import { type PromptReader, promptReader } from './prompt-reader.ts';

/** Prompts of a comparison: as those of any work, and with what is expected of their answers. */
export function comparedReader(): PromptReader<ComparedItem> {
  const reader = promptReader(null);
  return {
    called: reader.called,
    ownColumns: ['expected'],
    text: (prompt, place) => reader.text(prompt, place),
    record(value, place) {
      const { expected, ...prompt } = validate(comparedPromptSchema, value, place);
      const item = reader.record(prompt, place);
      return expected === undefined ? item : { ...item, expected: String(expected) };
    },
  };
}
