import type { Preset } from '../src/spec/preset.ts';

export const batch: Preset = {
  name: 'batch',
  summary: 'a large job in the background: 16 to 32 calls in flight, each at most 30 s',
  concurrency: { min: 16, max: 32 },
  timeouts: { totalSeconds: 30 },
};
