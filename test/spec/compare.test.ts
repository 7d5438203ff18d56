import { describe, expect, it } from 'vitest';
import type { CompareWorkload } from '../../src/spec/work/compare-workload.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

const two = 'variants: { a: { model: m1 }, b: { model: m2, instructions: Be brief. } }';
const said = (rest: string, above = '') => `${above}workload:\n  compare:\n    ${rest}\n`;

describe('a comparison in a spec', () => {
  it('makes a role of every variant, and shares the agents evenly', async () => {
    const spec = await resolved({}, said(`prompts: [x]\n    ${two}`, 'agents: 10\n'));
    expect(
      spec.roles.map(({ name, agents, instructions }) => [name, agents, instructions]),
    ).toEqual([
      ['a', 5, null],
      ['b', 5, 'Be brief.'],
    ]);
    expect(spec.routes.map(({ model }) => model)).toEqual(['m1', 'm2']);
  });

  it('takes from a role of the same name what the variant leaves out', async () => {
    const roles = 'roles: { a: { share: 3, tags: [old] } }\nagents: 8\n';
    const { roles: got } = await resolved({}, said(`prompts: [x]\n    ${two}`, roles));
    expect(got.map(({ name, agents, tags }) => [name, agents, tags])).toEqual([
      ['a', 6, ['old']],
      ['b', 2, []],
    ]);
  });

  it('refuses what a variant and the role of its name both say', async () => {
    const yaml = said(`prompts: [x]\n    ${two}`, 'roles: { a: { model: m9 } }\n');
    expect(await refusal(resolved({}, yaml))).toBe(
      'swarm.yaml:5: workload.compare.variants.a.model: roles.a.model says it too, and a variant is the role of its name; leave one of them out',
    );
  });

  it('lets a flag change a variant', async () => {
    const flags = { set: ['roles.a.model=m9'] };
    const { routes } = await resolved({ flags }, said(`prompts: [x]\n    ${two}`));
    expect(routes.map(({ model }) => model)).toEqual(['m9', 'm2']);
  });

  it('reads prompts with what they expect from a file', async () => {
    const cwd = folder({
      'p.jsonl': '{"id": "q1", "prompt": "2 + 2?", "expected": 4}\n{"prompt": "Why?"}\n',
      'p.csv': 'prompt,expected,who\n"{{who}}?",yes,Me\n',
    });
    const of = async (file: string) => {
      const { workload } = await resolved({ cwd }, said(`prompts: ./${file}\n    ${two}`));
      return workload as CompareWorkload;
    };
    expect(await of('p.jsonl')).toMatchObject({
      items: [{ id: 'q1', prompt: '2 + 2?', expected: '4' }, { prompt: 'Why?' }],
      checks: { expected: 'text' },
      source: 'p.jsonl',
    });
    expect((await of('p.csv')).items).toEqual([{ prompt: 'Me?', expected: 'yes' }]);
  });

  it('brings the role of the judge where the spec has none of that name', async () => {
    const yaml = said(`prompts: [x]\n    ${two}\n    judge: { role: referee }`, 'agents: 9\n');
    const { roles } = await resolved({}, yaml);
    expect(roles.map(({ name, agents }) => [name, agents])).toEqual([
      ['a', 3],
      ['b', 3],
      ['referee', 3],
    ]);
    expect(roles[2].schema).toMatchObject({ required: ['winner'] });
  });

  it.each([
    [
      'variants: { a: {} }',
      '4: workload.compare.variants: expected 2 to 12 variants to compare, got 1',
    ],
    [
      `${two}\n    judge: { role: a }`,
      '5: workload.compare.judge.role: a is a variant, and cannot judge itself; name another role',
    ],
    [
      `${two}\n    judge: { role: r, prompt: "Which? {{a}}" }`,
      '5: workload.compare.judge.prompt: expected {{b}} in it, where that is to stand',
    ],
    [
      'variants: { a: { prompt: "{{promt}}" }, b: {} }',
      '4: workload.compare.variants.a.prompt: {{promt}} names nothing; did you mean `prompt`?',
    ],
    [
      'variants: { a: { prompt: Hello }, b: {} }',
      '4: workload.compare.variants.a.prompt: expected {{prompt}} in it, where that is to stand',
    ],
    [
      `${two}\n    checks: { expected: number }`,
      '5: workload.compare.checks.expected: no prompt says what it expects; give it as `expected` of a prompt, or leave the check out',
    ],
    [
      `${two}\n    checks: { schema: { type: wrong } }`,
      '5: workload.compare.checks.schema: expected a JSON Schema',
    ],
    [
      `${two}\n    checks: { matches: "(" }`,
      '5: workload.compare.checks.matches: expected a regular expression',
    ],
    ['variants: { a: { share: 2 }, b: {} }', '4: workload.compare.variants.a.share: unknown field'],
  ])('refuses %s', async (rest, sentence) => {
    const yaml = said(`prompts: [x]\n    ${rest}`);
    expect(await refusal(resolved({}, yaml))).toContain(`swarm.yaml:${sentence}`);
  });

  it('takes a near miss of the name of a role for no role of its own', async () => {
    const yaml = said(
      `prompts: [x]\n    ${two}\n    judge: { role: refere }`,
      'roles: { referee: {} }\n',
    );
    expect(await refusal(resolved({}, yaml))).toBe(
      'swarm.yaml:6: workload.compare.judge.role: unknown role `refere`; did you mean `referee`?',
    );
  });

  it('has no role in its prompts', async () => {
    const yaml = said(`prompts: [ { prompt: x, role: a } ]\n    ${two}`);
    expect(await refusal(resolved({}, yaml))).toContain('workload.compare.prompts[0].role');
  });
});
