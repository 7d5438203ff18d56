import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { defineTool } from '../../../src/tools/define-tool.ts';
import { moduleTool } from '../../../src/tools/module/module-tool.ts';
import { folder, refusal } from '../../helpers/spec.ts';
import { run, toolBox } from '../tool-box.ts';

const signal = new AbortController().signal;

/** The tools of one module of this text, by a spec beside it. */
function moduleBox(text: string, name = 'tools.mjs', cwd = folder()) {
  writeFileSync(join(cwd, name), text);
  return toolBox(`tools: ./${name}\n`, process.env, cwd);
}

const names = (box: Awaited<ReturnType<typeof moduleBox>>) =>
  box.of('agent').map(({ definition }) => definition.name);

const plain = (name: string, rest = '') =>
  `{ name: '${name}', description: 'Does it.', parameters: { type: 'object' }, run: () => '${name}'${rest} }`;

describe('a module of tools', () => {
  it.each([
    ['by name', `export const a = ${plain('one')}; export const b = ${plain('two')};`, 'tools.mjs'],
    ['as its default', `export default ${plain('one')};`, 'tools.mjs'],
    ['in a list', `export default [${plain('one')}, ${plain('two')}];`, 'tools.js'],
    ['in a mapping', `export default { a: ${plain('one')}, b: ${plain('two')} };`, 'tools.mjs'],
    ['as CommonJS', `module.exports = { a: ${plain('one')}, b: ${plain('two')} };`, 'tools.js'],
    ['twice', `export const a = ${plain('one')}; export default a;`, 'tools.mjs'],
    ['in TypeScript', `const x: number = 1; export const a = ${plain('one')};`, 'tools.ts'],
  ])('exports them %s', async (_, text, name) => {
    const box = await moduleBox(text, name);
    expect(names(box)[0]).toBe('one');
    expect(names(box)).toHaveLength(text.includes("'two'") ? 2 : 1);
    expect(box.of('agent')[0].source).toBe(name);
    expect(await run(box, 'one')).toMatchObject({ text: 'one', failure: null });
  });

  it('may export what is no tool', async () => {
    const box = await moduleBox(
      `export const address = 'x'; export function ask() {} export const a = ${plain('one')};`,
    );
    expect(names(box)).toEqual(['one']);
  });

  it('is loaded anew when it was mended', async () => {
    const cwd = folder();
    const first = await moduleBox(`export const a = ${plain('one')};`, 'tools.mjs', cwd);
    expect(names(first)).toEqual(['one']);
    writeFileSync(join(cwd, 'tools.mjs'), `export const a = ${plain('two')};`);
    utimesSync(join(cwd, 'tools.mjs'), new Date(), new Date(Date.now() + 5_000));
    const again = await toolBox('tools: ./tools.mjs\n', process.env, cwd);
    expect(names(again)).toEqual(['two']);
  });

  it.each([
    ['export const a = 1;', 'exports no tool; export what defineTool('],
    ['export const a = ;', 'cannot be loaded as a module: '],
    ["throw new Error('no key');", 'cannot be loaded as a module: no key'],
    [
      `export const a = ${plain('get weather')};`,
      'a: expected a name of letters, digits, _ and -, at most 64 characters; see defineTool in docs/tools.md',
    ],
    [
      `export const a = { name: 'a', parameters: { type: 'object' }, run() {} };`,
      'a: expected a description that says what it does;',
    ],
    [
      `export const a = { name: 'a', description: 'b', run() {} };`,
      'a: expected its parameters as a JSON Schema of an object, or as a schema of zod;',
    ],
    [
      `export default [{ name: 'a', description: 'b', parameters: { type: 'string' }, run() {} }];`,
      "default[0]: expected its parameters to be of an object: { type: 'object', properties: … };",
    ],
    [
      `export const a = { name: 'a', description: 'b', parameters: { type: 'object', properties: { x: { type: 'text' } } }, run() {} };`,
      'a: its parameters are no JSON Schema that can be used (',
    ],
    [
      `export const a = { name: 'a', description: 'b', parameters: { type: 'object' }, run: 'x' };`,
      'a: expected a function as run;',
    ],
  ])('that is wrong is told so: %s', async (text, words) => {
    const sentence = await refusal(moduleBox(text));
    expect(sentence).toContain(words);
    expect(sentence).toMatch(/tools\.mjs: /);
  });

  it('names tools that nobody else of the role has', async () => {
    const cwd = folder({ 'a.mjs': `export default ${plain('calculator')};` });
    const yaml = 'tools: [calculator, ./a.mjs]\n';
    expect(await refusal(toolBox(yaml, process.env, cwd))).toBe(
      'roles.agent.tools: two tools are called calculator, one of built-in and one of a.mjs; rename one or leave one out',
    );
    expect(await refusal(moduleBox(`export default [${plain('a')}, ${plain('a')}];`))).toBe(
      'roles.agent.tools: two tools are called a, one of tools.mjs and one of tools.mjs; rename one or leave one out',
    );
  });

  it('gives what cannot be JSON as a failure', async () => {
    const box = await moduleBox(
      `const tool = (name, value) => ({ ...${plain('x')}, name, run: () => value }); const ring = {}; ring.ring = ring;
       export default [tool('ring', ring), tool('nothing', undefined)];`,
    );
    expect((await run(box, 'ring')).text).toMatch(/^The result cannot be written as JSON: /);
    expect(await run(box, 'nothing')).toMatchObject({ text: 'null', failure: null });
  });
});

describe('a tool with a schema of zod', () => {
  const origin = { file: '/tools.ts', source: 'tools.ts', exported: 'place' };
  const offered = (tool: object) => moduleTool(tool, origin);

  const place = defineTool({
    name: 'place',
    description: 'Says a place.',
    parameters: z.object({
      city: z.string().trim().describe('Its name'),
      scale: z.number().int().default(3),
      since: z.iso.date().optional(),
    }),
    run: ({ city, scale }) => `${city.toUpperCase()} ${scale.toFixed(1)}`,
  });

  it('tells the model of it as JSON Schema', async () => {
    const { definition } = await offered(place);
    expect(definition.parameters).toMatchObject({
      type: 'object',
      properties: { city: { type: 'string', description: 'Its name' }, scale: { default: 3 } },
      required: ['city'],
    });
  });

  it('gets its defaults and conversions', async () => {
    const tool = await offered(place);
    expect(await tool.run({ city: ' Oslo ' }, signal)).toBe('OSLO 3.0');
  });

  it('has what the schema alone refuses told to the model', async () => {
    const tool = await offered(place);
    await expect(tool.run({ city: 'Oslo', since: 'then' }, signal)).rejects.toMatchObject({
      name: 'BadArguments',
      message: expect.stringMatching(/^The arguments do not fit: since: /),
    });
  });

  it('may have one of zod/mini', async () => {
    const parameters = mini.object({ n: mini.number() });
    const tool = await offered(
      defineTool({ ...place, parameters, run: ({ n }: { n: number }) => n + 1 }),
    );
    expect(tool.definition.parameters).toMatchObject({ required: ['n'] });
    expect(await tool.run({ n: 1 }, signal)).toBe('2');
  });

  it('is refused where it cannot be said as JSON Schema', async () => {
    const parameters = z.object({ at: z.date() });
    expect(await refusal(offered({ ...place, parameters }))).toMatch(
      /^\/tools\.ts: place: its parameters cannot be said as JSON Schema \(Date/,
    );
    const foreign = { '~standard': { version: 1, vendor: 'old', validate: () => ({ value: 1 }) } };
    expect(await refusal(offered({ ...place, parameters: foreign }))).toMatch(
      /\(old does not say its schemas as JSON Schema; zod from 4 on does\)/,
    );
  });
});
