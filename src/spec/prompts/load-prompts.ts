import { extname, resolve } from 'node:path';
import { inputText, readInput } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';
import { csvPrompts } from './csv-prompts.ts';
import { jsonlPrompts } from './jsonl-prompts.ts';
import type { PromptReader } from './prompt-reader.ts';
import { textPrompts } from './text-prompts.ts';

/**
 * The prompts of a file, in its order. The ending says what it is: `.jsonl` or `.ndjson`, `.csv`, and
 * anything else is text, one prompt a line. `-` is stdin, JSONL where its first line is an object.
 *
 * @param directory what a relative name starts from
 * @param stdin what stdin gave, where it was read before
 * @throws UsageError with the file and line
 */
export async function loadPrompts<Item>(
  file: string,
  directory: string,
  reader: PromptReader<Item>,
  stdin?: string,
): Promise<Item[]> {
  const what = `${reader.called}s`;
  if (file === '-') {
    const text =
      stdin === undefined ? readInput(0, what, 'stdin') : inputText(stdin, 'stdin', what);
    return text.trimStart().startsWith('{"') || text.trimStart().startsWith('{ "')
      ? jsonlPrompts(text, 'stdin', reader)
      : textPrompts(text, 'stdin', reader);
  }
  const path = resolve(directory, file);
  const ending = extname(file).toLowerCase();
  if (['.json', '.yaml', '.yml'].includes(ending)) {
    throw new UsageError(
      `${file}: expected ${what} as text (one a line), JSONL or CSV, got a ${ending} file`,
    );
  }
  const text = readInput(path, what, file);
  const items =
    ending === '.jsonl' || ending === '.ndjson'
      ? await jsonlPrompts(text, file, reader)
      : ending === '.csv'
        ? await csvPrompts(text, file, reader)
        : await textPrompts(text, file, reader);
  if (items.length === 0) throw new UsageError(`${file}: expected ${what}, but there are none`);
  return items;
}
