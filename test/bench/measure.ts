/** What one client process reports of its measured part, the warm-up left out. */
export interface Measurement {
  readonly client: string;
  readonly calls: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakRssMb: number;
}

/** Starts counting when the warm-up has ended, and prints the measurement when asked. */
export class Meter {
  private cpu = process.cpuUsage();
  private at = performance.now();

  begin(): void {
    this.cpu = process.cpuUsage();
    this.at = performance.now();
  }

  report(client: string, calls: number): void {
    const cpu = process.cpuUsage(this.cpu);
    const measurement: Measurement = {
      client,
      calls,
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      wallSeconds: (performance.now() - this.at) / 1000,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
    };
    process.stdout.write(`${JSON.stringify(measurement)}\n`);
  }
}

export interface ClientOptions {
  readonly url: string;
  readonly concurrency: number;
  /** Calls before the measurement begins. */
  readonly warmUp: number;
  readonly calls: number;
  /** Tokens that every answer must have. */
  readonly tokens: number;
}

/** The options that the bench gives its clients as one JSON argument. */
export function clientOptions(): ClientOptions {
  return JSON.parse(process.argv[2]) as ClientOptions;
}

/** Runs `call` for the warm-up and the measured part, p-limit deciding how many at once. */
export async function inRounds(
  options: ClientOptions,
  client: string,
  call: (index: number) => Promise<number>,
): Promise<void> {
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(options.concurrency);
  const meter = new Meter();
  let ended = 0;
  const total = options.warmUp + options.calls;
  const all = Array.from({ length: total }, (_, index) =>
    limit(async () => {
      const tokens = await call(index);
      if (tokens !== options.tokens) throw new Error(`call ${index} gave ${tokens} tokens`);
      if (++ended === options.warmUp) meter.begin();
    }),
  );
  await Promise.all(all);
  meter.report(client, options.calls);
}

export function requestBody(index: number) {
  return {
    model: 'sim-small',
    messages: [{ role: 'user' as const, content: `Say something about number ${index}.` }],
    stream: true as const,
    stream_options: { include_usage: true },
  };
}
