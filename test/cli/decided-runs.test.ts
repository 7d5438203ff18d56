import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decidedLines } from '../../src/cli/decided/decided-lines.ts';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { openRun } from '../../src/store/open-run.ts';
import {
  type AskedCall,
  type PromptServer,
  promptServer,
  type Refusal,
} from '../helpers/prompt-server.ts';
import { folder, resolved } from '../helpers/spec.ts';

let server: PromptServer;
let decide: (call: AskedCall) => Refusal;
let answer: (call: AskedCall) => string;
let out: string;

beforeEach(async () => {
  decide = () => null;
  answer = () => 'well';
  server = await promptServer(
    (call) => decide(call),
    0,
    (call) => answer(call),
  );
  out = join(folder(), 'run');
});
afterEach(() => server.close());

async function begun(yaml: string): Promise<Session> {
  const flags = { baseUrl: server.url, out, retries: '0' };
  const spec = await resolved({ flags }, yaml);
  return Session.open({ spec, plan: compilePlan(spec), environment: {} });
}

async function goneOn(retryFailed = false): Promise<Session> {
  const opened = openRun(out);
  const { spec, plan } = opened;
  return Session.open({ spec, plan, environment: {}, opened, retryFailed });
}

async function finish(session: Session) {
  session.engine.start();
  return session.finish();
}

const outcome = () => JSON.parse(readFileSync(join(out, 'outcome.json'), 'utf8'));
const results = (): Record<string, string>[] =>
  readFileSync(join(out, 'results.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a comparison', () => {
  const yaml = `
agents: 6
roles: { referee: { model: judge } }
workload:
  compare:
    prompts: [${Array.from({ length: 9 }, (_, n) => `{ id: q${n}, prompt: Question ${n}? }`).join(', ')}]
    variants: { a: { model: good }, b: { model: bad, prompt: "Hm. {{prompt}}" } }
    judge: { role: referee }
`;
  const judged = (call: AskedCall) => {
    if (call.model !== 'judge') return call.model;
    const [, a, b] =
      /<answer_a>\n(.*)\n<\/answer_a>[\s\S]*<answer_b>\n(.*)\n</.exec(call.prompt) ?? [];
    expect([a, b].sort()).toEqual(['bad', 'good']);
    return `{"winner": "${a === 'good' ? 'A' : 'B'}"}`;
  };

  test('is judged in both orders, and its winner is told', async () => {
    answer = judged;
    const { outcome: ended, decided } = await finish(await begun(yaml));
    expect(ended.exitCode).toBe(0);
    expect(outcome()).toMatchObject({ kind: 'compare', winner: 'a', by: 'judge' });
    expect(outcome().judge).toMatchObject({ judged: 9, unjudged: 0, agreed_share: 1 });
    expect(server.calls.map(({ model }) => model).sort()).toEqual([
      ...Array(9).fill('bad'),
      ...Array(9).fill('good'),
      ...Array(18).fill('judge'),
    ]);
    expect(server.calls.find(({ model }) => model === 'bad')?.prompt).toMatch(/^Hm\. Question/);
    const told = decidedLines(decided);
    expect(told).toContain('winner: a is judged better than b for 9 of 9 prompts that differ');
    for (const line of told.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('leaves out pairs that miss an answer, and judges them once it has been tried again', async () => {
    answer = judged;
    decide = ({ model, prompt }) =>
      model === 'good' && prompt === 'Question 3?'
        ? { status: 400, body: { error: { message: 'no' } } }
        : null;
    expect((await finish(await begun(yaml))).outcome.exitCode).toBe(1);
    expect(outcome().judge).toMatchObject({ judged: 8, unjudged: 1 });
    expect(outcome().variants.a.success).toMatchObject({ count: 8, of: 9 });
    const skipped = results().filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ task }) => task)).toEqual(['q3.judge.a.b', 'q3.judge.b.a']);

    decide = () => null;
    expect((await finish(await goneOn(true))).outcome.exitCode).toBe(0);
    expect(outcome().judge).toMatchObject({ judged: 9, unjudged: 0 });
    expect(server.calls).toHaveLength(36 + 1);
  });
});

describe('reduced answers', () => {
  const asked = 'prompts: [p1, p2, p3, p4, p5, p6]';
  const yaml = `
agents: 4
workload:
  ${asked}
  reduce: { role: editor, prompt: "All {{count}}: {{texts}}", mapPrompt: "Part of {{count}}: {{texts}}", maxTokens: 260 }
`;
  /** 112 tokens with what is around it: two go into one call. */
  const long = ({ prompt }: AskedCall) =>
    prompt.startsWith('All') ? 'the report' : prompt.slice(0, 10).padEnd(400, '.');
  const promptsAsked = () => server.calls.map(({ prompt }) => prompt.split(':')[0]);

  test('are one text, made in parts', async () => {
    answer = long;
    const { outcome: ended, decided } = await finish(await begun(yaml));
    expect(ended.exitCode).toBe(0);
    expect(promptsAsked().slice(6, 9)).toEqual(Array(3).fill('Part of 2'));
    // Three parts of 100 tokens do not fit either.
    expect(promptsAsked().slice(9)).toEqual(['Part of 4', 'All 6']);
    expect(outcome()).toMatchObject({
      kind: 'prompts',
      reduced: { text: 'the report', answers: 6, unanswered: 0, parts: 4, parts_failed: 0 },
    });
    expect(decidedLines(decided)).toContain('reduce, of 6 answers, in 4 parts:\n\n  the report');
    const last = results().find(({ task }) => task === 'reduce');
    expect(last).toMatchObject({ status: 'done', role: 'editor', text: 'the report' });
  });

  test('are made where an earlier session has stopped, and nothing is asked twice', async () => {
    answer = long;
    let session: Session | null = null;
    decide = ({ prompt }) => {
      if (!prompt.startsWith('Part of 4')) return null;
      session?.command({ type: 'stop', mode: 'now' }, { by: 'test' });
      return 'RESET';
    };
    session = await begun(yaml);
    expect((await finish(session)).outcome.exitCode).toBe(130);
    expect(outcome().reduced).toMatchObject({ status: null, text: null, parts: 4 });

    decide = () => null;
    const before = server.calls.length;
    expect((await finish(await goneOn())).outcome.exitCode).toBe(0);
    expect(promptsAsked().slice(before)).toEqual(['Part of 4', 'All 6']);
    expect(outcome().reduced).toMatchObject({ text: 'the report', answers: 6, parts: 4 });
  });

  test('are made again of all where what failed is tried again before they could be', async () => {
    answer = ({ prompt }) => (prompt.startsWith('All') ? 'the report' : prompt);
    decide = ({ prompt }) =>
      prompt === 'p3' || prompt.startsWith('All')
        ? { status: 400, body: { error: { message: 'no' } } }
        : null;
    const few = `agents: 4\nworkload:\n  ${asked}\n  reduce: { prompt: "All {{count}}: {{texts}}" }\n`;
    expect((await finish(await begun(few))).outcome.exitCode).toBe(1);
    expect(outcome().reduced).toMatchObject({ status: 'failed', answers: 5, unanswered: 1 });

    decide = () => null;
    const before = server.calls.length;
    expect((await finish(await goneOn(true))).outcome.exitCode).toBe(0);
    expect(promptsAsked().slice(before)).toEqual(['p3', 'All 6']);
    expect(outcome().reduced).toMatchObject({ status: 'done', answers: 6, text: 'the report' });
  });

  test('that are the same are told once, also without a last text', async () => {
    answer = ({ prompt }) => (prompt === 'p4' ? 'No' : prompt === 'p5' ? ' YES ' : 'yes');
    const { decided } = await finish(await begun(`workload:\n  ${asked}\n  dedupe: text\n`));
    expect(outcome()).toMatchObject({
      dedupe: { by: 'text', answers: 6, distinct: 2 },
      union: [
        { text: 'yes', count: 5 },
        { text: 'No', count: 1, tasks: ['task-0004'] },
      ],
    });
    expect(decidedLines(decided)).toBe('\n  2 different among 6 answers\n');
  });
});
