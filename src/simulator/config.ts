import { type FaultConfig, noFaults } from './faults.ts';
import type { Range } from './range.ts';

/**
 * How the simulator behaves. Read and changed while it runs at `/__sim/config`; a change holds for
 * the calls that come after it.
 *
 * Time of a reply with n tokens, from the moment its request is read (or leaves the queue of
 * `queueAbove`):
 *
 * - without `latencyMs`: token i of 0 to n-1 is sent at `firstTokenMs + i × 1000 / tokensPerSecond`,
 *   the end of the reply together with the last token;
 * - with `latencyMs`: the reply ends at exactly `latencyMs`; its first token is sent at
 *   `firstTokenMs` (at `latencyMs` if that is sooner), the others follow evenly, the last at the
 *   end. `tokensPerSecond` plays no part.
 *
 * A reply that is not streamed is sent whole at its end. Times are kept to one step of the shared
 * ticker (4 ms), never early; lateness does not add up. So both `{ firstTokenMs: 40,
 * outputTokens: 50, tokensPerSecond: 25 }` and `{ latencyMs: 2000, firstTokenMs: 40,
 * outputTokens: 50 }` are 50 chunks, one every 40 ms, over exactly 2 s.
 */
export interface SimulatorConfig {
  /** Seed of every draw. The same seed and prompt give the same answer, whatever came before. */
  readonly seed: number;
  /** Duration of the whole reply, ms; null: it follows from the three below. */
  readonly latencyMs: Range | null;
  /** Time to the first token, ms. */
  readonly firstTokenMs: Range;
  readonly tokensPerSecond: Range;
  /** Length of an answer in tokens, one token a chunk. The request's own limit cuts it. */
  readonly outputTokens: Range;
  /** Loading a model that is not in memory, ms; only Ollama has such. */
  readonly modelLoadMs: number;
  /** Fetching a model that is not installed, ms; only Ollama does. */
  readonly modelPullMs: number;
  /** How long a run of a classic Azure agent lives, waiting for tools included, ms. */
  readonly runLifeMs: number;
  /** Turns in which offered tools are called before the answer is given. */
  readonly toolTurns: number;
  /** Tools that are called in each of them. */
  readonly parallelToolCalls: number;
  /** Per key; null: no limit. Above it: 429 with the provider's headers. */
  readonly requestsPerMinute: number | null;
  /** Per key, prompt and answer counted as they will be; null: no limit. */
  readonly tokensPerMinute: number | null;
  /** How many seconds' worth of a limit may be used at once: 60, or less as stricter services do. */
  readonly limitBurstSeconds: number;
  /** Calls in flight, waiting ones included, above which a call is refused with 429. */
  readonly maxConcurrent: number | null;
  /** Calls in service above which a call waits for its turn, as Ollama makes it. */
  readonly queueAbove: number | null;
  readonly faults: FaultConfig;
}

/** A change of the config: a field that is given replaces the old value whole, also `faults`. */
export type SimulatorChange = Partial<Omit<SimulatorConfig, 'faults'>> & {
  readonly faults?: Partial<FaultConfig>;
};

/** Pleasant for a demonstration: no limits, no faults. */
export const defaultConfig: SimulatorConfig = {
  seed: 1,
  latencyMs: null,
  firstTokenMs: { min: 250, max: 600 },
  tokensPerSecond: { min: 50, max: 70 },
  outputTokens: { min: 40, max: 120 },
  modelLoadMs: 0,
  modelPullMs: 800,
  runLifeMs: 600_000,
  toolTurns: 1,
  parallelToolCalls: 1,
  requestsPerMinute: null,
  tokensPerMinute: null,
  limitBurstSeconds: 60,
  maxConcurrent: null,
  queueAbove: null,
  faults: noFaults,
};
