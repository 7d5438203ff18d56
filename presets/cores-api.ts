import type { Preset } from '../src/spec/preset.ts';

export const coresApi: Preset = {
  name: 'cores-api',
  summary: 'two agents a core, for tasks that wait for a service, in batches of 10',
  agents: 'auto',
  sizing: { kind: 'api', perCore: 2 },
  concurrencyPerAgent: 2,
  batch: 10,
  timeouts: { totalSeconds: 30 },
};
