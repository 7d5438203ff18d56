import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a stream to a file, because content is read by position and twice. The file is gone when the
 * process is.
 *
 * @returns its path
 */
export async function spool(source: Readable): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-spool-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, 'text');
  await pipeline(source, createWriteStream(path, { mode: 0o600 }));
  return path;
}
