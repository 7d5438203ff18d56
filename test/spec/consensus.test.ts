import { describe, expect, it } from 'vitest';
import type { SpecFlags } from '../../src/spec/resolve/flags-layer.ts';
import type { ResolvedSpec } from '../../src/spec/resolved.ts';
import type { ConsensusWorkload } from '../../src/spec/work/consensus-workload.ts';
import { folder, refusal, resolved } from '../helpers/spec.ts';

function consensusOf({ workload }: ResolvedSpec): ConsensusWorkload {
  if (workload.kind !== 'consensus') throw new Error(`expected a consensus, got ${workload.kind}`);
  return workload;
}

const read = async (yaml: string, files: Record<string, string> = {}, flags: SpecFlags = {}) =>
  consensusOf(await resolved({ cwd: folder(files), flags }, yaml));
const said = (consensus: string) => `workload:\n  consensus: ${consensus}\n`;

describe('a consensus', () => {
  it('is read with all that it may say', async () => {
    const yaml = `roles: { kaoz: {}, order: {} }
workload:
  consensus:
    questions: [Why?, { id: h, question: "How {{x}}?", vars: { x: far } }]
    prompt: "{{question}} Answer with a number."
    voters: { kaoz: 3, order: 2 }
    weights: { order: 2.5 }
    threshold: 0.6
    normalize: json:/answer/0
    earlyStop: likely
`;
    expect(await read(yaml)).toEqual({
      kind: 'consensus',
      questions: [
        { question: 'Why?', prompt: 'Why? Answer with a number.' },
        { id: 'h', question: 'How far?', prompt: 'How far? Answer with a number.' },
      ],
      voters: { kaoz: 3, order: 2 },
      weights: { order: 2.5 },
      threshold: 0.6,
      normalize: { kind: 'json', pointer: '/answer/0' },
      earlyStop: 'likely',
      source: '2 questions, 5 voters each',
    });
  });

  it('has five voters, a majority, answers compared as text and an exact early stop where nothing is said', async () => {
    expect(await read(said('{ questions: [Why?] }'))).toEqual({
      kind: 'consensus',
      questions: [{ question: 'Why?' }],
      voters: 5,
      weights: {},
      threshold: null,
      normalize: { kind: 'text' },
      earlyStop: 'certain',
      source: '1 question, 5 voters each',
    });
  });

  it.each([
    ['q.txt', 'Why?\n\nHow?\n'],
    ['q.jsonl', '{"question":"Why?"}\n{"question":"{{h}}?","vars":{"h":"How"}}\n'],
    ['q.csv', 'question,h\nWhy?,\n{{h}}?,How\n'],
  ])('takes questions from %s', async (name, text) => {
    const { questions, source } = await read(said(`{ questions: ./${name} }`), { [name]: text });
    expect(questions).toEqual([{ question: 'Why?' }, { question: 'How?' }]);
    expect(source).toBe(`2 questions of ${name}, 5 voters each`);
  });

  it('takes a function of a module beside the spec', async () => {
    const cwd = folder({ 'same.ts': 'export const votes = String;\n' });
    const spec = await resolved({ cwd }, said('{ questions: [Why?], normalize: ./same.ts#votes }'));
    expect(consensusOf(spec).normalize).toEqual({
      kind: 'module',
      file: `${cwd}/same.ts`,
      exported: 'votes',
    });
  });

  it('comes from flags, and flags change one of a file', async () => {
    const { questions, voters } = consensusOf(
      await resolved({ flags: { ask: ['Why?', 'How?'], voters: '9' } }),
    );
    expect([questions.length, voters]).toEqual([2, 9]);
    const changed = await read(said('{ questions: [Why?], threshold: 0.7 }'), {}, { voters: '3' });
    expect(changed).toMatchObject({ voters: 3, threshold: 0.7 });
    const set = ['workload.consensus.earlyStop=false'];
    expect(await read(said('{ questions: [Why?] }'), {}, { set })).toMatchObject({
      earlyStop: 'never',
    });
  });
});

describe('a consensus is refused', () => {
  const at = 'swarm.yaml:2: workload.consensus';
  it.each([
    ['{ voters: 3 }', `${at}: expected questions, a list or the name of a file with them`],
    [
      '{ questions: [] }',
      `${at}.questions: expected a list of at least one question, got an empty list`,
    ],
    [
      '{ questions: [Why?], voters: 0 }',
      `${at}.voters: expected a whole number from 1 to 100000, got 0`,
    ],
    [
      '{ questions: [Why?], voters: { agnet: 2 } }',
      `${at}.voters: unknown role \`agnet\`; did you mean \`agent\`?`,
    ],
    [
      '{ questions: [Why?], weights: { agnet: 2 } }',
      `${at}.weights: unknown role \`agnet\`; did you mean \`agent\`?`,
    ],
    [
      '{ questions: [Why?], threshold: 60 }',
      `${at}.threshold: expected a number from 0 to 1, got 60`,
    ],
    [
      '{ questions: [Why?], normalize: numbers }',
      `${at}.normalize: expected exact, text, number, json:/pointer or the path of a module like ./normalize.ts or ./votes.ts#same, got "numbers"`,
    ],
    [
      '{ questions: [Why?], normalise: text }',
      `${at}.normalise: unknown field \`normalise\`; did you mean \`normalize\`?`,
    ],
    [
      '{ questions: [Why?], earlyStop: maybe }',
      `${at}.earlyStop: expected true or false or likely, got "maybe"`,
    ],
    [
      '{ questions: [Why?], prompt: Say yes. }',
      `${at}.prompt: expected {{question}} where the question is to stand`,
    ],
    [
      '{ questions: [Why?], prompt: "{{question}} {{citty}}" }',
      `${at}.prompt: {{citty}} names nothing; there are: question`,
    ],
    [
      '{ questions: [{ question: A, role: agnet }] }',
      `${at}.questions[0].role: unknown role \`agnet\`; did you mean \`agent\`?`,
    ],
    [
      '{ questions: [{ id: a, question: A }, { id: a, question: B }] }',
      `${at}.questions[1].id: the id "a" is taken by ${at}.questions[0].id; ids must differ`,
    ],
  ])('as %s', async (yaml, sentence) => {
    expect(await refusal(resolved({}, said(yaml)))).toBe(sentence);
  });

  it('where a module is not there', async () => {
    const cwd = folder();
    const work = resolved({ cwd }, said('{ questions: [Why?], normalize: ./same.ts }'));
    expect(await refusal(work)).toBe(
      `${at}.normalize: expected a module, but there is no file ${cwd}/same.ts`,
    );
  });

  it.each<[SpecFlags, string]>([
    [
      { voters: '5' },
      '--voters: there is nothing to vote on; ask with --ask TEXT, or with workload.consensus in a spec',
    ],
    [{ ask: ['Why?'], prompt: ['Hi'] }, '--ask: expected either --ask or --prompt, got both'],
    [{ ask: ['Why?'], prompts: 'p.txt' }, '--ask: expected either --ask or --prompts, got both'],
    [{ ask: ['Why?'], content: 'b.txt' }, '--ask: expected either --ask or --content, got both'],
    [{ ask: [' '] }, '--ask[0]: expected a question, got " "'],
    [
      { ask: ['Why?'], voters: 'many' },
      '--voters: expected a whole number from 1 to 100000 or a mapping of roles to numbers, got "many"',
    ],
  ])('as %o', async (flags, sentence) => {
    expect(await refusal(resolved({ flags }))).toBe(sentence);
  });
});
