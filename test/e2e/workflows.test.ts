import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Chance } from '../helpers/chance.ts';
import {
  type Answer,
  type RandomTasks,
  randomTasks,
  reference,
  written,
} from '../plan/workflow/reference.ts';
import { directory, eachTestOnSimulator, onSimulator, simulator } from './on-simulator.ts';

eachTestOnSimulator();

interface Line {
  readonly task: string;
  readonly status: string;
  readonly text: string | null;
  readonly error: { readonly message: string } | null;
}

/** Answers that say whether what needs them is done, and for how many items. */
const schema = {
  type: 'object',
  properties: {
    go: { type: 'boolean' },
    list: { type: 'array', items: { type: 'integer' }, maxItems: 3 },
  },
  required: ['go', 'list'],
  additionalProperties: false,
};

/** Writes a spec of so many random workflows of twenty tasks. */
function writeWorkflows(count: number, seed: number): RandomTasks[] {
  const chance = new Chance(seed);
  const drafts = Array.from({ length: count }, () => randomTasks(chance));
  const workflows = drafts.map((tasks, index) => ({
    name: `w${index}`,
    tasks: written(tasks, chance),
  }));
  writeSpec({ roles: { agent: { schema } }, agents: 50, workload: { workflows } });
  return drafts;
}

function writeSpec(spec: object): void {
  writeFileSync(join(directory.path, 'swarm.json'), JSON.stringify(spec));
}

const run = (...more: string[]) => ['run', 'swarm.json', ...onSimulator(), ...more];
const results = () => directory.lines('out/results.jsonl') as unknown as Line[];

/** What each task must have come to, given what those that were called came to. */
function expected(drafts: readonly RandomTasks[], lines: readonly Line[]): object {
  const fates = new Map(
    lines.map(({ task, status, text }) => [
      task,
      status === 'done' ? (JSON.parse(text ?? '') as Answer) : (status as 'failed'),
    ]),
  );
  const ends = drafts.map((tasks, index) =>
    reference(`w${index}`, tasks, (id) => {
      const fate = fates.get(id);
      if (fate === undefined) throw new Error(`${id} was not done`);
      return fate;
    }),
  );
  const all: [string, string][] = Object.entries(Object.assign({}, ...ends));
  return Object.fromEntries(all.map(([id, end]) => [id, end === 'off' ? 'skipped' : end]));
}

const cameTo = (lines: readonly Line[]) =>
  Object.fromEntries(lines.map(({ task, status }) => [task, status]));

test('a hundred workflows of twenty tasks at once come to what the reference says', {
  timeout: 60_000,
}, async () => {
  simulator.configure({ latencyMs: 3, faults: { shares: { 'bad-request': 0.04 } } });
  const drafts = writeWorkflows(100, 7);
  const { code, stderr } = await directory.run(run());
  expect(code, stderr).toBe(1);
  const lines = results();
  expect(cameTo(lines)).toEqual(expected(drafts, lines));
  const counts = ['done', 'failed', 'skipped'].map(
    (word) => lines.filter(({ status }) => status === word).length,
  );
  expect(Math.min(...counts)).toBeGreaterThan(20);
  const { workflows, calls } = directory.json('out/metrics.json') as Record<string, never>;
  const { counts: ended } = directory.json('out/outcome.json') as {
    counts: Record<string, number>;
  };
  expect(workflows).toEqual({
    started: 100,
    completed: ended.done + ended.partial,
    failed: ended.failed,
  });
  expect(ended).toMatchObject({ total: 100, cancelled: 0, unfinished: 0 });
  expect(Math.min(ended.done, ended.failed)).toBeGreaterThan(0);
  // Nothing was called that was not to be done.
  expect(calls).toBe(counts[0] + counts[1]);
});

test('a run of workflows that was stopped in the middle goes on where it was, and then does again what failed', {
  timeout: 60_000,
}, async () => {
  simulator.configure({ latencyMs: 20, faults: { shares: { 'bad-request': 0.04 } } });
  const drafts = writeWorkflows(20, 11);
  const first = directory.start(run('--agents', '5', '--verbose'));
  await first.says('w3.', 'stderr');
  first.child.kill('SIGTERM');
  expect((await first.ended).code).toBe(143);
  const before = results().filter(({ status }) => status === 'done').length;
  expect((directory.json('out/outcome.json') as { counts: object }).counts).toMatchObject({
    total: 20,
  });

  expect((await directory.run(['resume', 'out'])).code).toBe(1);
  const lines = results();
  expect(cameTo(lines)).toEqual(expected(drafts, lines));
  const after = lines.filter(({ status }) => status === 'done').length;
  expect([before > 0, after > before]).toEqual([true, true]);
  // No answer that was there was asked for again.
  const { calls } = directory.json('out/metrics.json') as { calls: number };
  expect(calls).toBe(lines.filter(({ status }) => status !== 'skipped').length);
  expect(simulator.record().totals.calls).toBe(calls);

  simulator.configure({ faults: { shares: {} } });
  const again = await directory.run(['resume', 'out', '--failed']);
  expect(again.code, again.stderr).toBe(0);
  const all = results();
  expect(cameTo(all)).toEqual(expected(drafts, all));
  expect(directory.json('out/metrics.json')).toMatchObject({
    workflows: { started: 20, completed: 20, failed: 0 },
  });
});

test('what a condition leaves out is no failure: the run ends with exit code 0', async () => {
  writeSpec({
    workload: {
      workflow: {
        vars: { city: 'Oslo', cities: ['Oslo', 'Bergen'] },
        tasks: {
          each: { forEach: '{{vars.cities}}', prompt: 'Tell of {{item}}' },
          other: { when: '{{vars.city}} == "Bergen"', prompt: 'Tell more' },
          final: { reduce: 'each', needs: 'other', prompt: 'Sum up: {{texts}}' },
        },
      },
    },
  });
  const { code, stdout, stderr } = await directory.run(run());
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/tasks +3 done, 1 skipped/);
  const lines = results();
  expect(cameTo(lines)).toEqual({
    ...{ 'each.0': 'done', 'each.1': 'done', other: 'skipped', final: 'done' },
  });
  expect(lines[2].error?.message).toBe('its condition does not hold: {{vars.city}} == "Bergen"');
  expect(directory.json('out/outcome.json')).toMatchObject({
    workflows: [{ workflow: null, state: 'done', outputs: { final: lines[3].text } }],
  });
});

test('a template that names nothing ends with exit code 2, before anything runs', async () => {
  writeSpec({
    workload: { workflow: { tasks: { a: { prompt: 'x' }, b: { prompt: '{{tasks.aa.text}}' } } } },
  });
  const { code, stderr } = await directory.run(run());
  expect(code).toBe(2);
  expect(stderr).toContain(
    'workload.workflow.tasks.b.prompt: {{tasks.aa.text}} names nothing; did you mean `tasks.a.text`?',
  );
  expect(simulator.record().totals.calls).toBe(0);
});

test('what is unfolded from an answer draws on the budget of the run, and does not pass it', async () => {
  simulator.configure({ latencyMs: 5, firstTokenMs: 1, outputTokens: 500 });
  const items = { type: 'array', items: { type: 'integer' }, minItems: 60 };
  writeSpec({
    agents: 20,
    maxOutputTokens: 500,
    price: { input: 0.25, output: 2 },
    budget: { usd: 0.02 },
    roles: {
      lister: { schema: { type: 'object', properties: { items }, required: ['items'] } },
      worker: {},
    },
    workload: {
      workflow: {
        tasks: {
          list: { role: 'lister', prompt: 'List them' },
          each: { role: 'worker', forEach: '{{tasks.list.json.items}}', prompt: 'Number {{item}}' },
        },
      },
    },
  });
  const { code, stdout, stderr } = await directory.run(run());
  expect(code, stderr).toBe(3);
  expect(stdout).not.toContain('NaN');
  const { cost_usd: cost } = directory.json('out/metrics.json');
  expect(cost).toBeGreaterThan(0.01);
  expect(cost).toBeLessThanOrEqual(0.02);
});
