import type { Preset } from '../src/spec/preset.ts';

export const ollamaFast: Preset = {
  name: 'ollama-fast',
  summary: '5 calls at once to a local Ollama with a strong GPU, over 3 connections',
  provider: 'ollama',
  concurrency: 5,
  pool: 3,
  maxConnections: 3,
  healthCheckSeconds: 30,
};
