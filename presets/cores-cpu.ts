import type { Preset } from '../src/spec/preset.ts';

export const coresCpu: Preset = {
  name: 'cores-cpu',
  summary: 'one agent a core, for tasks that keep this machine busy, in batches of 20',
  agents: 'auto',
  sizing: { kind: 'cpu', perCore: 1 },
  concurrencyPerAgent: 2,
  batch: 20,
  timeouts: { totalSeconds: 30 },
};
