import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExampleRun, runExample } from '../helpers/example-run.ts';
import { Left, promises } from './example-promises.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
/** Every command of the page about examples. */
const commands = [...read('examples/README.md').matchAll(/\| `([^`]+)` \|/g)].map(
  ([, text]) => text,
);
const fileOf = (command: string) => /examples\/\S+/.exec(command)?.[0] ?? '';

/** They wait for the simulator most of their time, and leave some of the machine to the tests beside them. */
const atOnce = 4;
describe('the command', () => {
  const runs = new Map<string, Promise<ExampleRun>>();
  beforeAll(() => {
    const limit = pLimit(atOnce);
    // Those that take longest go first.
    const first = (command: string) => Number(!/hundred|erp|steady/.test(command));
    for (const command of commands.toSorted((a, b) => first(a) - first(b)))
      runs.set(
        command,
        limit(() => runExample(command)),
      );
  });
  afterAll(async () => {
    for (const run of runs.values()) await (await run).files.clear();
  }, 90_000);

  test.each(commands)('%s does what is promised', { timeout: 90_000 }, async (command) => {
    const run = await runs.get(command)!;
    const wanted = fileOf(command) === 'examples/workflow/hundred.yaml' ? 1 : 0;
    expect(run.code, run.stderr).toBe(wanted);
    expect(run.stdout).not.toContain('NaN');
    promises[fileOf(command)](new Left(run));
  });
});

/** What can be run: the spec of a folder, or a program. What wants a vendor is tried beside a stand-in. */
const runnable = globSync('examples/**/*.{yaml,csv}', { cwd: root })
  .concat(globSync('examples/library/*.ts', { cwd: root }))
  .filter((file) => !/\/providers\/|claude-code|harbours\.csv|roster\.csv/.test(file));

describe('the page about examples', () => {
  test('has every example, once, and something is expected of each', () => {
    const files = commands.map(fileOf);
    expect(files.toSorted()).toEqual(runnable.toSorted());
    expect(Object.keys(promises).toSorted()).toEqual(files.toSorted());
  });

  test.each(runnable.filter((file) => !/\.csv|roster/.test(file)))(
    'agrees with the head of %s',
    (file) => {
      const head = read(file).split(/\n(?!#|\/\/)/)[0];
      const command = commands.find((each) => fileOf(each) === file);
      expect(head.split('\n').some((line) => line.endsWith(` ${command}`))).toBe(true);
    },
  );

  test('is led to by the table of use cases, and so is every example', () => {
    const [, table] = read('README.md').split(/^## /m);
    const links = [...table.matchAll(/\]\((examples[^)]*)\)/g)].map(([, target]) => target);
    expect(links).toContain('examples/README.md');
    const examples = new Set(
      globSync('examples/*', { cwd: root }).filter(
        (name) => !/README|\.(ts|jsonl?|txt)$/.test(name),
      ),
    );
    expect([...examples].filter((name) => !links.includes(name))).toEqual([]);
  });
});
