import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SimulatorRecord } from '../../src/simulator/record.ts';
import { WorkingDirectory } from '../helpers/command-line.ts';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';
import { type KeyLatencies, keyLatencies } from './key-latencies.ts';
import { cpuSecondsOf, MemoryWatch, memoryOf } from './process-watch.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** How the run is looked at. */
export type Front = 'headless' | 'console' | 'plain Ink';

export interface Load {
  readonly agents: number;
  readonly tasks: number;
  /** Chunks a second of each agent. */
  readonly chunksPerSecond: number;
  /** Length of an answer, s. */
  readonly answerSeconds: { readonly min: number; readonly max: number };
  /** Before the measurement begins, s: everything streams and the code is compiled. */
  readonly warmSeconds: number;
  readonly seconds: number;
}

/** What one frame took: on the clock, and of CPU in the thread that draws. */
export interface Frame {
  readonly ms: number;
  readonly cpuMs: number;
}

export interface MeasuredRun {
  /** CPU of the whole process as a share of one core. */
  readonly cpuShare: number;
  readonly memory: MemoryWatch;
  readonly peakMb: number;
  readonly chunksPerSecond: number;
  /** What each frame took, in order; empty without a screen. */
  readonly frames: readonly Frame[];
  readonly bytesPerFrame: number;
  /** Renders of Ink's own during the measurement. */
  readonly inkRenders: number;
  readonly keys: KeyLatencies | null;
}

const program = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));
/** Built by `tsc -p test/bench/programs`, because a TypeScript loader would be measured with them. */
const built = new URL('../../dist/test/bench/programs/', import.meta.url);
const paintedFrame = '\x1b[?2026h\x1b7';
const anyFrame = '\x1b[?2026h';

/** The real program in a process of its own, the simulator in another, measured from a third. */
export async function measureRun(front: Front, load: Load): Promise<MeasuredRun> {
  const { agents, chunksPerSecond, answerSeconds, warmSeconds, seconds } = load;
  const server = await startServerProcess([
    JSON.stringify({
      firstTokenMs: { min: 200, max: 800 },
      tokensPerSecond: chunksPerSecond,
      outputTokens: {
        min: answerSeconds.min * chunksPerSecond,
        max: answerSeconds.max * chunksPerSecond,
      },
    }),
  ]);
  const directory = new WorkingDirectory();
  const framesFile = join(directory.path, 'frames');
  writeFileSync(framesFile, '');
  const started = start(front, load, server, directory, framesFile);
  const memory = new MemoryWatch(started.pid);
  try {
    while ((await recordOf(server)).totals.inFlight < agents * 0.98) await sleep(1_000);
    await sleep(warmSeconds * 1_000);
    const before = (await recordOf(server)).totals.tokensSent;
    const fromMs = Date.now();
    const cpuBefore = cpuSecondsOf(started.pid);
    const writtenBefore = started.terminal?.written.length ?? 0;
    await sleep(seconds * 1_000);
    const cpuAfter = cpuSecondsOf(started.pid);
    const spanMs = Date.now() - fromMs;
    const written = started.terminal?.written.slice(writtenBefore) ?? '';
    const after = (await recordOf(server)).totals.tokensSent;
    const { terminal } = started;
    const keys = front === 'console' && terminal !== null ? await keyLatencies(terminal) : null;
    await sleep(1_500);
    const painted = countOf(written, paintedFrame);
    const inkRenders = countOf(written, anyFrame) - painted;
    return {
      cpuShare: (cpuAfter - cpuBefore) / (spanMs / 1_000),
      memory,
      peakMb: memoryOf(started.pid).peakMb,
      chunksPerSecond: (after - before) / (spanMs / 1_000),
      frames: framesOf(framesFile, fromMs, fromMs + spanMs),
      bytesPerFrame: Buffer.byteLength(written) / Math.max(1, painted || inkRenders),
      inkRenders,
      keys,
    };
  } finally {
    memory.stop();
    started.kill();
    await server.stop();
    await directory.clear();
  }
}

interface Started {
  readonly pid: number;
  readonly terminal: PseudoTerminal | null;
  kill(): void;
}

function start(
  front: Front,
  { agents, tasks }: Load,
  server: ServerProcess,
  directory: WorkingDirectory,
  framesFile: string,
): Started {
  const prompts = join(directory.path, 'prompts.txt');
  const lines = Array.from({ length: tasks }, (_, i) => `Say something about number ${i}.`);
  writeFileSync(prompts, lines.join('\n'));
  const count = String(agents);
  const words = [
    ...['run', '--preset', 'heavy', '--base-url', `${server.url}/v1`, '--model', 'sim-small'],
    ...['--agents', count, '--concurrency', count, '--pool', count],
    ...['--prompts', prompts, '--out', join(directory.path, 'run')],
  ];
  const env = { NODE_ENV: 'production' };
  if (front === 'headless') {
    const child: ChildProcess = spawn(process.execPath, [program, ...words], {
      cwd: directory.path,
      env: { ...process.env, ...env, SWARMDECK_HOME: join(directory.path, 'home') },
      stdio: 'ignore',
    });
    return { pid: child.pid ?? 0, terminal: null, kill: () => child.kill('SIGKILL') };
  }
  const module = front === 'console' ? 'frame-times.js' : 'plain-ink.js';
  const terminal = new PseudoTerminal(directory, words, {
    columns: 200,
    rows: 60,
    colorTerm: 'truecolor',
    env,
    nodeFlags: ['--import', new URL(`${module}?into=${framesFile}`, built).href],
  });
  return { pid: terminal.pid, terminal, kill: () => terminal.close() };
}

async function recordOf({ url }: ServerProcess): Promise<SimulatorRecord> {
  return (await (await fetch(`${url}/__sim/record`)).json()) as SimulatorRecord;
}

function framesOf(file: string, fromMs: number, toMs: number): Frame[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split(' ').map(Number))
    .filter(([at]) => at >= fromMs && at <= toMs)
    .map(([, ms, cpuMs]) => ({ ms, cpuMs }));
}

function countOf(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
