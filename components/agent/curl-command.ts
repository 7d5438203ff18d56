import type { RawRequest } from '../../src/state/raw-call.ts';
import { quoted, quotedWith } from './shell-words.ts';

/** Linux takes no argument longer than 128 KiB; a longer body goes in by a here-document. */
const longestArgument = 100_000;
const bodyEnd = 'END_OF_BODY';
/** What a terminal might act on, or would not show, inside JSON. */
const unprintable =
  /[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * A request as a curl command that can be pasted into any POSIX shell. The key stands in it by the
 * name of its variable, which the shell fills in; nothing else does the shell touch.
 */
export function curlCommand({ method, url, headers, body }: RawRequest): string {
  const lines = [`curl -sS -N --compressed -X ${method} ${quoted(url)}`];
  // What curl can decompress it asks for itself.
  for (const [name, value] of Object.entries(headers))
    if (name.toLowerCase() !== 'accept-encoding')
      lines.push(`  -H ${headerWords(titled(name), value)}`);
  // In JSON an escape is the same character.
  const shown = body.replace(unprintable, escaped);
  if (shown.length <= longestArgument) lines.push(`  --data-raw ${quoted(shown)}`);
  else lines.push(`  --data-binary @- <<'${bodyEnd}'\n${shown}\n${bodyEnd}`);
  return lines.join(' \\\n');
}

/** Only what ends in a variable is in double quotes. */
function headerWords(name: string, value: string): string {
  const variable = /\$[A-Za-z_][A-Za-z0-9_]*$/.exec(value);
  if (variable === null) return quoted(`${name}: ${value}`);
  return quotedWith(`${name}: ${value.slice(0, variable.index)}`, variable[0]);
}

function titled(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
