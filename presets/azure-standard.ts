import type { Preset } from '../src/spec/preset.ts';
import { swarmFamily } from './swarm-family.ts';

export const azureStandard: Preset = {
  name: 'azure-standard',
  summary: '100 Azure agents in batches of 50, for a standard subscription',
  ...swarmFamily,
  provider: 'azure-agents',
  agents: 100,
  batch: 50,
  pool: 50,
};
