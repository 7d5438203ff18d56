import { UsageError } from './usage-error.ts';

/** What a shell would act on: nothing here does, so that it had better be said. */
const forShells = /[|&;<>()`$]/;

/**
 * The words of a command as a POSIX shell splits them: blanks part them, quotes and backslashes keep
 * them together. Nothing is filled in and nothing is run.
 *
 * @param where the words that the sentence begins with
 * @throws UsageError where a quote is not closed, or where only a shell would do what is written
 */
export function splitWords(written: string, where: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < written.length; at++) {
    const sign = written[at];
    const next = written[at + 1];
    if (quote === "'" ? sign === "'" : sign === '"' && quote === '"') quote = '';
    else if (quote === "'") word += sign;
    else if (sign === '\\' && (quote === '' || '"\\$`'.includes(next ?? ' '))) {
      if (next === undefined) throw new UsageError(`${where}: ends in a backslash; ${mend}`);
      word = (word ?? '') + next;
      at++;
    } else if (quote === '' ? forShells.test(sign) : sign === '$' || sign === '`')
      throw new UsageError(`${where}: \`${sign}\` is for a shell, and none reads it; ${mend}`);
    else if (quote === '' && (sign === "'" || sign === '"')) {
      quote = sign;
      word ??= '';
    } else if (quote === '' && /\s/.test(sign)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + sign;
  }
  if (quote !== '') throw new UsageError(`${where}: a ${quote} is not closed; ${mend}`);
  if (word !== null) words.push(word);
  return words;
}

const mend = 'quote it, write a list of words, or run a shell: [sh, -c, "…"]';
