import { runProgram } from './program.ts';
import { startServerProcess } from './server-process.ts';

const agents = 500;
const latencySeconds = 2;
const waves = 6;

/** Share of the ideal rate that 500 agents reach on a latency of exactly 2 s, and what the process takes. */
export async function throughputBench(): Promise<void> {
  const config = { latencyMs: latencySeconds * 1000, firstTokenMs: 40, outputTokens: 50 };
  const server = await startServerProcess([JSON.stringify(config)]);
  console.log(
    `\nthroughput: heavy preset, ${agents} agents, ${waves} tasks each, ${latencySeconds} s a call, 50 chunks a call`,
  );
  console.log('console  pool  calls/s  of ideal  whole run  CPU s/1,000  peak MB');
  try {
    for (const pool of [200, 500]) {
      for (const withConsole of [false, true]) {
        const prompts = agents * waves;
        const args = [
          '--preset',
          'heavy',
          '--base-url',
          `${server.url}/v1`,
          '--model',
          'sim-small',
          '--pool',
          String(pool),
        ];
        const { metrics, endedT } = await runProgram({ args, prompts, console: withConsole });
        const ideal = agents / latencySeconds;
        // From the end of the first wave on: what comes before is the start, and not the pace.
        const pace = ((prompts - agents) * 1000) / (endedT[prompts - 1] - endedT[agents - 1]);
        console.log(
          [
            (withConsole ? 'on' : 'off').padEnd(7),
            String(pool).padStart(5),
            pace.toFixed(1).padStart(8),
            (pace / ideal).toFixed(3).padStart(9),
            (metrics.throughput_per_second / ideal).toFixed(3).padStart(10),
            ((metrics.process.cpu_seconds / prompts) * 1000).toFixed(3).padStart(12),
            (metrics.process.peak_rss_bytes / 1e6).toFixed(0).padStart(8),
          ].join(' '),
        );
      }
    }
    console.log('gate: at least 0.950 of the ideal rate, the first wave left out');
  } finally {
    await server.stop();
  }
}
