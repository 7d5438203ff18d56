import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bindings } from '../../components/keys/key-bindings.ts';
import { keysLabel } from '../../components/keys/keymap.ts';
import { places, placeTitles } from '../../components/keys/place.ts';

const page = fileURLToPath(new URL('../../docs/keys.md', import.meta.url));

/** The keys as a page: every place, its keys, what they do and what the settings call it. */
export function keyPage(): string {
  const tables = places.map((place) => {
    const rows = bindings
      .filter((binding) => binding.place === place)
      .map((binding) => {
        const action = binding.byKey ? '' : `\`${binding.action}\``;
        return `| ${cell(keysLabel(binding))} | ${cell(binding.does)} | ${action} |`;
      });
    return [
      `## ${capital(placeTitles[place])}`,
      '',
      '| keys | do | action |',
      '|---|---|---|',
      ...rows,
    ];
  });
  return [
    '# Keys',
    '',
    '<!-- Made of the bindings by `npm run keys`; a test holds it to them. -->',
    '',
    'A key that means nothing where you are is looked for in what lies behind: the run, and at last',
    'everywhere. The third column is the name by which [the settings](console.md#keys) give it another key.',
    '',
    ...tables.flatMap((table) => [...table, '']),
  ].join('\n');
}

/** The page as it lies in the project. */
export function writtenKeyPage(): string {
  return readFileSync(page, 'utf8');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, keyPage());
