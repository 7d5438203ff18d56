import type { SimulatorConfig } from './config.ts';
import type { Random } from './random.ts';
import { drawFrom } from './range.ts';

/** When the parts of one reply are due, in ms from its start; see `SimulatorConfig`. */
export interface Pace {
  readonly firstMs: number;
  /** Between two tokens. */
  readonly gapMs: number;
  readonly endMs: number;
}

/** Of a reply that waits for nothing. */
export const atOnce: Pace = { firstMs: 0, gapMs: 0, endMs: 0 };

/** @param slowness what every time is multiplied by */
export function paceOf(
  config: SimulatorConfig,
  tokens: number,
  slowness: number,
  random: Random,
): Pace {
  // All three are drawn whichever count, so that later calls draw the same under any config.
  const firstMs = drawFrom(config.firstTokenMs, random) * slowness;
  const gapMs = (1000 / drawFrom(config.tokensPerSecond, random)) * slowness;
  const latencyMs = drawFrom(config.latencyMs ?? 0, random) * slowness;
  const gaps = Math.max(0, tokens - 1);
  if (config.latencyMs === null) return { firstMs, gapMs, endMs: firstMs + gaps * gapMs };
  const soonest = Math.min(firstMs, latencyMs);
  return {
    firstMs: soonest,
    gapMs: gaps === 0 ? 0 : (latencyMs - soonest) / gaps,
    endMs: latencyMs,
  };
}

/** The same, once a model is loaded. */
export function afterLoad(pace: Pace, loadMs: number): Pace {
  if (loadMs === 0) return pace;
  return { ...pace, firstMs: pace.firstMs + loadMs, endMs: pace.endMs + loadMs };
}
