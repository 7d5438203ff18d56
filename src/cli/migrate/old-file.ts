import { basename, extname } from 'node:path';

/** Endings that say what a file is, and are no part of its name. */
const endings = ['.csv', '.tsv', '.json', '.yaml', '.yml', '.env', '.txt'];

/** The name of a file without its ending and the dot in front: `.env` is `env`. */
export function titleOf(path: string): string {
  const name = basename(path);
  const ending = extname(name).toLowerCase();
  const bare = endings.includes(ending) ? name.slice(0, -ending.length) : name;
  return bare.replace(/^\.+/, '') || 'swarm';
}

/** Whether a file holds variables: by its name, else by its first line that says something. */
export function isEnvironment(path: string, text: string): boolean {
  const name = basename(path).toLowerCase();
  if (/^\.env(\.|$)|\.env$/.test(name)) return true;
  if (['.csv', '.tsv', '.json', '.yaml', '.yml'].includes(extname(name))) return false;
  const first = text.split('\n').find((line) => !/^\s*(#|$)/.test(line)) ?? '';
  return /^\s*(?:export\s+)?[A-Z_][A-Z0-9_]*\s*=/.test(first);
}
