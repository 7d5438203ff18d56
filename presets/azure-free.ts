import type { Preset } from '../src/spec/preset.ts';
import { swarmFamily } from './swarm-family.ts';

export const azureFree: Preset = {
  name: 'azure-free',
  summary: '10 Azure agents in batches of 10, for a free or trial subscription',
  ...swarmFamily,
  provider: 'azure-agents',
  agents: 10,
  batch: 10,
  pool: 5,
};
