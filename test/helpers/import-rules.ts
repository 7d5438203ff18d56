import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Rooms from the top down: a room may import those that stand lower, and itself. */
const levels: readonly (readonly string[])[] = [
  ['src/index.ts', 'src/library'],
  ['src/cli'],
  ['components'],
  ['src/engine', 'src/store'],
  ['src/gates', 'src/plan', 'src/report', 'src/settings', 'src/tools', 'src/agents'],
  ['src/providers', 'src/state', 'src/simulator', 'src/spec', 'src/cost'],
];

/** What the levels alone would allow or forbid, and the design says otherwise. */
const forbidden: readonly (readonly [from: string, to: string])[] = [
  ['components', 'src/providers'],
  ['components', 'src/gates'],
  ['components', 'src/store'],
  ['components', 'src/simulator'],
  ['components', 'src/plan'],
  ['components', 'src/report'],
  ['components', 'src/cost'],
  ['src/spec', 'presets'],
];
const allowed: readonly (readonly [from: string, to: string])[] = [
  ['presets', 'src/spec'],
  ['src/cli', 'presets'],
  ['src/index.ts', 'presets'],
  ['src/library', 'presets'],
  // The journal is the engine's side of the store.
  ['src/store', 'src/engine/journal.ts'],
  ['src/state', 'src/plan/plan.ts'],
];
/** Where one room reaches another only through these files. */
const onlyThrough: readonly (readonly [from: string, to: string, ...files: string[]])[] = [
  ['src/engine', 'src/providers', 'src/providers/provider.ts'],
  ['components', 'src/engine', 'src/engine/commands'],
  // A program has sessions as the command line has them, and nothing else of it.
  [
    'src/library',
    'src/cli',
    'src/cli/session.ts',
    'src/cli/session-code.ts',
    'src/cli/session-money.ts',
    'src/cli/session-routes.ts',
    'src/cli/version.ts',
  ],
];

export interface Import {
  readonly from: string;
  readonly to: string;
  readonly dynamic: boolean;
}

const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Every relative import of the sources, as paths from the root of the project. */
export function readImports(): Import[] {
  return ['src', 'components', 'presets'].flatMap((folder) =>
    sourceFiles(join(root, folder)).flatMap(importsOf),
  );
}

/** A sentence for each breach; none is good. */
export function breaches(imports: readonly Import[]): string[] {
  return [...imports.flatMap(breachOf), ...circles(imports)];
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  // What is imported as a type alone is gone when the program runs; the rules are for what stays.
  const text = readFileSync(file, 'utf8').replace(/^import type [^;]+;$/gm, '');
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()\s*'(\.[^']+)'/g);
  return [...found].map(([whole, target]) => ({
    from: relative(root, file),
    to: relative(root, resolve(dirname(file), target)),
    dynamic: whole.startsWith('import('),
  }));
}

function breachOf({ from, to, dynamic }: Import): string[] {
  const said = `${from} imports ${to}`;
  if (to.startsWith('test')) return [`${said}: nothing imports from test/`];
  if (room(from) === room(to)) return [];
  for (const [a, b, ...files] of onlyThrough)
    if (inside(from, a) && inside(to, b) && !files.some((file) => inside(to, file)))
      return [`${said}: only through ${files.join(', ')}`];
  if (forbidden.some(([a, b]) => inside(from, a) && inside(to, b)))
    return [`${said}: not this room`];
  if (allowed.some(([a, b]) => inside(from, a) && inside(to, b))) return [];
  if (inside(to, 'components'))
    return inside(from, 'src/cli') && dynamic ? [] : [`${said}: only src/cli, by dynamic import`];
  const [levelFrom, levelTo] = [levelOf(from), levelOf(to)];
  if (levelFrom < 0 || levelTo < 0) return [`${said}: unknown room`];
  return levelTo >= levelFrom ? [] : [`${said}: an import runs downward`];
}

function room(file: string): string {
  return file.startsWith('src/') ? file.split('/').slice(0, 2).join('/') : file.split('/')[0];
}

function inside(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function levelOf(file: string): number {
  return levels.findIndex((places) => places.some((place) => inside(file, place)));
}

/** Files that import each other in a circle, each circle once. */
function circles(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, dynamic } of imports)
    if (!dynamic) next.set(from, [...(next.get(from) ?? []), to]);
  const found: string[] = [];
  const seen = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    const at = path.indexOf(file);
    if (at >= 0) found.push(`circle: ${[...path.slice(at), file].join(' → ')}`);
    if (at >= 0 || seen.has(file)) return;
    seen.add(file);
    path.push(file);
    for (const to of next.get(file) ?? []) visit(to);
    path.pop();
  };
  for (const file of next.keys()) visit(file);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = breaches(readImports());
  for (const breach of found) console.error(breach);
  process.exit(found.length === 0 ? 0 : 1);
}
