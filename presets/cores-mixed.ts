import type { Preset } from '../src/spec/preset.ts';

export const coresMixed: Preset = {
  name: 'cores-mixed',
  summary: 'two agents a core, for tasks that both compute and wait, in batches of 10',
  agents: 'auto',
  sizing: { kind: 'mixed', perCore: 2 },
  concurrencyPerAgent: 2,
  batch: 10,
  timeouts: { totalSeconds: 30 },
};
