import { usd } from '../cost/usd.ts';
import type { CallOutcome } from '../gates/gate.ts';
import type { Usage } from '../state/events.ts';
import { Histogram } from '../state/histogram.ts';
import type { PoolStats } from './pool-options.ts';

/** What the calls of a pool add up to; as much memory after a million of them as after one. */
export class PoolFigures {
  succeeded = 0;
  failed = 0;
  cancelled = 0;
  requests = 0;
  retries = 0;
  private costNanoUsd = 0;
  private unpriced = 0;
  private readonly latency = new Histogram();
  private readonly firstToken = new Histogram();
  private readonly tokens = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, estimated: false };

  /** A request has succeeded. */
  add({ usage, costNanoUsd, startedAt, endedAt, firstTokenMs }: CallOutcome): void {
    this.latency.record(endedAt - startedAt);
    if (firstTokenMs !== null) this.firstToken.record(firstTokenMs);
    if (costNanoUsd === null) this.unpriced++;
    else this.costNanoUsd += costNanoUsd;
    if (usage === null) return;
    this.tokens.input += usage.inputTokens;
    this.tokens.cacheRead += usage.cacheReadTokens;
    this.tokens.cacheWrite += usage.cacheWriteTokens;
    this.tokens.output += usage.outputTokens;
    this.tokens.estimated ||= usage.estimated;
  }

  get usage(): Usage {
    const { input, cacheRead, cacheWrite, output, estimated } = this.tokens;
    return {
      inputTokens: input,
      cacheReadTokens: cacheRead,
      cacheWriteTokens: cacheWrite,
      outputTokens: output,
      estimated,
    };
  }

  stats(): Pick<
    PoolStats,
    | 'succeeded'
    | 'failed'
    | 'cancelled'
    | 'requests'
    | 'retries'
    | 'latencyMs'
    | 'firstTokenMs'
    | 'usage'
    | 'costUsd'
    | 'unpricedRequests'
  > {
    const { succeeded, failed, cancelled, requests, retries, usage, latency, firstToken } = this;
    const at = (histogram: Histogram, share: number) => histogram.percentile(share);
    return {
      ...{ succeeded, failed, cancelled, requests, retries, usage },
      latencyMs: { p50: at(latency, 0.5), p95: at(latency, 0.95), p99: at(latency, 0.99) },
      firstTokenMs: { p50: at(firstToken, 0.5), p95: at(firstToken, 0.95) },
      costUsd: usd(this.costNanoUsd),
      unpricedRequests: this.unpriced,
    };
  }
}
