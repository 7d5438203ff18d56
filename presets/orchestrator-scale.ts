import type { Preset } from '../src/spec/preset.ts';

export const orchestratorScale: Preset = {
  name: 'orchestrator-scale',
  summary: '50 calls at once, 200 requests a minute, 3 retries, 100 workflows at once',
  concurrency: 50,
  limits: { requestsPerMinute: 200 },
  retry: { retries: 3 },
  workflowsAtOnce: 100,
};
