import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';
import { directory, eachTestOnSimulator, onSimulator, simulator } from './on-simulator.ts';

eachTestOnSimulator();

const examples = fileURLToPath(new URL('../../examples/code-agent/', import.meta.url));

/** Files in the working directory, of which `spec.yaml` is run. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory.path, name), text);
}

/** A spec whose one role is code of `agent.mjs`, with these prompts. */
const specOf = (prompts: string, provider = 'code') =>
  `provider: ${provider}\nagents: 2\nroles: { kaoz: { code: ./agent.mjs } }\nworkload: { prompts: ${prompts} }\n`;

test('examples/code-agent/editor.yaml runs code of TypeScript that makes its calls as it likes', async () => {
  simulator.configure({ outputTokens: 40, tokensPerSecond: 4_000 });
  const { code, stderr } = await directory.run(['run', `${examples}editor.yaml`, ...onSimulator()]);
  expect(code, stderr).toBe(0);
  const results = directory.lines('out/results.jsonl');
  expect(results).toHaveLength(4);
  for (const { text, status } of results) {
    expect(status).toBe('done');
    // The first answer was too long, and it asked for another.
    expect(JSON.parse(String(text))).toMatchObject({ before: expect.any(Number) });
  }
  expect(directory.json('out/metrics.json').calls).toBe(8);
});

test('examples/code-agent/old-agent.yaml runs an agent with callbacks as it is', async () => {
  const { code, stderr } = await directory.run([
    'run',
    `${examples}old-agent.yaml`,
    '--out',
    'out',
  ]);
  expect(code, stderr).toBe(0);
  const texts = directory.lines('out/results.jsonl').map(({ text }) => text);
  expect(texts.toSorted()).toEqual(
    ['2 words', '3 words', '5 words'].flatMap((text) => Array(4).fill(text)),
  );
  expect(directory.json('out/metrics.json')).toMatchObject({ calls: 0, cost_usd: 0 });
  const log = directory.lines('out/log.jsonl');
  const { stats } = log.find(({ message }) => message === 'the code of counter has ended') ?? {};
  expect(stats).toMatchObject({ tasksProcessed: 12, healthy: true });
});

test('stray errors, lines for the console and what never ends take nothing from a run but their task', async () => {
  write({
    'spec.yaml': specOf('[fails late, throws after, rejects late, prints]'),
    'agent.mjs': `
      console.log('loaded');
      setInterval(() => {}, 1_000);
      setTimeout(() => { throw new Error('of no task'); }, 5);
      export default async (prompt) => {
        if (prompt === 'prints') console.log('it is %d degrees', 12);
        if (prompt === 'throws after') setTimeout(() => { throw new Error('after its end'); }, 20);
        if (prompt === 'rejects late') void new Promise((_, no) => setTimeout(no, 60, new Error('promised')));
        if (prompt === 'fails late') setTimeout(() => { throw new Error('in a timer'); }, 60);
        if (prompt.endsWith('late')) await new Promise(() => {});
        return prompt;
      };`,
  });
  const { code, stdout, stderr } = await directory.run([
    ...['run', 'spec.yaml', '--ui', 'json', '--out', 'out'],
  ]);
  expect(stderr).toBe('');
  expect(code).toBe(1);
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.at(-1)).toMatchObject({ type: 'run.finished', phase: 'DONE' });
  const results = directory.lines('out/results.jsonl') as {
    text: string | null;
    error: { class: string; message: string } | null;
  }[];
  expect(results.map(({ text, error }) => text ?? error?.message)).toEqual([
    'an error of its code that nobody caught: in a timer',
    'throws after',
    'an error of its code that nobody caught: promised',
    'prints',
  ]);
  const said = directory.lines('out/log.jsonl').map(({ message }) => String(message));
  expect(said).toContain('loaded');
  expect(said).toContain('it is 12 degrees');
  expect(said).toContain("an error of agents' code that nobody caught: of no task");
  expect(said.join('\n')).toMatch(/nobody caught: after its end \(the task had ended\)/);
});

test('what never ends does not keep a stop from ending', async () => {
  write({
    'spec.yaml': specOf('[a, b]'),
    'agent.mjs': 'export default () => new Promise(() => setInterval(() => {}, 1_000));',
  });
  const command = directory.start(['run', 'spec.yaml', '--out', 'out', '--verbose']);
  await command.says('0 in flight', 'stderr');
  command.child.kill('SIGTERM');
  await command.says('DRAINING', 'stderr');
  await new Promise((resolve) => setTimeout(resolve, 100));
  command.child.kill('SIGTERM');
  const { code } = await command.ended;
  expect(code).toBe(143);
  const said = directory.lines('out/log.jsonl').map(({ message }) => String(message));
  expect(said).toContain('the code of kaoz did not shut down as it should: it is still at 2 tasks');
  // It is begun anew.
  write({ 'agent.mjs': 'export default (prompt) => prompt;' });
  const again = await directory.run(['resume', 'out']);
  expect(again.code, again.stderr).toBe(0);
  expect(directory.lines('out/results.jsonl').map(({ text }) => text)).toEqual(['a', 'b']);
});

test('code shares limits, retries and money of its role with all others', async () => {
  simulator.configure({ faults: { shares: { 'server-error': 0.3 } } });
  write({
    'spec.yaml': specOf('[a, b, c, d, e, f]', 'openai'),
    'agent.mjs': `export default { async processTask({ prompt }, { chat }) {
      const [one, two] = [await chat(prompt), await chat('again')];
      return one.text.length + two.text.length;
    } };`,
  });
  const { code, stderr } = await directory.run(
    ['run', 'spec.yaml', ...onSimulator(), '--budget', '1', '--set', 'retry.baseMs=5'],
    { OPENAI_API_KEY: 'k' },
  );
  expect(code, stderr).toBe(0);
  const { calls, cost_usd: cost, retries } = directory.json('out/metrics.json');
  expect(calls).toBe(12 + retries.count);
  expect(cost).toBeGreaterThan(0);
});

test('the console shows what code is at and what it warns of, and its lines do not disturb it', async () => {
  write({
    'spec.yaml': specOf('[one, two]'),
    'agent.mjs': `export default async function* (prompt, { ctx }) {
      console.log('a line for nobody');
      if (prompt === 'one') ctx.warn('mind the step');
      yield 'a piece of the answer';
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }`,
  });
  const terminal = new PseudoTerminal(directory, ['run', 'spec.yaml', '--out', 'out']);
  onTestFinished(() => terminal.close());
  await terminal.shows(/kaoz_\d +its code · mind the step/);
  await terminal.shows('the code of agents, 2 tasks wait for theirs');
  terminal.press('1', 'Enter');
  expect(await terminal.shows('a piece of the answer')).not.toContain('a line for nobody');
  terminal.press('Esc');
  await terminal.shows('─ 1 agents ─');
  terminal.press('X');
  await terminal.shows('STOPPED');
  terminal.press('q');
  expect(await terminal.ended).toBe(130);
  expect(directory.read('out/log.jsonl')).toContain('a line for nobody');
});

test('what is no agent is told in one sentence, and nothing is run', async () => {
  write({ 'spec.yaml': specOf('[a]'), 'agent.mjs': 'import "./not-there.mjs";' });
  const { code, stderr } = await directory.run(['run', 'spec.yaml', '--out', 'out']);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^swarmdeck: \S+agent\.mjs: cannot be loaded as a module: Cannot find module .*not-there\.mjs.*\n$/,
  );
});
