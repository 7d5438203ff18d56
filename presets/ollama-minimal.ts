import type { Preset } from '../src/spec/preset.ts';

export const ollamaMinimal: Preset = {
  name: 'ollama-minimal',
  summary: 'one call at a time to a local Ollama, for a small machine',
  provider: 'ollama',
  concurrency: 1,
  pool: 1,
  maxConnections: 1,
  healthCheckSeconds: 60,
};
