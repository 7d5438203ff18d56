import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As much of curl as our commands use; a word that it does not know it refuses. */
const script = `#!${process.execPath}
const { readFileSync } = require('node:fs');
const headers = {};
let method = 'GET', url = null, body = null;
const args = process.argv.slice(2);
for (let i = 0; i < args.length; i++) {
  const word = args[i];
  if (['-sS', '-N', '--compressed'].includes(word)) continue;
  if (word === '-X') method = args[++i];
  else if (word === '-H') {
    const [, name, value] = /^([^:]+): (.*)$/s.exec(args[++i]);
    headers[name] = value;
  } else if (word === '--data-raw') body = args[++i];
  else if (word === '--data-binary' && args[i + 1] === '@-') body = readFileSync(args[++i] && 0, 'utf8');
  else if (!word.startsWith('-') && url === null) url = word;
  else throw new Error('curl does not know ' + word);
}
fetch(url, { method, headers, body }).then((answer) => answer.text()).then((text) => process.stdout.write(text));
`;

/** Puts a program called curl into a directory, for machines without one. */
export function curlStandIn(directory: string): void {
  writeFileSync(join(directory, 'curl'), script, { mode: 0o755 });
}
