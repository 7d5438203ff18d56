import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));
const paragraph = `${'A swarm of small agents reads what one alone could never hold. '.repeat(9)}\n\n`;

/** A content is looked through, written into the record, and its first batches are read: in what memory, how fast. */
export async function contentBench(): Promise<void> {
  const sizes = (process.env.CONTENT_MB ?? '2,200,2000').split(',').map(Number);
  console.log(
    '\ncontent: looked through, kept, the first 4 batches of 10 chunks read; the simulator inside',
  );
  console.log('  file MB   wall s  CPU s  peak MB  run.db MB');
  const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-bench-'));
  try {
    for (const megabytes of sizes) {
      const file = join(directory, 'text');
      write(file, megabytes * 1e6);
      const out = join(directory, 'run');
      const startedAt = performance.now();
      const flags = ['--content', file, '--set', 'workload.content.mode=distribute'];
      const more = ['--batch', '10', '--agents', '4', '--canary', '4', '--ui', 'plain'];
      const child = spawn(process.execPath, [program, 'run', ...flags, ...more, '--out', out], {
        stdio: ['ignore', 'ignore', 'ignore'],
      });
      await once(child, 'close');
      const seconds = (performance.now() - startedAt) / 1000;
      const { process: used } = JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8'));
      console.log(
        [
          String(megabytes).padStart(9),
          seconds.toFixed(1).padStart(8),
          used.cpu_seconds.toFixed(1).padStart(6),
          (used.peak_rss_bytes / 1e6).toFixed(0).padStart(8),
          (statSync(join(out, 'run.db')).size / 1e6).toFixed(0).padStart(10),
        ].join(' '),
      );
      rmSync(out, { recursive: true });
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function write(path: string, bytes: number): void {
  const block = Buffer.from(paragraph.repeat(2_000));
  const descriptor = openSync(path, 'w');
  for (let left = bytes; left > 0; left -= block.length)
    writeSync(descriptor, block, 0, Math.min(left, block.length));
  closeSync(descriptor);
}
