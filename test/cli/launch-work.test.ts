import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { createRunDirectory } from '../../src/store/run-directory.ts';
import { promptsOf } from '../helpers/prompts-of.ts';
import { resolved } from '../helpers/spec.ts';
import { file, openDesk, wish } from './launch-desk.ts';

describe('the work of a launch', () => {
  it('is a file of text, JSONL or CSV', async () => {
    const { look, choices } = await openDesk({
      'a.txt': 'One?\n\nTwo?\n',
      'b.jsonl': '{"prompt":"One?"}\n{"prompt":"Two?"}\n{"prompt":"Three?"}\n',
      'c.csv': 'prompt,city\n"Where is {{city}}?",Oslo\n',
    });
    for (const [name, tasks] of [
      ['a.txt', 2],
      ['b.jsonl', 3],
      ['c.csv', 1],
    ] as const) {
      expect(await choices.readWork(file(name))).toEqual({ preset: null });
      const seen = await look(wish('light', { work: file(name) }));
      expect(seen.work).toEqual({ source: name, tasks });
    }
  });

  it('is read again where the file has changed', async () => {
    const { look } = await openDesk({ 'a.txt': 'One?\n' });
    const asked = wish('light', { work: file('a.txt') });
    expect((await look(asked)).work?.tasks).toBe(1);
    writeFileSync(join(process.cwd(), 'a.txt'), 'One?\nTwo?\nThree?\n');
    expect((await look(asked)).work?.tasks).toBe(3);
  });

  it('is read again where it is a content of a spec whose file has changed', async () => {
    const { look } = await openDesk({
      'read.yaml': 'workload: { content: { file: book.txt, chunkBytes: 8 } }\n',
      'book.txt': 'One two.',
    });
    const asked = wish('light', { work: file('read.yaml') });
    expect((await look(asked)).work?.source).toBe('book.txt (1 chunk, broadcast)');
    writeFileSync(join(process.cwd(), 'book.txt'), 'One two. Three.');
    expect((await look(asked)).work?.source).toBe('book.txt (2 chunks, broadcast)');
  });

  it('is refused in one sentence where it cannot be read', async () => {
    const { choices } = await openDesk({ 'bad.jsonl': '{"prompt":"x"}\n{oops\n', 'e.txt': ' \n' });
    const refused = (name: string) => expect(choices.readWork(file(name))).rejects;
    await refused('nothing.txt').toThrow(
      'nothing.txt: expected prompts, but there is no such file',
    );
    await refused('bad.jsonl').toThrow(/^bad\.jsonl:2: expected one JSON object with a prompt/);
    await refused('e.txt').toThrow('e.txt: expected prompts, but it is empty');
    await refused('.').toThrow(/it is a directory/);
    await expect(choices.readWork({ kind: 'text', text: '{{city}}', repeat: 1 })).rejects.toThrow(
      /city/,
    );
  });

  it('may be for roles that are not there yet: they can be set, and the sentence says which', async () => {
    const { look, choices } = await openDesk({ 'r.jsonl': '{"prompt":"x","role":"kaoz"}\n' });
    await choices.readWork(file('r.jsonl'));
    const asked = wish('light', { work: file('r.jsonl') });
    expect((await look(asked)).problem).toBe(
      'r.jsonl:1: role: unknown role `kaoz`; there are: agent',
    );
    const changes = { roles: { kaoz: {} } };
    expect((await look({ ...asked, changes })).work).toEqual({ source: 'r.jsonl', tasks: 1 });
  });

  it('is a spec with its settings, and the preset that it names', async () => {
    const { look, choices } = await openDesk({
      'swarm.yaml':
        'preset: medium\nagents: 40\nroles: { kaoz: {}, order: {} }\nworkload: { prompts: ./p.txt, repeat: 3 }\n',
      'p.txt': 'One?\nTwo?\n',
      'tuning.yaml': 'agents: 4\n',
      'bad.yaml': 'agents: [\n',
      'wrong.yaml': 'agnets: 4\n',
    });
    expect(await choices.readWork(file('swarm.yaml'))).toEqual({ preset: 'medium' });
    const asked = wish('medium', { work: file('swarm.yaml') });
    expect(await look(asked)).toMatchObject({ work: { tasks: 6 }, figures: { agents: 40 } });
    // Looked at again it is not read again, and is the same.
    expect(await look(asked)).toMatchObject({ work: { tasks: 6 }, figures: { agents: 40 } });
    const changed = await look({ ...asked, changes: { agents: 10 } });
    expect(changed.fields.agents).toEqual({ value: 10, source: 'flag', preset: 40 });
    // One without work has the demonstration.
    expect((await look(wish('light', { work: file('tuning.yaml') }))).work?.tasks).toBe(80);
    await expect(choices.readWork(file('bad.yaml'))).rejects.toThrow(
      /^bad\.yaml:\d: not valid YAML/,
    );
    const wrong = await look(wish('light', { work: file('wrong.yaml') }));
    expect(wrong.problem).toMatch(/wrong\.yaml:1: agnets: unknown field `agnets`; did you mean/);
  });

  it('is what the last run was asked, its roles where they are here too', async () => {
    const { look, choices, begun } = await openDesk();
    expect(await choices.lastWork()).toBeNull();
    const spec = await resolved(
      {},
      'roles: { kaoz: { instructions: Be brief. }, order: {} }\nname: cathedral\nworkload: { prompts: [ { id: q7, prompt: "One?", role: kaoz, priority: high }, { prompt: "Two?", role: order } ] }\n',
    );
    const plan = compilePlan(spec);
    const startedAt = new Date('2026-11-02T10:00:00Z');
    createRunDirectory({ out: null, spec, plan, startedAt, version: '1' }).store.close();
    const last = await choices.lastWork();
    expect(last?.words).toMatch(/^cathedral, 2 tasks, of 2026-11-02 \d\d:00$/);
    const work = last?.work ?? file('none');
    expect((await look(wish('light', { work }))).work).toEqual({ source: 'cathedral', tasks: 2 });
    await choices.start(wish('light', { work, changes: { roles: { kaoz: {} } } }), null);
    expect(promptsOf(begun[0].spec).items).toEqual([
      { id: 'q7', prompt: 'One?', system: 'Be brief.', role: 'kaoz', priority: 200 },
      { id: 'task-0002', prompt: 'Two?', priority: 100 },
    ]);
  });

  it.each([
    ['workflows', 'workflow: { tasks: { a: { prompt: x }, b: { prompt: "{{tasks.a.text}}" } } }'],
    ['consensus', 'consensus: { questions: [ "Why?" ] }'],
    ['compare', 'compare: { prompts: [ x ], variants: { a: {}, b: {} } }'],
  ])('is not taken of a run of %s, whose tasks belong together', async (kind, workload) => {
    const { choices } = await openDesk();
    await begunRun(`name: old\nworkload: { ${workload} }\n`);
    const last = await choices.lastWork();
    expect(last?.words).toContain(`old, ${kind}: from its file alone, of `);
    await expect(choices.readWork(last?.work ?? file('none'))).rejects.toThrow(
      `its run has no prompts to be asked again, its work is ${kind}; start it from its file`,
    );
  });

  it('is what the last run was asked without the task that put the answers together', async () => {
    const { look, choices } = await openDesk();
    await begunRun('name: old\nworkload: { prompts: [ x, y ], reduce: { prompt: "{{texts}}" } }\n');
    const last = await choices.lastWork();
    const seen = await look(wish('light', { work: last?.work ?? file('none') }));
    expect(seen.work?.tasks).toBe(2);
  });
});

/** A run of this spec, of which no task has been begun. */
async function begunRun(text: string): Promise<void> {
  const spec = await resolved({}, text);
  const plan = compilePlan(spec);
  createRunDirectory({ out: null, spec, plan, startedAt: new Date(), version: '1' }).store.close();
}

describe('the name of a file', () => {
  it('is completed: folders with a slash, hidden ones where they are asked for', async () => {
    const { choices } = await openDesk({ 'prompts.jsonl': 'x', 'plan.txt': 'x', '.hidden': 'x' });
    mkdirSync(join(process.cwd(), 'data'));
    writeFileSync(join(process.cwd(), 'data', 'cities.csv'), 'x');
    const { completeFile } = choices;
    expect(await completeFile(`${process.cwd()}/`)).toEqual(
      ['data/', 'plan.txt', 'prompts.jsonl'].map((name) => join(process.cwd(), name)),
    );
    expect(await completeFile(`${process.cwd()}/p`)).toHaveLength(2);
    expect(await completeFile(`${process.cwd()}/.h`)).toEqual([join(process.cwd(), '.hidden')]);
    expect(await completeFile(`${process.cwd()}/data/`)).toEqual([
      join(process.cwd(), 'data', 'cities.csv'),
    ]);
    expect(await completeFile('pl')).toEqual(['plan.txt']);
    expect(await completeFile('data/c')).toEqual(['data/cities.csv']);
    expect(await completeFile('nowhere/')).toEqual([]);
    expect(await completeFile('~')).toEqual(['~/']);
  });
});
