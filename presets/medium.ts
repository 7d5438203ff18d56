import type { Preset } from '../src/spec/preset.ts';
import { swarmFamily } from './swarm-family.ts';

export const medium: Preset = {
  name: 'medium',
  summary: '100 agents, for an ordinary account',
  ...swarmFamily,
  agents: 100,
};
