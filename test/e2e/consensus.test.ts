import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WorkingDirectory } from '../helpers/command-line.ts';
import {
  type AskedCall,
  type PromptServer,
  promptServer,
  refusals,
} from '../helpers/prompt-server.ts';

const minuteMs = 60_000;
let directory: WorkingDirectory;
let server: PromptServer;
beforeEach(() => {
  directory = new WorkingDirectory();
});
afterEach(async () => {
  await directory.clear();
  await server.close();
});

/** A server that gives the n-th call the n-th answer; null is a refusal that nothing mends. */
async function answers(
  list: readonly (string | null)[],
  after: number | ((call: AskedCall) => number) = 0,
): Promise<void> {
  const at = ({ number }: AskedCall) => list[number % list.length];
  server = await promptServer(
    (call) => (at(call) === null ? refusals.noModel : null),
    after,
    (call) => at(call) ?? '',
  );
}

function file(name: string, text: string): string {
  writeFileSync(join(directory.path, name), text);
  return name;
}

const run = (...more: string[]) => [
  'run',
  ...more,
  ...['--base-url', server.url, '--model', 'gpt-5-mini', '--out', 'out'],
];
/** One call after the other, in the order of the voters. */
const oneByOne = ['--agents', '1', '--concurrency', '1'];

test('a question on the command line is answered with votes, figures and what was saved', async () => {
  await answers(['Paris', '**paris.**', 'Lyon', 'PARIS', 'Paris', '"Paris"']);
  const ask = ['--ask', 'Capital of France?', '--voters', '9'];
  const { code, stdout } = await directory.run(run(...ask, ...oneByOne));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\nCapital of France\?\n\n {2}Paris\n\n/);
  expect(stdout).toContain(
    '5 of 6 votes, confidence 83 % (44 to 97 %): more than half agree, and the others can change nothing\n',
  );
  expect(stdout).toMatch(/dissent {2}Lyon {2}1 vote\n/);
  expect(stdout).toMatch(/q1\.3 {2}agent_0 +\d+\.\ds {2}lyon\n/);
  expect(stdout).toContain('3 voters not asked\n');
  expect(stdout).toMatch(/tasks +6 done, 3 skipped\n/);
  expect(stdout).toMatch(/decided +1 of 1 question\n/);
  expect(stdout).toMatch(/saved +3 calls of 9/);
  expect(server.calls).toHaveLength(6);
  const { questions, saved_usd } = directory.json('out/outcome.json');
  expect(questions[0]).toMatchObject({ answer: 'Paris', asked: 6, saved_calls: 3 });
  expect(saved_usd).toBeGreaterThan(0);
  const statuses = directory.lines('out/results.jsonl').map(({ status }) => status);
  expect(statuses).toEqual([...Array(6).fill('done'), ...Array(3).fill('skipped')]);
});

test('a voter still at work when it is decided is cut, and the run has not failed', async () => {
  await answers(['yes'], ({ model }) => (model === 'gpt-5-nano' ? minuteMs : 50));
  const spec = file(
    'spec.yaml',
    `agents: 4
provider: openai
baseUrl: ${server.url}
roles: { chief: { model: gpt-5-mini }, clerk: { model: gpt-5-nano } }
workload:
  consensus: { questions: [Why?], voters: { chief: 1, clerk: 3 }, weights: { chief: 4 } }
`,
  );
  const began = Date.now();
  const { code, stdout } = await directory.run(['run', spec, '--out', 'out', '--budget', '1']);
  expect(Date.now() - began).toBeLessThan(minuteMs / 2);
  expect(code).toBe(0);
  expect(stdout).toMatch(/tasks +1 done, 1 cancelled, 2 skipped\n/);
  const { questions, cut_calls, saved_calls } = directory.json('out/outcome.json');
  expect({ cut_calls, saved_calls }).toEqual({ cut_calls: 1, saved_calls: 2 });
  expect(questions[0]).toMatchObject({
    answer: 'yes',
    why: 'more than half agree, and the others can change nothing',
  });
});

test('a function of a module makes answers the same, for questions of a file', async () => {
  await answers(['about 7', 'seven (7)']);
  file('same.ts', 'export const digit = (answer: string) => /[0-9]/.exec(answer)?.[0] ?? null;\n');
  const questions = file('questions.csv', 'id,question\na,One?\nb,Two?\n');
  const spec = file(
    'spec.yaml',
    `workload: { consensus: { questions: ${questions}, voters: 3, normalize: ./same.ts#digit } }\n`,
  );
  const dry = await directory.run(run(spec, '--dry-run'));
  expect(dry.stdout).toContain(
    '6 tasks at most from 2 questions of questions.csv, 3 voters each\n',
  );
  expect(dry.stdout).toContain('same.ts#digit');
  const { code, stdout } = await directory.run(run(spec, '--ui', 'json'));
  expect(code).toBe(0);
  for (const line of stdout.trim().split('\n')) expect(JSON.parse(line).v).toBe(1);
  expect(directory.json('out/outcome.json')).toMatchObject({
    decided: 2,
    saved_calls: 2,
    questions: [
      { id: 'a', answer: '7', voters: [{ task: 'a.1', normalized: '7' }, {}, {}] },
      { id: 'b', answer: '7' },
    ],
  });
});

test('a module without the function is refused before anything is sent', async () => {
  await answers(['7']);
  file('same.ts', 'export const digit = 7;\n');
  const spec = (exported: string) =>
    file(
      'spec.yaml',
      `workload: { consensus: { questions: [Why?], normalize: ./same.ts${exported} } }\n`,
    );
  const missing = await directory.run(run(spec('#digits')));
  expect([missing.code, missing.stderr]).toEqual([
    2,
    expect.stringContaining('exports no `digits`; did you mean `digit`?'),
  ]);
  const number = await directory.run(run(spec('#digit')));
  expect(number.stderr).toContain('to be a function of an answer, got number');
  expect(server.calls).toHaveLength(0);
});

test('voters that failed are asked once more by resume --failed, which decides what was open', async () => {
  await answers(['yes', 'no', null, 'yes']);
  const ask = ['--ask', 'Why?', '--voters', '3', '--provider', 'openai'];
  const first = await directory.run(run(...ask, ...oneByOne, '--retries', '0'));
  expect(first.code).toBe(1);
  expect(first.stdout).toContain('  undecided\n');
  expect(directory.json('out/outcome.json').questions[0]).toMatchObject({
    decided: false,
    answer: null,
    why: 'the first two answers have as many votes',
  });
  const again = await directory.run(['resume', 'out', '--failed']);
  expect(again.code).toBe(0);
  expect(directory.json('out/outcome.json').questions[0]).toMatchObject({
    decided: true,
    answer: 'yes',
    asked: 3,
  });
});

test('a run whose process died goes on with the votes there are', async () => {
  await answers(['yes'], ({ number }) => (number === 2 ? minuteMs : 0));
  const started = directory.start(run('--ask', 'Why?', '--voters', '9', ...oneByOne));
  await vi.waitFor(() => expect(server.calls).toHaveLength(3), { timeout: 20_000 });
  started.child.kill('SIGKILL');
  await started.ended;
  const { code, stdout } = await directory.run(['resume', 'out']);
  expect(code).toBe(0);
  expect(stdout).toContain('5 of 5 votes');
  // What was in flight when it died is all that is asked twice.
  expect(server.calls).toHaveLength(6);
  const finished = await directory.run(['resume', 'out']);
  expect(finished.stderr).toContain('is finished');
  expect(finished.stdout).toContain('5 of 5 votes');
  expect(server.calls).toHaveLength(6);
});
