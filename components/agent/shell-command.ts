import type { RawCommand } from '../../src/state/raw-call.ts';
import { quoted, quotedWith } from './shell-words.ts';

/** What a terminal might act on, or would not show; line breaks and tabs are what they look like. */
const unprintable =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
/** A word that no shell acts on stands as it is. */
const plain = /^[\w@%+:,./-]+$/;

/**
 * One run of a program as a command that can be pasted into any POSIX shell. A secret stands in it by
 * the name of its variable, which the shell fills in.
 */
export function shellCommand({ command, cwd, environment, stdin }: RawCommand): string {
  const variables = Object.entries(environment).map(
    ([name, value]) =>
      `${name}=${/^\$[A-Za-z_]\w*$/.test(value) ? quotedWith('', value) : word(value)}`,
  );
  const run = [...variables, ...command.map(word)].join(' ');
  const from = `cd ${word(cwd)} &&`;
  // Of a text that is piped nothing is added at its end, as a here-document would.
  return stdin === null ? `${from} ${run} </dev/null` : `${from} ${printed(stdin)} | \\\n  ${run}`;
}

function word(text: string): string {
  if (plain.test(text)) return text;
  return text.search(unprintable) < 0 ? quoted(text) : `"$(${printed(text)})"`;
}

/** What cannot be seen is written by its bytes, which `printf %b` puts in its place again. */
function printed(text: string): string {
  if (text.search(unprintable) < 0) return `printf %s ${quoted(text)}`;
  const shown = text.replaceAll('\\', '\\\\').replace(unprintable, escaped);
  return `printf %b ${quoted(shown)}`;
}

function escaped(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`)
    .join('');
}
