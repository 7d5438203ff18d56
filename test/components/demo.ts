/**
 * The console over a made-up run, to be looked at: `npm run build`, then
 * `node test/components/demo.ts [agents] [tasks] [--launch] [--fast]`.
 * With `--measure` it runs ten seconds and prints what a frame cost and how large the process is.
 */
import type { ConsoleOptions } from '../../components/console-options.ts';
import { LaunchFixture } from './launch-fixture.ts';
import { RunFixture } from './run-fixture.ts';

process.env.NODE_ENV ||= 'production';
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const has = (flag: string) => process.argv.includes(flag);
const agents = Number(words[0] ?? 500);
const tasks = Number(words[1] ?? agents * 20);

function startRun(count = agents): RunFixture {
  const order = Math.floor(count / 5);
  const fixture = new RunFixture({
    roles: count < 20 ? { agent: count } : { kaoz: count - order, order },
    tasks,
    concurrency: Math.ceil(count * 0.9),
    routes: ['azure/gpt-5-mini', 'ollama/llama3.2'],
    tokenPrice: has('--unpriced') ? null : 600,
  });
  setInterval(() => fixture.advance(100), 100).unref();
  return fixture;
}

const desk = new LaunchFixture();
desk.start = () => new Promise((resolve) => setTimeout(() => resolve(startRun()), 700));

const built = (path: string) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { openConsole } = (await built(
  'components/console.js',
)) as typeof import('../../components/console.tsx');
const { ConsoleLoop } = (await built(
  'components/console-loop.js',
)) as typeof import('../../components/console-loop.ts');

const frames: number[] = [];
const { frame } = ConsoleLoop.prototype;
ConsoleLoop.prototype.frame = function (all) {
  const start = performance.now();
  frame.call(this, all);
  frames.push(performance.now() - start);
};
const closing = new AbortController();
if (has('--measure')) setTimeout(() => closing.abort(), 15_000);
const options: ConsoleOptions = {
  ...(has('--launch')
    ? { launch: desk.choices() }
    : { run: has('--fast') ? startRun().advance(60_000) : startRun() }),
  stdin: process.stdin,
  stdout: process.stdout,
  env: process.env,
  signal: closing.signal,
};
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
const outcome = await openConsole(options);
const cpu = process.cpuUsage(cpuBefore);
// The first frames are those of a cold process: what is looked at for hours is not.
const times = frames.slice(Math.min(30, frames.length >> 1)).sort((a, b) => a - b);
const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
const share = ((cpu.user + cpu.system) / 10 / (performance.now() - startedAt)).toFixed(1);
console.log(outcome);
console.log(`${frames.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
console.log(
  `${share} % of a core with the made-up run, ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB resident`,
);
