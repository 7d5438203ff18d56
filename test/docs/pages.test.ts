import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = [
  'README.md',
  'examples/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const rooms = /^(?:src|components|presets|test|docs|examples|bin)\/[\w./-]+$/;

describe.each(pages)('%s', (page) => {
  const text = read(page);

  test('names no file that is not there', () => {
    // A path from the root of the project, as code or in it: what follows `run` of a command.
    const words = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code.split(/[\s=]/));
    const named = words.filter((word) => rooms.test(word));
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('leads to pages and headings that are there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
    expect(links.filter((target) => !leads(page, target))).toEqual([]);
  });
});

function leads(page: string, target: string): boolean {
  if (/^https?:/.test(target)) return true;
  const [path, anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || anchorsOf(read(file)).has(anchor);
}

/** As GitHub makes them: small letters, no signs, a dash for each space. */
function anchorsOf(text: string): Set<string> {
  const headings = text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
