import { UsageError } from '../usage-error.ts';
import { valueWords } from '../value-words.ts';
import type { GivenText } from '../work/embeddings-workload.ts';

/**
 * The text of a line: the line itself, or what stands in its JSON.
 *
 * @param place what a sentence about it begins with: file and line
 * @throws UsageError where there is none
 */
export function readText(line: string, format: 'lines' | 'jsonl', place: string): GivenText {
  if (format === 'lines') return { id: null, text: line.trim() };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new UsageError(
      `${place}: expected one JSON object with a text, got a broken line (${(error as Error).message})`,
    );
  }
  if (typeof value === 'string' && value.trim() !== '') return { id: null, text: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(
      `${place}: expected one JSON object with a text, got ${valueWords(value)}`,
    );
  const { id, text } = value as { id?: unknown; text?: unknown };
  if (typeof text !== 'string' || text.trim() === '')
    throw new UsageError(
      `${place}: text: expected a text to turn into a vector, got ${valueWords(text)}`,
    );
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number')
    throw new UsageError(`${place}: id: expected a text or a number, got ${valueWords(id)}`);
  return { id: id === undefined || id === null ? null : String(id), text };
}
