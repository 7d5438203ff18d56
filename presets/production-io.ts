import type { Preset } from '../src/spec/preset.ts';

export const productionIo: Preset = {
  name: 'production-io',
  summary: 'steady service that mostly waits: 8 to 16 calls in flight, each at most 30 s',
  concurrency: { min: 8, max: 16 },
  timeouts: { totalSeconds: 30 },
};
