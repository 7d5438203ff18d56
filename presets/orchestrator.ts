import type { Preset } from '../src/spec/preset.ts';

export const orchestrator: Preset = {
  name: 'orchestrator',
  summary: '10 calls at once, 60 requests a minute, 3 retries',
  concurrency: 10,
  limits: { requestsPerMinute: 60 },
  retry: { retries: 3 },
};
