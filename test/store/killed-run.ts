// A process that runs and is killed: several agents take tasks and say on stdout which ones were
// committed. Started by open-run.test.ts; its argument is the run directory.
import { writeSync } from 'node:fs';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { EventLog, samplePlan, sampleSpec } from './sample-run.ts';

const plan = samplePlan(100_000);
const { store } = createRunDirectory({
  out: process.argv[2],
  spec: sampleSpec(),
  plan,
  startedAt: new Date(),
  version: '0.1.0',
});
const log = new EventLog((event) => store.append(event));
log.begin(sampleSpec(), plan);
let next = 0;

async function work(agent: number): Promise<void> {
  for (;;) {
    const task = next++;
    log.start(performance.now(), task, agent);
    log.send(performance.now(), task, agent);
    await new Promise((resolve) => setTimeout(resolve, 1));
    log.stream(performance.now(), task, agent, 1);
    log.finish(performance.now(), task, agent);
    await store.committed();
    writeSync(1, `${task}\n`);
  }
}

for (let agent = 0; agent < 5; agent++) void work(agent);
