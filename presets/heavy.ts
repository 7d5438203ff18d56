import type { Preset } from '../src/spec/preset.ts';
import { swarmFamily } from './swarm-family.ts';

export const heavy: Preset = {
  name: 'heavy',
  summary: '500 agents, all 500 in flight at once, over 200 kept connections',
  ...swarmFamily,
  agents: 500,
  concurrencyPerAgent: 1,
  batch: 100,
  pool: 200,
};
