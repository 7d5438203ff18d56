import { expect, test } from 'vitest';
import { builtInPresets } from '../../presets/index.ts';
import { consoleRun } from '../../src/cli/console-run.ts';
import { presetNamed, presetTuning } from '../../src/cli/preset-tuning.ts';
import { Session } from '../../src/cli/session.ts';
import { tuningPreset } from '../../src/cli/tuning-preset.ts';
import { tuningChanges } from '../../src/engine/commands/tuning-now.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { savedPresets } from '../../src/settings/saved-presets.ts';
import { plainPlace } from '../../src/spec/place.ts';
import { parsePreset } from '../../src/spec/preset.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

const flags = { preset: 'light', prompt: ['Hello?'], repeat: '10' };

async function tuningOf(name: string, yaml?: string) {
  const spec = await resolved({ flags }, yaml);
  return presetTuning(presetNamed(name, builtInPresets), spec, 4);
}

async function session(more: Record<string, string> = {}) {
  const spec = await resolved({ flags: { ...flags, out: folder(), ...more } });
  return Session.open({ spec, plan: compilePlan(spec), environment: {}, interactive: true });
}

test('a preset is a wish for all that it sets, with the calls that its agents make', async () => {
  const { wish, notLive } = await tuningOf('heavy');
  expect(wish).toMatchObject({ agents: 500, concurrency: 500, pool: 200, batch: 100 });
  expect(wish.retry).toMatchObject({ retries: 5 });
  expect(wish.timeouts).toMatchObject({ connectSeconds: 30 });
  expect(wish).not.toHaveProperty('limits');
  expect(notLive).toEqual([]);
});

test('agents follow from the calls of a preset that names these alone', async () => {
  const { wish } = await tuningOf('ollama');
  expect(wish).toMatchObject({ agents: 3, concurrency: 3, pool: 2, maxConnections: 2 });
});

test('a preset that sizes by cores counts those of this machine', async () => {
  const { wish, notLive } = await tuningOf('cores-api');
  const launched = await resolved({ flags: { ...flags, preset: 'cores-api' }, cpuCount: 4 });
  expect(wish.agents).toBe(launched.agents);
  expect(notLive).toEqual(['sizing']);
});

test('what cannot change live is named where it differs, and only there', async () => {
  expect((await tuningOf('azure-free')).notLive).toEqual(['provider']);
  const own = parsePreset(
    { name: 'mine', summary: 'x', model: 'sim-small', healthCheckSeconds: 30, giveUpSeconds: 9 },
    plainPlace('mine'),
  );
  const spec = await resolved({ flags });
  expect(presetTuning(own, spec, 4)).toEqual({ wish: {}, notLive: ['giveUpSeconds'] });
});

test('a name that nothing has is refused with the near miss', async () => {
  expect(await refusal(() => presetNamed('hevy', builtInPresets))).toBe(
    'there is no preset `hevy`; did you mean `heavy`?',
  );
});

test('the tuning of a live run is a preset that changes nothing about it', async () => {
  const live = await session();
  const now = live.engine.tuning();
  const preset = parsePreset(tuningPreset('tonight', 'cathedral', now), plainPlace('tonight'));
  expect(preset).toMatchObject({ agents: 10, concurrency: 10, retry: { retries: 5 } });
  expect(tuningChanges(now, presetTuning(preset, live.spec, 4).wish)).toEqual([]);
  live.engine.start();
  await live.finish();
});

test('a saved tuning is found again by its name, and a built-in name is not taken', async () => {
  const home = folder();
  const before = process.env.SWARMDECK_HOME;
  process.env.SWARMDECK_HOME = home;
  try {
    const live = await session();
    live.engine.start();
    const { presets, command, tuning } = consoleRun(live);
    command({ type: 'tune', wish: { retry: { retries: 9 }, batch: 3 } }, { by: 'mo' });
    expect(await presets.save('tonight')).toMatch(/^saved preset tonight in .*settings\.json$/);
    expect(await presets.names()).toContain('tonight');
    expect((await presets.tuningOf('tonight')).wish).toMatchObject({
      batch: 3,
      retry: { retries: 9 },
    });
    expect(tuning().batch).toBe(3);
    expect(savedPresets({ home }).get('tonight')?.summary).toContain('while it ran');
    await expect(presets.save('heavy')).rejects.toThrow('this name is built in');
    await expect(presets.tuningOf('tonigt')).rejects.toThrow('did you mean `tonight`?');
    await live.finish();
  } finally {
    if (before === undefined) delete process.env.SWARMDECK_HOME;
    else process.env.SWARMDECK_HOME = before;
  }
});

test('what tasks gave is read as soon as they have ended', async () => {
  const live = await session({ canary: '3' });
  live.engine.start();
  await expect.poll(() => live.engine.state.phase, { timeout: 10_000 }).toBe('PAUSED');
  const answers = live.answersOf([0, 2, 4]);
  expect(answers.map(({ id }) => id)).toEqual(['task-0001', 'task-0003', 'task-0005']);
  expect(answers[0].text).toMatch(/\w/);
  expect(answers[2]).toMatchObject({ text: null, error: null });
  live.command({ type: 'resume' }, { by: 'mo' });
  expect((await live.finish()).outcome).toMatchObject({ phase: 'DONE', exitCode: 0 });
});
