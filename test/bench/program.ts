import { spawn as spawnProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { readEvents } from '../../src/store/event-reader.ts';
import { openDatabase } from '../../src/store/sqlite.ts';

const script = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));

export interface ProgramRun {
  readonly args: readonly string[];
  readonly prompts: number;
  /** In a pseudo-terminal of 200×60, so that the console draws; else without a terminal. */
  readonly console: boolean;
}

export interface ProgramResult {
  readonly metrics: ProgramMetrics;
  /** Run time, ms, at which each task ended, in the order in which they did. */
  readonly endedT: readonly number[];
}

/** What metrics.json says of a run of the built program; see `src/store/metrics-schema.ts`. */
export interface ProgramMetrics {
  readonly total_duration: number;
  readonly throughput_per_second: number;
  readonly process: { readonly cpu_seconds: number; readonly peak_rss_bytes: number };
}

/** Runs the built program as an operator would, and reads what it recorded. */
export async function runProgram(run: ProgramRun): Promise<ProgramResult> {
  const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-bench-'));
  const prompts = join(directory, 'prompts.txt');
  const lines = Array.from({ length: run.prompts }, (_, i) => `Say something about number ${i}.`);
  writeFileSync(prompts, lines.join('\n'));
  const out = join(directory, 'run');
  const args = [script, 'run', ...run.args, '--prompts', prompts, '--out', out];
  const env = { ...process.env, SWARMDECK_HOME: join(directory, 'home'), NODE_ENV: 'production' };
  try {
    if (run.console) await inTerminal(args, env);
    else {
      const child = spawnProcess(process.execPath, args, { env, stdio: 'ignore' });
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Error(`the program ended with code ${code}`);
    }
    const database = openDatabase(join(out, 'run.db'));
    const ends = [...readEvents(database)].filter((event) => event.type === 'task.finished');
    database.close();
    return {
      metrics: JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')),
      endedT: ends.map((event) => event.t),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function inTerminal(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const terminal = spawnTerminal(process.execPath, args, {
    name: 'xterm-256color',
    cols: 200,
    rows: 60,
    env: { ...env, COLORTERM: 'truecolor', LANG: 'C.UTF-8' },
  });
  // The console stays open at the end of a run until a key is pressed.
  terminal.onData((data) => {
    if (data.includes('exit code')) terminal.write('q');
  });
  return new Promise((resolve, reject) =>
    terminal.onExit(({ exitCode }) =>
      exitCode === 0 ? resolve() : reject(new Error(`the program ended with code ${exitCode}`)),
    ),
  );
}
