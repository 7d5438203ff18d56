import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  exportPreset,
  importPresets,
  listPresets,
  removePreset,
  savePreset,
  showPreset,
} from '../../src/cli/presets.ts';
import { captured, folder, refusal } from '../helpers/spec.ts';

describe('swarmdeck presets', () => {
  beforeEach(() => {
    const before = process.env.SWARMDECK_HOME;
    process.env.SWARMDECK_HOME = folder();
    onTestFinished(() => {
      if (before === undefined) delete process.env.SWARMDECK_HOME;
      else process.env.SWARMDECK_HOME = before;
    });
  });

  /** What a command writes to stdout. */
  async function printed(command: (streams: ReturnType<typeof captured>) => Promise<number>) {
    const streams = captured();
    expect(await command(streams)).toBe(0);
    return streams.texts;
  }

  const save = (name: string, from: string | undefined, ...set: string[]) =>
    printed((streams) => savePreset(name, { from, set }, streams));

  it('lists the built-in ones and your own', async () => {
    await save('night', 'heavy', 'agents=50', 'timeouts.totalSeconds=9');
    const { stdout } = await printed(listPresets);
    expect(stdout.split('\n')[0]).toMatch(/^name +agents +calls at once +from +summary$/);
    expect(stdout).toMatch(/^heavy +500 +500 +built in +500 agents/m);
    expect(stdout).toMatch(/^night +50 +50 +you +heavy with agents=50, timeouts.totalSeconds=9$/m);
    expect(stdout.trimEnd().split('\n')).toHaveLength(20);
  });

  it('shows every value with its unit', async () => {
    const { stdout } = await printed((streams) => showPreset('azure-free', streams));
    expect(stdout).toContain('azure-free: 10 Azure agents');
    expect(stdout).toMatch(/^timeouts\.firstTokenSeconds +300 +From the request .*in seconds/m);
    expect(stdout).toMatch(/^timeouts\.totalSeconds +no limit /m);
    expect(await refusal(showPreset('hevy', captured()))).toBe(
      'unknown preset `hevy`; did you mean `heavy`?',
    );
  });

  it('saves, says that it replaced, and removes', async () => {
    expect((await save('night', 'heavy')).stderr).toMatch(
      /^Saved preset night in .*settings\.json/,
    );
    expect((await save('night', undefined, 'agents=4')).stderr).toMatch(/^Replaced preset night/);
    const { stdout } = await printed((streams) => exportPreset('night', undefined, streams));
    expect(stdout).toBe('name: night\nsummary: agents=4\nagents: 4\n');
    await printed((streams) => removePreset('night', streams));
    expect((await printed(listPresets)).stdout).not.toContain('night');
  });

  it('refuses to save what is no preset', async () => {
    const about = (name: string, from?: string, ...set: string[]) =>
      refusal(savePreset(name, { from, set }, captured()));
    expect(await about('heavy', 'heavy')).toBe(
      'preset heavy: this name is built in; choose another one',
    );
    expect(await about('x', 'heavy', 'agent=3')).toBe(
      '--set agent: unknown field `agent`; did you mean `agents`?',
    );
    expect(await about('bad name', 'heavy')).toMatch(
      /^presets save NAME: expected a name of letters/,
    );
    expect(await about('x', 'heavy', 'agents=0')).toContain(
      '--set agents: expected a whole number',
    );
    expect(await about('x', 'heavy', 'apiKey=sk-abcdefgh12345')).toContain(
      'apiKey: presets hold no',
    );
    expect(await about('x', 'hevy')).toContain('did you mean `heavy`?');
    expect(await about('x')).toContain('expected --from NAME');
  });

  it('exports to a file that another machine imports', async () => {
    const file = join(folder(), 'night.yaml');
    await save('night', 'heavy', 'agents=50');
    await printed((streams) => exportPreset('night', file, streams));
    expect(await refusal(exportPreset('night', file, captured()))).toContain('is there already');
    process.env.SWARMDECK_HOME = folder();
    expect((await printed((streams) => importPresets(file, streams))).stderr).toBe(
      'Imported preset night\n',
    );
    const { stdout } = await printed((streams) => exportPreset('night', undefined, streams));
    expect(stdout).toBe(readFileSync(file, 'utf8'));
  });

  it('imports nothing of a file that holds something wrong', async () => {
    const directory = folder({
      'mixed.yaml': '- { name: a, summary: b }\n- { name: light, summary: c }\n',
      'broken.yaml': '- { name: a, summary: b }\n- { name: b, summary: c, agents: -1 }\n',
    });
    const about = (name: string) => refusal(importPresets(join(directory, name), captured()));
    expect(await about('mixed.yaml')).toContain('preset light: this name is built in');
    expect(await about('broken.yaml')).toContain(':2: [1].agents: expected a whole number');
    expect((await printed(listPresets)).stdout).not.toMatch(/^a /m);
  });
});
