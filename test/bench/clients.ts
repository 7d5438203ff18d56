import type { Measurement } from './measure.ts';
import { runClient } from './run-client.ts';
import { startServerProcess } from './server-process.ts';

const clients = ['swarmdeck', 'undici', 'openai'];
const concurrency = 500;
const tokens = 50;
const latencySeconds = 2;
const waves = 4;

/**
 * CPU for 1,000 calls, share of the ideal rate and peak memory of swarmdeck, bare undici and the
 * official SDK, in interleaved rounds on the same streaming work.
 */
export async function clientsBench(rounds: number): Promise<void> {
  const config = { latencyMs: latencySeconds * 1000, firstTokenMs: 40, outputTokens: tokens };
  const server = await startServerProcess([JSON.stringify(config)]);
  const taken = new Map<string, Measurement[]>(clients.map((client) => [client, []]));
  const options = {
    url: server.url,
    concurrency,
    warmUp: concurrency,
    calls: concurrency * waves,
    tokens,
  };
  try {
    for (let round = 0; round < rounds; round++) {
      for (const client of clients) taken.get(client)?.push(await runClient(client, options));
    }
  } finally {
    await server.stop();
  }
  print(taken, rounds);
}

function print(taken: ReadonlyMap<string, Measurement[]>, rounds: number): void {
  const cpuOf = (client: string) =>
    median((taken.get(client) ?? []).map(({ cpuSeconds, calls }) => (cpuSeconds / calls) * 1000));
  console.log(
    `\nclients: ${concurrency} at once, ${tokens} chunks over ${latencySeconds} s, ${waves} waves after a warm-up, medians of ${rounds} rounds`,
  );
  console.log('client       CPU s/1,000 calls  ideal rate  peak MB  CPU ÷ undici  CPU ÷ openai');
  for (const [client, all] of taken) {
    const cpu = cpuOf(client);
    const share = median(
      all.map(({ calls, wallSeconds }) => calls / wallSeconds / (concurrency / latencySeconds)),
    );
    const peak = median(all.map(({ peakRssMb }) => peakRssMb));
    console.log(
      [
        client.padEnd(12),
        cpu.toFixed(3).padStart(17),
        share.toFixed(3).padStart(11),
        peak.toFixed(0).padStart(8),
        (cpu / cpuOf('undici')).toFixed(2).padStart(13),
        (cpu / cpuOf('openai')).toFixed(2).padStart(13),
      ].join(' '),
    );
  }
  console.log('gates: CPU ≤ 1.20 × undici and ≤ 0.40 × openai');
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
