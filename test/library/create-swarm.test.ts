import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defineAgent } from '../../src/agents/code-agent.ts';
import { createSwarm } from '../../src/library/create-swarm.ts';
import type { Swarm } from '../../src/library/swarm.ts';
import type { ResultLine } from '../../src/report/result-line.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Spec } from '../../src/spec/schema/spec.ts';
import type { RunEvent } from '../../src/state/events.ts';
import { folder, refusal } from '../helpers/spec.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ firstTokenMs: 5, outputTokens: 2 });
});
afterEach(() => simulator.stop());

function specOf(tasks: number, more: Spec = {}): Spec {
  return {
    provider: 'openai',
    model: 'm',
    baseUrl: `${simulator.url}/v1`,
    agents: 4,
    workload: {
      prompts: Array.from({ length: tasks }, (_, n) => ({ id: `q${n}`, prompt: `${n}?` })),
    },
    ...more,
  };
}

const environment = { OPENAI_API_KEY: 'k' };

async function swarmOf(tasks: number, more: Spec = {}): Promise<Swarm> {
  const out = join(folder(), 'run');
  return createSwarm(specOf(tasks, more), { out, environment });
}

function linesOf(swarm: Swarm): ResultLine[] {
  const text = readFileSync(join(swarm.directory, 'results.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const byTask = (a: ResultLine, b: ResultLine) => (a.task < b.task ? -1 : 1);

test('a loop reads a result for each task, in the shape of results.jsonl, and ends when the directory is complete', async () => {
  const swarm = await swarmOf(40);
  const results: ResultLine[] = [];
  for await (const result of swarm.results()) results.push(result);
  expect(results).toHaveLength(40);
  expect(results.every(({ status }) => status === 'done')).toBe(true);
  expect(results.toSorted(byTask)).toEqual(linesOf(swarm).toSorted(byTask));
  const { outcome, metrics } = await swarm.finished;
  expect(outcome).toMatchObject({ phase: 'DONE', exitCode: 0 });
  expect(metrics.calls).toBe(40);
});

test('a slow reader holds the run: no more than the buffer and the calls in flight wait for it', async () => {
  const swarm = await swarmOf(30);
  const started: string[] = [];
  swarm.onEvent(({ type }) => type === 'task.started' && started.push(type));
  let read = 0;
  let most = 0;
  for await (const result of swarm.results({ buffer: 2 })) {
    expect(result.status).toBe('done');
    read++;
    // Two that wait unread, and a call of each agent that was in flight when they came to be two.
    if (read < 4) await held(swarm);
    most = Math.max(most, started.length - read);
  }
  expect(read).toBe(30);
  expect(most).toBeLessThanOrEqual(2 + 4);
  expect(await swarm.finished).toMatchObject({ outcome: { exitCode: 0 } });
});

/** Resolves once nothing is in flight while work waits: nobody but the reader holds it. */
async function held(swarm: Swarm): Promise<void> {
  const quiet = () => swarm.snapshot().inFlight === 0 && swarm.snapshot().tasks.queued > 0;
  while (!quiet()) await new Promise(setImmediate);
}

test('what holds a run back while nobody reads is its reader', async () => {
  const swarm = await swarmOf(30);
  const sampled = new Promise<RunEvent>((resolve) => {
    swarm.onEvent((event) => {
      if (event.type === 'sample' && event.bounds[0]?.by === 'reader') resolve(event);
    });
  });
  for await (const _ of swarm.results({ buffer: 3 })) {
    await sampled;
    if (swarm.snapshot().inFlight === 0) break;
  }
  expect((await swarm.finished).metrics.limit_waits.by_limit.reader.seconds).toBeGreaterThan(0);
});

test('a loop that is left stops the run: calls in flight end, and nothing that they gave is lost', async () => {
  const swarm = await swarmOf(200);
  const seen: ResultLine[] = [];
  for await (const result of swarm.results({ buffer: 5 })) {
    seen.push(result);
    if (seen.length === 3) break;
  }
  const { outcome } = await swarm.finished;
  expect(outcome).toMatchObject({ phase: 'STOPPED', reason: 'stopped by the program' });
  const lines = linesOf(swarm);
  expect(lines).toHaveLength(200);
  const served = simulator.record().calls.length;
  expect(lines.filter(({ status }) => status === 'done')).toHaveLength(served);
  expect(served).toBeLessThanOrEqual(3 + 5 + 4);
});

test('an error in the loop stops the run and is told', async () => {
  const swarm = await swarmOf(50);
  const loop = async () => {
    for await (const { task } of swarm.results({ onBreak: 'now' })) throw new Error(`not ${task}`);
  };
  await expect(loop()).rejects.toThrow(/^not q/);
  expect(await swarm.finished).toMatchObject({ outcome: { phase: 'STOPPED' } });
});

test('a run that was stopped gives a result for each task all the same', async () => {
  const swarm = await swarmOf(50);
  const statuses = new Map<string, number>();
  for await (const { status } of swarm.results()) {
    if (statuses.size === 0) expect(swarm.command('stop')).toMatchObject({ ok: true });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(50);
  expect(statuses.get('cancelled')).toBeGreaterThan(0);
});

test('failures are results too', async () => {
  const swarm = await swarmOf(3, { model: 'no-such-model' });
  const classes: unknown[] = [];
  for await (const { error } of swarm.results()) classes.push(error?.class);
  expect(classes).toEqual(['not-found', 'not-found', 'not-found']);
});

test('run gives outcome and figures; results that were not read are read afterwards', async () => {
  const swarm = await swarmOf(5);
  const { outcome, metrics } = await swarm.run();
  expect(outcome.exitCode).toBe(0);
  expect(metrics).toMatchObject({ calls: 5, total_agents: 4 });
  const tasks: string[] = [];
  for await (const { task } of swarm.results()) tasks.push(task);
  expect(tasks.toSorted()).toEqual(['q0', 'q1', 'q2', 'q3', 'q4']);
});

test('what a prompt took before is found by it', async () => {
  vi.stubEnv('SWARMDECK_HOME', join(folder(), 'home'));
  const first = await swarmOf(2);
  await first.run();
  const second = await swarmOf(2);
  await second.run();
  const { match, figures } = await second.metrics(' 1? ');
  expect(match).toBe('exact');
  expect(figures.map(({ run }) => run).sort()).toEqual([first.runId, second.runId].sort());
  expect(figures[0]).toMatchObject({ route: 'openai/m', tasks: 1, done: 1, attempts: 1 });
  vi.unstubAllEnvs();
});

test('one loop reads a run', async () => {
  const swarm = await swarmOf(2);
  for await (const _ of swarm.results());
  const again = swarm.results();
  expect(await refusal(again.next())).toBe(
    'results: one loop reads a run, and there was one already',
  );
});

test('commands as objects and as they are typed; what cannot be done is said', async () => {
  const swarm = await swarmOf(20);
  swarm.start();
  expect(swarm.command({ type: 'pause', mode: 'hard' })).toMatchObject({ ok: true });
  expect(swarm.command('concurrency 3', { by: 'night shift' })).toMatchObject({ ok: true });
  expect(swarm.snapshot()).toMatchObject({ phase: 'PAUSED', concurrency: 3 });
  expect(swarm.command('cancel task:q1')).toMatchObject({ ok: true, effect: '1 task cancelled' });
  expect(swarm.command('concurency 3')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('concurrency'),
  });
  expect(swarm.command('history')).toEqual({
    ok: false,
    id: 0,
    reason: 'history is a command of the console',
  });
  expect(swarm.snapshot().limiting.by).toBe('you');
  swarm.command('resume');
  expect((await swarm.finished).outcome).toMatchObject({ phase: 'DONE' });
});

test('a listener is told every event until it is taken off', async () => {
  const swarm = await swarmOf(4);
  const types = new Set<string>();
  const off = swarm.onEvent(({ type }) => {
    types.add(type);
    if (type === 'run.finished') off();
  });
  {
    using _ = swarm.onEvent(() => expect.fail('it was taken off'));
  }
  await swarm.run();
  expect([...types]).toEqual(
    expect.arrayContaining(['run.started', 'task.finished', 'run.finished']),
  );
});

test('a swarm that never began is let go of with a complete directory, and nothing was sent', async () => {
  let out = '';
  {
    await using swarm = await swarmOf(5);
    out = swarm.directory;
  }
  expect(JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8'))).toMatchObject({ calls: 0 });
  expect(simulator.record().calls).toHaveLength(0);
});

test('a spec is an object, a file or a text; agents may be code of the program', async () => {
  const directory = folder();
  const yaml = 'provider: code\nroles: { echo: {} }\nworkload: { prompts: [one, two] }\nout: run\n';
  writeFileSync(join(directory, 'swarm.yaml'), yaml);
  const echo = () => defineAgent({ processTask: ({ prompt }) => `${prompt}!` });
  for (const [spec, name] of [
    ['swarm.yaml', 'swarm'],
    [yaml.replace('run', 'other'), 'swarm'],
  ]) {
    const swarm = await createSwarm(spec, { directory, environment: {}, agents: { echo: echo() } });
    expect(swarm.spec.name).toBe(name);
    const texts: (string | null)[] = [];
    for await (const { text } of swarm.results()) texts.push(text);
    expect(texts.toSorted()).toEqual(['one!', 'two!']);
  }
});

test('what cannot be used is said in one sentence before anything is run', async () => {
  const spec = { ...specOf(1), concurency: 5 } as Spec;
  expect(await refusal(createSwarm(spec, { environment }))).toBe(
    'concurency: unknown field `concurency`; did you mean `concurrency`?',
  );
  expect(await refusal(createSwarm('nowhere.yaml'))).toContain('there is no such file');
  const swarm = await swarmOf(1);
  expect(await refusal(() => swarm.results({ buffer: 0 }))).toContain('at least 1, got 0');
  await swarm.close();
});
