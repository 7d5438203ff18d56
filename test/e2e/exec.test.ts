import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { apart, WorkingDirectory } from '../helpers/command-line.ts';
import { aliveIn } from '../helpers/processes.ts';

const agent = fileURLToPath(new URL('../helpers/programs/agent.sh', import.meta.url));

let directory: WorkingDirectory;
beforeEach(() => {
  directory = new WorkingDirectory();
});
afterEach(() => directory.clear());

test('a second Ctrl+C ends every program with all of its group, and says so', async () => {
  const spec = `provider: exec\nexec: { command: [${agent}] }\nagents: 4\nworkload: { prompts: [hang], repeat: 9 }\n`;
  writeFileSync(join(directory.path, 'hang.yaml'), spec);
  const run = directory.start(['run', 'hang.yaml', '--ui', 'json', '--out', 'out']);
  await run.says((output) => output.split('"call.streaming"').length === 5);
  const groups = [...run.stdout.matchAll(/running pid (\d+)/g)].map(([, pid]) => Number(pid));
  expect(groups.map((group) => aliveIn(group).length >= 2)).toEqual([true, true, true, true]);
  run.child.kill('SIGINT');
  await run.says('DRAINING');
  await apart();
  run.child.kill('SIGINT');
  const { code, stdout, stderr } = await run.ended;
  expect(code).toBe(130);
  expect(groups.flatMap(aliveIn)).toEqual([]);
  expect(stdout).toContain('"processesEnded":4');
  expect(directory.read('out/log.jsonl')).toContain('4 calls cut, 4 processes ended in');
  expect(stderr).toBe('');
});

test('a spec of programs is looked at by doctor, and run from the command line alone', async () => {
  const flags = ['--provider', 'exec', '--set', 'exec.command=cat', '--prompt', 'Hello'];
  const { code, stdout } = await directory.run(['run', ...flags, '--ui', 'plain', '--out', 'out']);
  expect(code).toBe(0);
  expect(stdout).toContain('1 done');
  expect(directory.lines('out/results.jsonl')).toMatchObject([
    { text: 'Hello', route: 'exec/cat', cost_usd: null },
  ]);
  const spec = 'provider: exec\nexec: { command: [no-such-program] }\nworkload: { prompts: [a] }\n';
  writeFileSync(join(directory.path, 'none.yaml'), spec);
  const looked = await directory.run(['doctor', 'none.yaml']);
  expect(looked.code).toBe(1);
  expect(looked.stdout).toContain('there is no program no-such-program in PATH');
});
