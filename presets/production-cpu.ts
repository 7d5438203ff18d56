import type { Preset } from '../src/spec/preset.ts';

export const productionCpu: Preset = {
  name: 'production-cpu',
  summary:
    'steady service with work of its own on the CPU: 4 to 8 calls in flight, each at most 30 s',
  concurrency: { min: 4, max: 8 },
  timeouts: { totalSeconds: 30 },
};
