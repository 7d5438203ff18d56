import { jsonAnswer } from '../../spec/json-answer.ts';
import { pointedAt } from '../../spec/json-pointer.ts';
import type { Normalizer } from './normalizer.ts';
import { textKey } from './text-form.ts';

/**
 * What stands at a JSON pointer of the answer, which is JSON, bare or in a fence of Markdown. A text is
 * compared as `text` is, numbers by value, all else whole, in whatever order its fields are; nothing
 * there, or null, says nothing.
 */
export function jsonForm(pointer: string): Normalizer {
  return (text) => {
    const read = jsonAnswer(text);
    const value = read.ok ? pointedAt(read.value, pointer) : null;
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') {
      return { key: JSON.stringify(inOrder(value)), answer: JSON.stringify(value) };
    }
    const key = textKey(value);
    return key === '' ? null : { key, answer: value };
  };
}

/** The same with the fields of every object by name. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, inside]) => [name, inOrder(inside)]));
}
