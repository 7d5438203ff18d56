import { describe, expect, it } from 'vitest';
import { promptsOf } from '../helpers/prompts-of.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

/** What a file of prompts gives. */
async function prompts(name: string, text: string | Uint8Array, yaml = 'agents: 2\n') {
  const cwd = folder({ [name]: text });
  return promptsOf(await resolved({ cwd, flags: { prompts: name } }, yaml));
}

/** What a run of these is asked. */
async function askedOf(...of: Parameters<typeof resolved>) {
  return promptsOf(await resolved(...of));
}

const about = (name: string, text: string | Uint8Array, yaml?: string) =>
  refusal(prompts(name, text, yaml));

const twoRoles = 'roles: { kaoz: {}, order: {} }\n';

describe('prompts from a text file', () => {
  it('are its lines, without the blank ones and the byte order mark', async () => {
    const { items, source } = await prompts('p.txt', '\uFEFFfirst\r\n\r\n  second  \n\n');
    expect(items).toEqual([{ prompt: 'first' }, { prompt: 'second' }]);
    expect(source).toBe('p.txt');
  });

  it('are refused where the file is missing, empty or something else', async () => {
    expect(await refusal(resolved({ flags: { prompts: 'gone.txt' } }))).toBe(
      'gone.txt: expected prompts, but there is no such file',
    );
    expect(await about('p.txt', '\n \n')).toBe('p.txt: expected prompts, but it is empty');
    expect(await about('p.json', '[]')).toBe(
      'p.json: expected prompts as text (one a line), JSONL or CSV, got a .json file',
    );
  });
});

describe('prompts from JSONL', () => {
  it('bring their id, role, system, priority and variables', async () => {
    const lines = [
      { prompt: 'one' },
      { prompt: 'Weather in {{city}}?', id: 'q7', role: 'kaoz', vars: { city: 'Oslo' } },
      { prompt: 'three', id: 8, system: 'Be {{how}}.', priority: 'high', vars: { how: 'brief' } },
    ];
    const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n`;
    const { items } = await prompts('p.jsonl', text, twoRoles);
    expect(items).toEqual([
      { prompt: 'one' },
      { prompt: 'Weather in Oslo?', id: 'q7', role: 'kaoz' },
      { prompt: 'three', id: '8', system: 'Be brief.', priority: 'high' },
    ]);
  });

  it('are refused with file and line', async () => {
    expect(await about('p.jsonl', '{"prompt":"a"}\n{"prompt":\n')).toMatch(
      /^p\.jsonl:2: expected one JSON object with a prompt, got a broken line \(.+\)$/,
    );
    expect(await about('p.jsonl', '"a"\n')).toBe(
      'p.jsonl:1: expected one JSON object with a prompt, got "a"',
    );
    expect(await about('p.jsonl', '{"promt":"a"}\n')).toBe(
      'p.jsonl:1: promt: unknown field `promt`; did you mean `prompt`?',
    );
    expect(await about('p.jsonl', '{"id":"a"}\n')).toBe(
      'p.jsonl:1: prompt: expected a prompt, got nothing',
    );
    expect(await about('p.jsonl', '\n{"prompt":"a","role":"kaos"}\n', twoRoles)).toBe(
      'p.jsonl:2: role: unknown role `kaos`; did you mean `kaoz`?',
    );
  });

  it('must not share an id', async () => {
    expect(await about('p.jsonl', '{"prompt":"a","id":7}\n{"prompt":"b","id":"7"}\n')).toBe(
      'p.jsonl:2: id: the id "7" is taken by p.jsonl:1: id; ids must differ',
    );
  });
});

describe('prompts from CSV', () => {
  it('fill their templates from the other columns', async () => {
    const csv =
      'id,prompt,city,priority,role\r\na,"Weather in {{city}}, please?",Oslo,high,\r\nb,"Two\nlines",Rome,250,kaoz\r\n';
    const { items } = await prompts('p.csv', csv, twoRoles);
    expect(items).toEqual([
      { id: 'a', prompt: 'Weather in Oslo, please?', priority: 'high' },
      { id: 'b', prompt: 'Two\nlines', priority: 250, role: 'kaoz' },
    ]);
  });

  it('need the column prompt', async () => {
    expect(await about('p.csv', 'Promt,city\na,b\n')).toBe(
      'p.csv:1: expected a header row with a column `prompt`; did you mean `Promt`?',
    );
    expect(await about('p.csv', 'prompt,city,city\na,b,c\n')).toBe(
      'p.csv:1: the column `city` is there twice',
    );
  });

  it('are refused with the line on which a row begins', async () => {
    expect(await about('p.csv', 'prompt,city\na,b,c\n')).toMatch(
      /^p\.csv:2: expected as many fields/,
    );
    expect(await about('p.csv', 'prompt\n"a\n')).toMatch(/^p\.csv:2: expected a closing quote/);
    expect(await about('p.csv', 'prompt,city\n"a\nb",Oslo\n\n{{town}},Rome\n')).toBe(
      'p.csv:5: prompt: {{town}} names nothing; there are: city',
    );
    expect(await about('p.csv', 'prompt,id\na,1\n,2\n')).toBe(
      'p.csv:3: prompt: expected a prompt, got nothing',
    );
  });
});

describe('prompts from stdin', () => {
  it('are lines, or JSONL where the first line is an object', async () => {
    const lines = await resolved({ flags: { prompts: '-' }, stdin: 'one\ntwo\n' });
    expect(lines.workload).toMatchObject({
      items: [{ prompt: 'one' }, { prompt: 'two' }],
      source: 'stdin',
    });
    const jsonl = await resolved({ flags: { prompts: '-' }, stdin: '{"prompt":"one","id":"a"}\n' });
    expect(promptsOf(jsonl).items).toEqual([{ prompt: 'one', id: 'a' }]);
  });

  it('are refused where there are none', async () => {
    expect(await refusal(resolved({ flags: { prompts: '-' }, stdin: '' }))).toBe(
      'stdin: expected prompts, but it is empty',
    );
  });
});

describe('prompts in the spec and in flags', () => {
  it('are a list of texts and of prompts with more', async () => {
    const workload = await askedOf(
      {},
      'workload:\n  prompts:\n    - one\n    - { id: q7, prompt: "{{n}} more", vars: { n: 2 } }\n',
    );
    expect(workload.items).toEqual([{ prompt: 'one' }, { prompt: '2 more', id: 'q7' }]);
    expect(workload.source).toBe('2 prompts');
  });

  it('are read from a file beside the spec, not beside the operator', async () => {
    const specs = folder({
      'p.txt': 'beside the spec\n',
      'swarm.yaml': 'workload: { prompts: ./p.txt }\n',
    });
    const { loadSpecDocument } = await import('../../src/spec/spec-document.ts');
    const specFile = await loadSpecDocument('swarm.yaml', specs);
    const workload = await askedOf({ specFile, cwd: folder({ 'p.txt': 'elsewhere\n' }) });
    expect(workload.items).toEqual([{ prompt: 'beside the spec' }]);
  });

  it('can be one prompt, repeated', async () => {
    const workload = await askedOf({ flags: { prompt: ['Hello'], repeat: '500' } });
    expect(workload).toEqual({
      kind: 'prompts',
      items: [{ prompt: 'Hello' }],
      repeat: 500,
      source: '1 prompt',
    });
  });

  it('in flags stand in for those of the spec, whatever kind of work it has', async () => {
    const workload = await askedOf(
      { flags: { prompt: ['mine'] } },
      'workload: { embeddings: { file: a } }\n',
    );
    expect(workload.items).toEqual([{ prompt: 'mine' }]);
  });

  it('cannot be both texts and a file', async () => {
    expect(await refusal(resolved({ flags: { prompt: ['a'], prompts: 'b' } }))).toBe(
      '--prompts: expected either --prompt or --prompts, got both',
    );
  });

  it('must name what there is in their templates', async () => {
    expect(await refusal(resolved({ flags: { prompt: ['a', 'In {{city}}'] } }))).toBe(
      '--prompt[1]: {{city}} names nothing; there are no vars here (write \\{{ for plain braces)',
    );
    expect(
      await refusal(
        resolved(
          {},
          'workload:\n  prompts:\n    - prompt: "In {{ctiy}}"\n      vars: { city: Oslo }\n',
        ),
      ),
    ).toBe(
      'swarm.yaml:3: workload.prompts[0].prompt: {{ctiy}} names nothing; did you mean `city`?',
    );
  });

  it('can hold braces that name nothing', async () => {
    const workload = await askedOf({
      flags: { prompt: ['Explain \\{{name}} and {{ x + 1 }} and {{}}'] },
    });
    expect(workload.items[0].prompt).toBe('Explain {{name}} and {{ x + 1 }} and {{}}');
  });
});

describe('a hundred thousand prompts', () => {
  it('are read', async () => {
    const text = Array.from(
      { length: 100_000 },
      (_, index) => `{"prompt":"p ${index}","id":"q${index}"}`,
    );
    const { items } = await prompts('p.jsonl', text.join('\n'));
    expect(items).toHaveLength(100_000);
    expect(items[99_999]).toEqual({ prompt: 'p 99999', id: 'q99999' });
  });
});
