import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presetsFromText, presetsToText } from '../../src/settings/preset-file.ts';
import { savedPresets } from '../../src/settings/saved-presets.ts';
import type { Preset } from '../../src/spec/preset.ts';
import { folder, refusal } from '../helpers/spec.ts';

const night: Preset = { name: 'gpt-4.1-night', summary: 'slow', agents: 3, retry: { retries: 9 } };

describe('presets of the operator', () => {
  it('are there again in the next process, dots in their names and all', () => {
    const home = folder();
    savedPresets({ home }).save(night);
    savedPresets({ home }).save({ ...night, name: 'day' });
    expect(
      savedPresets({ home })
        .list()
        .map(({ name }) => name),
    ).toEqual(['day', 'gpt-4.1-night']);
    expect(savedPresets({ home }).get('gpt-4.1-night')).toEqual(night);
    expect(savedPresets({ home }).get('gpt-4')).toBeNull();
    expect(JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'))).toHaveProperty('presets');
  });

  it('are in SWARMDECK_HOME', () => {
    const home = folder();
    const before = process.env.SWARMDECK_HOME;
    process.env.SWARMDECK_HOME = home;
    try {
      expect(savedPresets().file).toBe(join(home, 'settings.json'));
    } finally {
      if (before === undefined) delete process.env.SWARMDECK_HOME;
      else process.env.SWARMDECK_HOME = before;
    }
  });

  it('can be replaced, renamed and removed', async () => {
    const own = savedPresets({ home: folder() });
    expect(own.save(night)).toBe(false);
    expect(own.save({ ...night, agents: 4 })).toBe(true);
    own.rename('gpt-4.1-night', 'late');
    expect(own.list()).toEqual([{ ...night, name: 'late', agents: 4 }]);
    own.save(night);
    expect(await refusal(() => own.rename('late', 'gpt-4.1-night'))).toContain(
      'there is one of that name',
    );
    own.remove('late');
    expect(own.list()).toEqual([night]);
    expect(await refusal(() => own.remove('gpt-4.1-nihgt'))).toBe(
      'preset gpt-4.1-nihgt: none of your own has this name; did you mean `gpt-4.1-night`?',
    );
  });

  it('cannot take the name of a built-in one', async () => {
    const own = savedPresets({ home: folder(), reserved: ['heavy'] });
    own.save(night);
    const sentence = 'preset heavy: this name is built in; choose another one';
    expect(await refusal(() => own.save({ ...night, name: 'heavy' }))).toBe(sentence);
    expect(await refusal(() => own.rename(night.name, 'heavy'))).toBe(sentence);
    expect(await refusal(() => own.remove('heavy'))).toContain('it is built in and stays as it is');
    expect(own.list()).toEqual([night]);
  });

  it('are checked when they are read, because people edit files', async () => {
    const home = folder();
    const { file } = savedPresets({ home });
    writeFileSync(file, JSON.stringify({ presets: { odd: { summary: 'x', agents: 'lots' } } }));
    expect(await refusal(() => savedPresets({ home }).list())).toBe(
      `${file}: odd: agents: expected a whole number from 1 to 10000 or auto, got "lots"`,
    );
    writeFileSync(file, '{ "presets": ');
    expect(await refusal(() => savedPresets({ home }).list())).toMatch(
      /the settings cannot be read: /,
    );
  });
});

describe('a file of presets', () => {
  it('holds one preset or several, and gives them back', async () => {
    const day = { ...night, name: 'day' };
    expect(await presetsFromText(await presetsToText([night]), 'a.yaml')).toEqual([night]);
    expect(await presetsFromText(await presetsToText([night, day]), 'a.yaml')).toEqual([
      night,
      day,
    ]);
  });

  it('is refused with the line', async () => {
    const about = (text: string) => refusal(presetsFromText(text, 'a.yaml'));
    expect(await about('name: a\nsummary: b\nagent: 3\n')).toBe(
      'a.yaml:3: agent: unknown field `agent`; did you mean `agents`?',
    );
    expect(await about('- { name: a, summary: b }\n- { name: a, summary: c }\n')).toBe(
      'a.yaml:2: [1].name: a is in this file twice',
    );
    expect(await about('name: a b\nsummary: c\n')).toContain(
      'a.yaml:1: name: expected a name of letters',
    );
  });

  it('holds no secrets, and what looks like one is not shown', async () => {
    const about = (text: string) => refusal(presetsFromText(text, 'a.yaml'));
    const sentences = [
      await about('name: a\nsummary: b\napiKey: sk-abcdefgh12345\n'),
      await about('name: a\nsummary: sk-abcdefgh12345\n'),
      await about('name: a\nsummary: b\nretry: { password: hunter2-abcdefgh }\n'),
    ];
    for (const sentence of sentences) {
      expect(sentence).toContain('presets hold no');
      expect(sentence).not.toContain('abcdefgh');
    }
  });
});
