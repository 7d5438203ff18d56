import type { Preset } from '../src/spec/preset.ts';

/**
 * What light, medium, heavy and the azure presets share: patient with slow answers, five tries after
 * the first, and a route that fails three times in a row rests for a minute.
 */
export const swarmFamily = {
  retry: { retries: 5, strategy: 'exponential' },
  timeouts: { connectSeconds: 30, firstTokenSeconds: 300, idleSeconds: 300, totalSeconds: null },
  breaker: { failures: 3, recoverySeconds: 60 },
} as const satisfies Partial<Preset>;
