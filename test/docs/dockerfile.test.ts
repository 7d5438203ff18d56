import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** What the image takes from the project, by the names at its root. */
const copied = read('Dockerfile')
  .split('\n')
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(' ').slice(1, -1));
const letIn = read('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

test('the image is made of files that are there, and of all that may go in', () => {
  expect(copied.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  expect([...new Set(copied)].sort()).toEqual([...letIn].sort());
});

test('the image is built from all that the program is built from', () => {
  const { include } = JSON.parse(read('tsconfig.build.json'));
  expect(copied).toEqual(expect.arrayContaining([...include, 'bin', 'package-lock.json']));
});
