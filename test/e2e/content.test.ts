import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openForReading } from '../../src/store/sqlite.ts';
import { directory, eachTestOnSimulator, onSimulator, simulator } from './on-simulator.ts';

eachTestOnSimulator();

const program = fileURLToPath(new URL('../../bin/swarmdeck.js', import.meta.url));
/** Twelve chunks of 200 bytes. */
const lines = Array.from(
  { length: 60 },
  (_, line) => `Line ${String(line).padStart(2, '0')}: Größe und Maß, 中文.\n`,
);
const book = () => writeFileSync(join(directory.path, 'book.txt'), lines.join(''));

const args = (...more: string[]) => [
  'run',
  '--content',
  'book.txt',
  '--set',
  'workload.content.chunkBytes=200',
  '--batch',
  '5',
  ...onSimulator(),
  ...more,
];

const statuses = () =>
  (
    directory.lines('out/results.jsonl') as { task: string; agent: string | null; status: string }[]
  ).map(({ task, agent, status }) => `${task} ${agent} ${status}`);

test('every agent reads the whole of it, batch by batch, and goes on from its own answer', async () => {
  book();
  const { code, stdout } = await directory.run(args('--agents', '2'));
  expect(code).toBe(0);
  expect(stdout).toMatch(/chunks +(\d+) read/);
  const { total_chunks_processed: chunks, calls } = directory.json('out/metrics.json');
  const results = directory.lines('out/results.jsonl') as { task: string; text: string }[];
  expect(calls).toBe(results.length);
  const batches = results.length / 2;
  expect(chunks % 2).toBe(0);
  expect(Math.ceil(chunks / 2 / 5)).toBe(batches);
  const agents = (reader: number) =>
    new Set(
      statuses()
        .filter((words) => words.startsWith(`reader-${reader}.`))
        .map((words) => words.split(' ')[1]),
    );
  // Whoever begins to read it reads on.
  expect([agents(1).size, agents(2).size]).toEqual([1, 1]);
  const database = openForReading(join(directory.path, 'out/run.db'));
  const said = database
    .prepare("SELECT content FROM conversations WHERE role = 'user' ORDER BY task")
    .all()
    .map(({ content }) => ({ content: String(content) }));
  database.close();
  expect(said).toHaveLength(results.length);
  for (const [index, { content }] of said.entries()) {
    const isFirst = index % batches === 0;
    expect(content.includes('<answer>')).toBe(!isFirst);
    if (!isFirst) expect(content).toContain(`<answer>\n${results[index - 1].text}\n</answer>`);
  }
  const read = said
    .slice(0, batches)
    .flatMap(({ content }) => [...content.matchAll(/<chunk [^>]*>\n(.*?)\n<\/chunk>/gs)])
    .map(([, text]) => text);
  expect(read.join('')).toBe(lines.join(''));
});

test('a content that is shared out is read once', async () => {
  book();
  const flags = ['--set', 'workload.content.mode=distribute', '--agents', '3'];
  expect((await directory.run(args(...flags))).code).toBe(0);
  const { total_chunks_processed: chunks } = directory.json('out/metrics.json');
  expect(statuses()).toHaveLength(3);
  const dry = await directory.run(args(...flags, '--dry-run'));
  expect(dry.stdout).toContain(`3 tasks from book.txt (${chunks} chunks, distribute)`);
});

test('one text of all of it is made of what each reader answered last', async () => {
  book();
  const reduce = 'workload.reduce={ prompt: "One of {{count}}: {{texts}}" }';
  expect((await directory.run(args('--agents', '2', '--set', reduce))).code).toBe(0);
  const results = directory.lines('out/results.jsonl') as { task: string; text: string }[];
  const batches = (results.length - 1) / 2;
  const database = openForReading(join(directory.path, 'out/run.db'));
  const said = String(
    database
      .prepare("SELECT content FROM conversations JOIN tasks USING (task) WHERE id = 'reduce'")
      .get()?.content,
  );
  database.close();
  const last = results.filter((_, index) => index % batches === batches - 1).slice(0, 2);
  expect(said).toBe(
    `One of 2: ${last.map(({ task, text }) => `--- ${task} ---\n${text}`).join('\n\n')}`,
  );
});

test('a batch that fails is left out, and what is read after it is read all the same', async () => {
  book();
  simulator.configure({ faults: { shares: { 'bad-request': 1 }, firstCalls: 1 } });
  const { code } = await directory.run(args('--agents', '1'));
  expect(code).toBe(1);
  const [first, ...rest] = statuses();
  expect(first).toBe('reader-1.batch-1 agent_0 failed');
  expect(rest.length).toBeGreaterThan(1);
  expect(rest.every((words) => words.endsWith(' done'))).toBe(true);
});

test('a run that was stopped goes on from its record, whatever became of the file', async () => {
  book();
  simulator.configure({ outputTokens: 30, tokensPerSecond: 60 });
  const run = directory.start(args('--agents', '1', '--ui', 'json'));
  await run.says((output) => output.includes('"task.finished"'));
  run.child.kill('SIGINT');
  expect((await run.ended).code).toBe(130);
  const before = statuses().filter((words) => words.endsWith(' done'));
  expect(before.length).toBeGreaterThan(0);
  writeFileSync(join(directory.path, 'book.txt'), 'Something else altogether.');
  simulator.configure({ outputTokens: 5, tokensPerSecond: 1_000 });
  expect((await directory.run(['resume', 'out'])).code).toBe(0);
  expect(statuses().every((words) => words.endsWith(' agent_0 done'))).toBe(true);
  expect(statuses().length).toBeGreaterThan(before.length);
  expect(simulator.record().totals.calls).toBeGreaterThanOrEqual(statuses().length);
});

test('what comes on stdin is read, and nothing is left of it', () => {
  const mine = () => readdirSync(tmpdir()).filter((name) => name.startsWith('swarmdeck-spool-'));
  const before = mine();
  const { status, stderr } = spawnSync(
    process.execPath,
    [program, 'run', '--content', '-', '--agents', '1', '--ui', 'plain', '--out', 'out'],
    { cwd: directory.path, input: lines.join(''), encoding: 'utf8' },
  );
  expect(stderr).toContain('1 task');
  expect(status).toBe(0);
  expect(directory.json('out/metrics.json').total_chunks_processed).toBe(1);
  expect(mine().filter((name) => !before.includes(name))).toEqual([]);
});

test('an agent of Azure is posted its chunks in batches, in one thread', async () => {
  book();
  const environment = {
    PROJECT_ENDPOINT: `${simulator.url}/api/projects/p`,
    PROJECT_API_KEY: 'k',
    AGENT_ID_KAOZ: 'asst_1',
  };
  const { code, stdout } = await directory.run(
    [
      ...['run', '--provider', 'azure-agents', '--content', 'book.txt', '--agents', '2'],
      ...[
        '--set',
        'workload.content.chunkBytes=200',
        '--batch',
        '5',
        '--out',
        'out',
        '--ui',
        'json',
      ],
    ],
    environment,
  );
  expect(code).toBe(0);
  expect(statuses()).toHaveLength(2);
  const chunks = directory.json('out/metrics.json').total_chunks_processed / 2;
  const posted = simulator
    .record()
    .calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
  // The introduction is one more.
  expect(posted).toHaveLength(2 * (chunks + 1));
  const batches = 1 + Math.ceil(chunks / 5);
  expect(stdout).toContain(`posting batch ${batches} of ${batches}`);
  expect(readFileSync(join(directory.path, 'out/results.jsonl'), 'utf8')).toContain('reader-2');
});
