import { namesThereAre } from '../../spec/near-miss.ts';
import type { Command, ConcurrencyWish } from './command.ts';
import { CommandError } from './command-error.ts';
import type { CommandNames } from './command-names.ts';
import { parseByRole } from './parse-tuning.ts';
import { readAmount } from './read-setting.ts';
import type { Word } from './read-words.ts';
import { routeNamed } from './route-named.ts';

/** What stands behind the word of a command; each throws a CommandError where it is something else. */

export function now(head: Word, words: readonly Word[]): boolean {
  const [word, ...more] = words;
  if (word === undefined) return false;
  if (word.text === 'now' && more.length === 0) return true;
  throw new CommandError(
    word.at,
    `${head.text} takes nothing but now behind it, not ${words.map(({ text }) => text).join(' ')}`,
  );
}

export function alone(head: Word, [word]: readonly Word[]): void {
  if (word !== undefined)
    throw new CommandError(word.at, `${head.text} takes nothing behind it, not ${word.text}`);
}

export function concurrencyOf(words: readonly Word[], end: number): ConcurrencyWish {
  const [word, more] = words;
  const takes = 'concurrency takes a whole number from 1 up, a range as 10-200, auto or fixed';
  if (word === undefined) throw new CommandError(end, takes);
  if (more !== undefined) throw new CommandError(more.at, `${takes}, and nothing behind it`);
  if (word.text === 'auto' || word.text === 'fixed') return word.text;
  const [min, max, ...rest] = word.text.split('-').map(wholeNumber);
  if (min === null || max === null || rest.length > 0)
    throw new CommandError(word.at, `${takes}, not ${word.text}`);
  return max === undefined ? min : { min, max };
}

export function agentsOf(words: readonly Word[], end: number, { roles }: CommandNames): Command {
  const [first, second, third] = words;
  const [role = 'kaoz'] = roles;
  const takes = `agents takes a whole number, and a role before it where there are several, as agents ${role} 40`;
  if (first === undefined) throw new CommandError(end, takes);
  if (first.text.includes('='))
    return { type: 'tune', wish: parseByRole('agents', words, roles, `agents ${role}=40`) };
  if (third !== undefined) throw new CommandError(third.at, takes);
  const alone = wholeNumber(first.text);
  if (second === undefined && alone !== null) return { type: 'agents', role: null, value: alone };
  if (!roles.includes(first.text))
    throw new CommandError(
      first.at,
      `there is no role \`${first.text}\`${namesThereAre(first.text, roles)}`,
    );
  if (second === undefined) throw new CommandError(end, takes);
  const value = wholeNumber(second.text);
  if (value === null) throw new CommandError(second.at, `${takes}, not ${second.text}`);
  return { type: 'agents', role: first.text, value };
}

export function sharesOf(words: readonly Word[], end: number, { roles }: CommandNames): Command {
  const [one = 'kaoz', other = 'order'] = roles;
  const example = `share ${one}=4 ${other}=1`;
  if (words.length < 2)
    throw new CommandError(
      end,
      `share takes two roles or more with their weights, as ${example}${roles.length < 2 ? '; this run has one role' : ''}`,
    );
  return { type: 'tune', wish: parseByRole('shares', words, roles, example) };
}

function wholeNumber(written: string): number | null {
  const value = readAmount(written);
  return value !== null && Number.isInteger(value) && value >= 0 ? value : null;
}

export function routeOf(
  [word, more]: readonly Word[],
  end: number,
  does: string,
  names: CommandNames,
): string {
  if (word === undefined)
    throw new CommandError(end, `${does} takes a route, as ${does} ${names.routes[0]}`);
  if (more !== undefined) throw new CommandError(more.at, `${does} takes one route`);
  return routeNamed(word, names);
}

/** A single name, which is one of those that there are where these are known. */
export function nameOf(
  [word, more]: readonly Word[],
  end: number,
  what: string,
  known: readonly string[] | null,
): string {
  if (word === undefined) throw new CommandError(end, `${what} takes a name`);
  if (more !== undefined) throw new CommandError(more.at, `${what} takes one name, without spaces`);
  if (known === null || known.includes(word.text)) return word.text;
  throw new CommandError(
    word.at,
    `there is no ${what} \`${word.text}\`${namesThereAre(word.text, known)}`,
  );
}
