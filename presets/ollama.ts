import type { Preset } from '../src/spec/preset.ts';

export const ollama: Preset = {
  name: 'ollama',
  summary: '3 calls at once to a local Ollama over 2 connections',
  provider: 'ollama',
  concurrency: 3,
  pool: 2,
  maxConnections: 2,
};
