import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeDirectory } from '../../src/store/make-directory.ts';
import { temporaryDirectory } from './sample-run.ts';

test('makes what is missing, and says what stands in the way', () => {
  const { path, remove } = temporaryDirectory();
  onTestFinished(remove);
  makeDirectory(join(path, 'a/b/c'));
  makeDirectory(join(path, 'a/b/c'));
  expect(existsSync(join(path, 'a/b/c'))).toBe(true);
  writeFileSync(join(path, 'file'), '');
  expect(() => makeDirectory(join(path, 'file/a'))).toThrow('ENOTDIR');
});

test('comes back from a place where nothing can be made', () => {
  expect(() => makeDirectory('/proc/nothing/here')).toThrow();
});
