// Prints what the store costs: `node test/store/measure-cost.ts [calls] [calls a second]`. The rate
// matters: at few calls a commit, the commits are most of it.
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { writeRunFiles } from '../../src/store/write-run-files.ts';
import { EventLog, samplePlan, sampleSpec, temporaryDirectory } from './sample-run.ts';

const calls = Number(process.argv[2] ?? 5000);
const callsPerSecond = Number(process.argv[3] ?? 250);
const agents = 500;
const text = 'The answer that a small model gives in fifty tokens. '.repeat(5);

const home = temporaryDirectory();
process.env.SWARMDECK_HOME = join(home.path, 'home');
const [role] = sampleSpec().roles;
const spec = sampleSpec({ agents, roles: [{ ...role, agents }] });

function report(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(44)} ${value.toFixed(1).padStart(10)} ${unit}`);
}

function create(size: number, name: string) {
  const plan = { ...samplePlan(size), role: new Uint16Array(size) };
  const out = join(home.path, name);
  return createRunDirectory({ out, spec, plan, startedAt: new Date(), version: '0.1.0' });
}

const begunAt = performance.now();
const large = create(100_000, 'large');
report('100,000 tasks into run.db', performance.now() - begunAt, 'ms');
large.store.close();

// Starts and ends of different calls interleave, as 500 at once do. A round appends what falls into
// 10 ms of such a run and commits it. Rounds follow each other, since a run that reads tokens is never
// asleep for long: a process that is woken for each commit alone pays twice as much, for cold caches.
const run = create(calls, 'run');
const log = new EventLog((event) => {
  run.store.append(event);
  log.events.length = 0;
});
let cpuUs = 0;
let longestMs = 0;
const roundMs = 10;
for (let step = 0, round = 1; step < calls + agents; round++) {
  await new Promise((resolve) => setImmediate(resolve));
  const t = round * roundMs;
  const due = Math.min(calls + agents, Math.floor((t * callsPerSecond) / 1000));
  const cpu = process.cpuUsage();
  const roundAt = performance.now();
  for (; step < due; step++) {
    const ending = step - agents;
    if (ending >= 0) {
      log.stream(t, ending, ending % agents, 200.5);
      log.finish(t, ending, ending % agents, { route: 0, text, durationMs: 2000.125 });
    }
    if (step < calls) {
      log.start(t, step, step % agents);
      log.send(t, step, step % agents, 0.25);
    }
  }
  run.store.flush();
  const used = process.cpuUsage(cpu);
  cpuUs += used.user + used.system;
  longestMs = Math.max(longestMs, performance.now() - roundAt);
}
report(`CPU a call at ${callsPerSecond} calls/s`, cpuUs / calls, 'us');
report('longest commit', longestMs, 'ms');

const writingAt = performance.now();
await writeRunFiles(run.store, { cpuSeconds: 0, peakRssBytes: 0, bytesIn: 0, bytesOut: 0 });
report(`files of ${calls} tasks`, performance.now() - writingAt, 'ms');
run.store.close();
report('run.db a call', statSync(join(run.directory, 'run.db')).size / calls, 'bytes');
rmSync(home.path, { recursive: true });
