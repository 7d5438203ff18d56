import { adaptiveBench } from './adaptive.ts';
import { clientsBench } from './clients.ts';
import { consensusBench } from './consensus.ts';
import { consoleBench } from './console.ts';
import { contentBench } from './content.ts';
import { controlBench } from './control.ts';
import { execBench } from './exec.ts';
import { planBench } from './plan.ts';
import { throughputBench } from './throughput.ts';

const benches: Record<string, () => Promise<void>> = {
  throughput: throughputBench,
  control: controlBench,
  adaptive: adaptiveBench,
  console: consoleBench,
  exec: execBench,
  plan: planBench,
  consensus: consensusBench,
  content: contentBench,
  clients: () => clientsBench(Number(process.env.ROUNDS ?? 3)),
};

/** `npm run bench [-- NAME…]`: all of them, or the ones that are named. */
const names = process.argv.slice(2);
for (const name of names) {
  if (!(name in benches)) {
    console.error(`no bench is called ${name}; there are: ${Object.keys(benches).join(', ')}`);
    process.exit(2);
  }
}
for (const name of names.length === 0 ? Object.keys(benches) : names) await benches[name]();
