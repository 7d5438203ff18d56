import { describe, expect, it } from 'vitest';
import { builtInPresets } from '../../presets/index.ts';
import { plainPlace } from '../../src/spec/place.ts';
import { parsePreset } from '../../src/spec/preset.ts';
import { resolved } from '../helpers/spec.ts';

/** What a run with the preset gets, on four cores; another provider where the preset's is not there. */
const run = (preset: string) => resolved({ flags: { preset, provider: 'simulator' } });

const perAgent = (count: number) => ({ min: count, max: count, auto: false });

describe('the built-in presets', () => {
  it.each(builtInPresets)('$name fits the schema and says in one line what it means', (preset) => {
    expect(parsePreset(preset, plainPlace())).toEqual(preset);
    expect(preset.summary).toMatch(/^\S.{8,90}$/);
  });

  it.each([
    ['light', 10, 1, 10],
    ['medium', 100, 1, 100],
    ['heavy', 500, 100, 200],
    ['azure-free', 10, 10, 5],
    ['azure-standard', 100, 50, 50],
    ['azure-premium', 500, 100, 200],
  ])('%s: %i agents all at once, batch %i, pool %i, patient', async (name, agents, batch, pool) => {
    const spec = await run(name);
    expect(spec).toMatchObject({
      preset: name,
      agents,
      batch,
      concurrency: perAgent(agents),
      retry: { retries: 5, strategy: 'exponential' },
      timeouts: {
        connectSeconds: 30,
        firstTokenSeconds: 300,
        idleSeconds: 300,
        totalSeconds: null,
      },
      breaker: { failures: 3, recoverySeconds: 60 },
    });
    expect(spec.routes[0]).toMatchObject({ pool, maxConnections: null });
  });

  it.each([
    ['ollama-minimal', 1, 1, 60],
    ['ollama', 3, 2, 30],
    ['ollama-fast', 5, 3, 30],
  ])(
    '%s: %i calls at once, %i connections at most, health every %i s',
    async (name, calls, pool, health) => {
      const spec = await run(name);
      expect(spec).toMatchObject({ concurrency: perAgent(calls), healthCheckSeconds: health });
      expect(spec.routes[0]).toMatchObject({ pool, maxConnections: pool });
    },
  );

  it.each([
    ['dev', 2, 4],
    ['production-cpu', 4, 8],
    ['production-io', 8, 16],
    ['batch', 16, 32],
  ])('%s stays between %i and %i calls, each at most 30 s', async (name, min, max) => {
    expect(await run(name)).toMatchObject({
      concurrency: { min, max, auto: true },
      timeouts: { totalSeconds: 30 },
    });
  });

  it.each([
    ['cores-cpu', 4, 20],
    ['cores-api', 8, 10],
    ['cores-mixed', 8, 10],
  ])('%s: %i agents on four cores, twice as many calls, batch %i', async (name, agents, batch) => {
    expect(await run(name)).toMatchObject({
      agents,
      batch,
      concurrency: perAgent(agents * 2),
      timeouts: { totalSeconds: 30 },
    });
  });

  it.each([
    ['orchestrator', 60, 10],
    ['orchestrator-scale', 200, 50],
  ])('%s: %i requests a minute, %i at once, 3 retries', async (name, requestsPerMinute, calls) => {
    expect(await run(name)).toMatchObject({
      limits: { requestsPerMinute },
      concurrency: perAgent(calls),
      retry: { retries: 3 },
    });
  });

  it('name a provider only where they are made for one', () => {
    const named = builtInPresets.filter(({ provider }) => provider !== undefined);
    expect(named.map(({ name, provider }) => [name.split('-')[0], provider])).toEqual([
      ...Array(3).fill(['azure', 'azure-agents']),
      ...Array(3).fill(['ollama', 'ollama']),
    ]);
  });
});
