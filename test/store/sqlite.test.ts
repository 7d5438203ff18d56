import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('users never see that SQLite is experimental, but every other warning', async () => {
  // Releases of Node that still warn do so while node:sqlite loads; this one is made to.
  const sqlite = JSON.stringify(join(import.meta.dirname, '../../src/store/sqlite.ts'));
  const program = `
    const load = process.getBuiltinModule;
    process.getBuiltinModule = (name) => {
      process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
      process.emitWarning('something else', 'ExperimentalWarning');
      return load(name);
    };
    const { openDatabase } = await import(${sqlite});
    const database = openDatabase(':memory:');
    console.log(database.prepare('SELECT 1 AS one').get().one);
    process.emitWarning('SQLite is an experimental feature of yours');
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    program,
  ]);
  expect(stdout).toBe('1\n');
  expect(stderr).toContain('something else');
  expect(stderr).not.toContain('might change at any time');
  expect(stderr).toContain('experimental feature of yours');
});
