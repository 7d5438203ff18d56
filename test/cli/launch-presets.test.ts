import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presetsFromText } from '../../src/settings/preset-file.ts';
import { readPresets } from '../../src/settings/read-presets.ts';
import { savedPresets } from '../../src/settings/saved-presets.ts';
import { file, openDesk, wish } from './launch-desk.ts';

describe('presets at the launch screen', () => {
  it('are saved with what was changed, and what is no preset’s to keep is left and said', async () => {
    const { choices, home } = await openDesk();
    const changes = {
      agents: 250,
      'retry.retries': 2,
      'budget.usd': 5,
      'alerts.failureRate': 0.5,
      'alerts.notify': 'notify-send x',
      name: 'cathedral',
    };
    const after = await choices.savePreset('night', wish('heavy', { changes }));
    expect(after.words).toBe(
      `saved night in ${join(home, 'settings.json')}; alerts.notify, name is no preset's to keep`,
    );
    expect(after.left).toEqual({ 'alerts.notify': 'notify-send x', name: 'cathedral' });
    expect(savedPresets({ home }).get('night')).toMatchObject({
      summary: 'heavy with agents, retry.retries, budget.usd, alerts.failureRate',
      agents: 250,
      pool: 200,
      retry: { retries: 2 },
      budget: { usd: 5 },
      alerts: { failureRate: 0.5 },
    });
    expect(after.presets.at(-1)).toMatchObject({ name: 'night', own: true, agents: 250 });
  });

  it('keep what a spec sets, without its work and its secrets', async () => {
    const { choices, home } = await openDesk({
      'swarm.yaml':
        'preset: heavy\nagents: 40\nretry: { maxMs: 9000 }\nalerts: { stallSeconds: 9, notify: x }\nroles: { a: {} }\nworkload: { prompts: [ x ] }\n',
    });
    await choices.savePreset('mine', wish('heavy', { work: file('swarm.yaml') }));
    const saved = savedPresets({ home }).get('mine');
    expect(saved).toMatchObject({ agents: 40, retry: { maxMs: 9_000 }, pool: 200 });
    expect(saved?.retry).toMatchObject({ retries: 5, strategy: 'exponential' });
    expect(saved?.alerts).toEqual({ stallSeconds: 9 });
    expect(saved).not.toHaveProperty('roles');
    expect(saved).not.toHaveProperty('workload');
  });

  it('are looked at with their budget and their address once they are saved', async () => {
    const { choices, look } = await openDesk({ 'p.txt': 'One?\n' }, { OLLAMA_HOST: '127.0.0.1:9' });
    const changes = {
      provider: 'openai',
      baseUrl: 'http://127.0.0.1:9/v1',
      model: 'own',
      'price.input': 1,
      'price.output': 2,
      'budget.usd': 5,
    };
    await choices.savePreset('near', wish('light', { changes }));
    const seen = await look(wish('near', { work: file('p.txt') }));
    expect(seen).toMatchObject({ problem: null, figures: { budget: { usd: 5 } } });
    expect(seen.fields.baseUrl).toMatchObject({ value: 'http://127.0.0.1:9/v1', source: 'preset' });
  });

  it('are renamed, removed and replaced, the built-in ones never', async () => {
    const { choices } = await openDesk();
    await choices.savePreset('night', wish('light'));
    expect((await choices.savePreset('night', wish('heavy'))).words).toMatch(/^replaced night in /);
    const renamed = await choices.renamePreset('night', 'day');
    expect(renamed.presets.at(-1)?.name).toBe('day');
    await expect(choices.savePreset('heavy', wish('light'))).rejects.toThrow(/is built in/);
    await expect(choices.savePreset('two words', wish('light'))).rejects.toThrow(/letters, digits/);
    expect((await choices.removePreset('day')).presets.every(({ own }) => !own)).toBe(true);
    await expect(choices.removePreset('day')).rejects.toThrow(/none of your own has this name/);
  });

  it('never hold a password that stands in an address', async () => {
    const { choices } = await openDesk();
    const changes = { baseUrl: 'http://me:secret@host/v1' };
    const refused = await choices.savePreset('x', wish('light', { changes })).catch(String);
    expect(refused).toMatch(/without user and password/);
    expect(refused).not.toContain('secret');
  });

  it('are exported to a file that is not there yet, and can be taken up from it', async () => {
    const { choices } = await openDesk();
    const changes = { agents: 250 };
    const words = await choices.exportPreset(wish('heavy', { changes }), 'mine.yaml');
    expect(words).toBe('wrote heavy-custom to mine.yaml');
    const text = readFileSync(join(process.cwd(), 'mine.yaml'), 'utf8');
    expect(await presetsFromText(text, 'mine.yaml')).toMatchObject([
      { name: 'heavy-custom', agents: 250, pool: 200 },
    ]);
    await expect(choices.exportPreset(wish('heavy'), 'mine.yaml')).rejects.toThrow(
      'mine.yaml is there already; name another file',
    );
    await expect(choices.exportPreset(wish('heavy'), 'no/where.yaml')).rejects.toThrow(
      /^no\/where\.yaml: it cannot be written/,
    );
    expect(existsSync(join(process.cwd(), 'no'))).toBe(false);
  });

  it('are there again when the screen is opened again; one that cannot be read hides no other', async () => {
    const { choices, home } = await openDesk();
    await choices.savePreset('night', wish('heavy', { changes: { agents: 250 } }));
    const settings = join(home, 'settings.json');
    const value = JSON.parse(readFileSync(settings, 'utf8'));
    value.presets.broken = { summary: 'x', agents: 'many' };
    writeFileSync(settings, JSON.stringify(value));
    const { presets, problem } = readPresets(settings);
    expect(presets.map(({ name }) => name)).toEqual(['night']);
    expect(problem).toBe(
      `${settings}: broken: agents: expected a whole number from 1 to 10000 or auto, got "many"`,
    );
    writeFileSync(settings, '{');
    expect(readPresets(settings)).toMatchObject({ presets: [] });
    expect(readPresets(settings).problem).toMatch(/the settings cannot be read/);
    expect(readPresets(join(home, 'none.json'))).toEqual({ presets: [], problem: null });
  });
});
