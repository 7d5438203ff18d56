import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { SimulatorRecord } from '../../src/simulator/record.ts';
import { benchSpec } from './bench-spec.ts';
import { startServerProcess } from './server-process.ts';

/** How long a stop, a pause and a change of concurrency take, by the simulator's own record. */
export async function controlBench(): Promise<void> {
  const config = { latencyMs: 30_000, firstTokenMs: 40, outputTokens: 300 };
  console.log('\ncontrol: stop now, with every agent streaming; times in ms from the command');
  console.log('in flight  acknowledged  last socket closed, ours  by the simulator  tokens after');
  for (const agents of [500, 5_000]) {
    const server = await startServerProcess([JSON.stringify(config)]);
    const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-bench-'));
    try {
      const spec = benchSpec({
        url: server.url,
        agents,
        tasks: agents,
        out: join(directory, 'run'),
      });
      const session = await Session.open({ spec, plan: compilePlan(spec), environment: {} });
      let streaming = 0;
      const all = new Promise<void>((resolve) => {
        session.engine.onEvent((event) => {
          if (event.type === 'call.streaming' && ++streaming === agents) resolve();
        });
      });
      session.engine.start();
      await all;
      await new Promise((resolve) => setTimeout(resolve, 500));
      const askedAt = Date.now();
      session.command({ type: 'stop', mode: 'now' }, { by: 'bench' });
      await session.finish();
      const proof = session.engine.state.stopProof;
      if (proof === null) throw new Error('the stop was not proven');
      const reply = await fetch(`${server.url}/__sim/record`);
      const record = (await reply.json()) as SimulatorRecord;
      const startedAt = Date.parse(record.startedAt);
      const quietMs =
        Math.max(...record.connections.map(({ closedT }) => (closedT ?? Number.NaN) + startedAt)) -
        askedAt;
      console.log(
        [
          String(agents).padStart(9),
          (proof.acknowledgedT - proof.askedT).toFixed(1).padStart(13),
          (proof.closedT - proof.askedT).toFixed(0).padStart(25),
          quietMs.toFixed(0).padStart(17),
          String(proof.tokensAfter).padStart(13),
        ].join(' '),
      );
    } finally {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  }
  console.log('gates: 250 ms at 500 in flight, 1,000 ms at 5,000');
}
