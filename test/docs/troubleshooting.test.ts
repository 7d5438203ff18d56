import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Each source as one line, without its comments and what only its language asks for. */
const sources = ['src', 'components', 'bin'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|js)$/.test(name) && !name.startsWith('simulator/'))
    .map((name) =>
      readFileSync(join(root, folder, name), 'utf8')
        .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
        .replace(/\\(['"`])/g, '$1')
        .replace(/\s+/g, ' '),
    ),
);

/** What the first cell of a row quotes: each message in the parts between its `…`. */
const messages = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...line.split(' | ')[0].matchAll(/`([^`]+)`/g)])
  .map(([, quoted]) => quoted.split('…').filter((part) => part.trim() !== ''));

test('every message on the page is one that the program can say', () => {
  expect(messages.length).toBeGreaterThan(150);
  const unsaid = messages.filter(
    (parts) => !sources.some((source) => parts.every((part) => source.includes(part))),
  );
  expect(unsaid.map((parts) => parts.join('…'))).toEqual([]);
});
