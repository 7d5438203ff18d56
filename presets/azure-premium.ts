import type { Preset } from '../src/spec/preset.ts';
import { swarmFamily } from './swarm-family.ts';

export const azurePremium: Preset = {
  name: 'azure-premium',
  summary: '500 Azure agents in batches of 100, for a subscription with raised quotas',
  ...swarmFamily,
  provider: 'azure-agents',
  agents: 500,
  batch: 100,
  pool: 200,
};
