import type { Preset } from '../src/spec/preset.ts';
import { swarmFamily } from './swarm-family.ts';

export const light: Preset = {
  name: 'light',
  summary: '10 agents, to try something out',
  ...swarmFamily,
  agents: 10,
};
