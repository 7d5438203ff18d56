import type { Preset } from '../src/spec/preset.ts';

export const dev: Preset = {
  name: 'dev',
  summary: 'while you build: 2 to 4 calls in flight, each at most 30 s',
  concurrency: { min: 2, max: 4 },
  timeouts: { totalSeconds: 30 },
};
