import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorkingDirectory } from './command-line.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a command left behind. */
export interface ExampleRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The path of a file of the run's directory, from `files`. */
  readonly file: (name: string) => string;
  readonly files: WorkingDirectory;
}

/**
 * Runs a command exactly as it is written, by a shell that knows `swarmdeck`, in a directory that has the project's
 * files where its root has them. It leaves its runs there and none in the project.
 */
export async function runExample(command: string): Promise<ExampleRun> {
  const files = new WorkingDirectory();
  for (const name of ['examples', 'docs', 'README.md'])
    symlinkSync(join(root, name), join(files.path, name));
  const bin = join(files.path, '.bin');
  mkdirSync(bin);
  const script = join(root, 'bin', 'swarmdeck.js');
  writeFileSync(
    join(bin, 'swarmdeck'),
    `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`,
    { mode: 0o755 },
  );
  const path = [bin, dirname(process.execPath), process.env.PATH].join(':');
  const child = spawn('sh', ['-c', command], {
    cwd: files.path,
    env: { PATH: path, HOME: files.path, SWARMDECK_HOME: join(files.path, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text) => {
      said[stream] += text;
    });
  const [code] = await once(child, 'close');
  const file = (name: string) => join('swarm-runs', runOf(files.path), name);
  return { code, ...said, file, files };
}

function runOf(directory: string): string {
  const runs = readdirSync(join(directory, 'swarm-runs'));
  if (runs.length !== 1) throw new Error(`expected one run, found ${runs.length}`);
  return runs[0];
}
