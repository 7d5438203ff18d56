import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { builtInPresets } from '../../presets/index.ts';
import { createSwarm } from '../../src/library/create-swarm.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { resolveSpec } from '../../src/spec/resolve-spec.ts';
import type { Spec } from '../../src/spec/schema/spec.ts';
import type { WorkflowTaskSpec } from '../../src/spec/schema/workflow.ts';
import { specDocument } from '../../src/spec/spec-document.ts';
import { startServerProcess } from './server-process.ts';

/** Workflows of twenty tasks, that many at once. */
const [workflows, atOnce] = [5_000, 100];

/** Workflows of the run that is measured whole. */
const runWorkflows = 1_000;

/**
 * How long a plan of 100,000 tasks takes to compile, what it holds when all of them have ended, and what a whole
 * run of workflows holds for each task that has.
 */
export async function planBench(): Promise<void> {
  await planOnly();
  await wholeRun();
}

async function planOnly(): Promise<void> {
  const { spec } = await resolveSpec({
    specFile: specDocument(workflowSpec(workflows)),
    presets: builtInPresets,
  });
  const heap = heapMeter();
  const start = performance.now();
  const plan = compilePlan(spec);
  const compiledMs = performance.now() - start;
  const held = heap();
  const planned = plan.size;
  const begun = performance.now();
  unfold(plan);
  const unfoldedMs = performance.now() - begun;
  console.log(`\nplan: ${workflows} workflows of 20 tasks, ${atOnce} at once`);
  console.log(`compiled ${planned} tasks in ${seconds(compiledMs)}, ${kb(held / planned)} a task`);
  console.log(
    `unfolded to ${plan.size} tasks in ${seconds(unfoldedMs)}, ${kb((heap() - held) / plan.size)} a task more when all have ended`,
  );
}

/** From the first quarter on: what comes before is the start, and code that is compiled. */
async function wholeRun(): Promise<void> {
  const server = await startServerProcess([JSON.stringify({ latencyMs: 5, outputTokens: 20 })]);
  const out = mkdtempSync(join(tmpdir(), 'swarmdeck-bench-'));
  try {
    const route = { provider: 'openai', model: 'm', baseUrl: `${server.url}/v1` };
    const swarm = await createSwarm(
      { ...route, agents: 100, ...workflowSpec(runWorkflows) },
      { out: join(out, 'run'), environment: { OPENAI_API_KEY: 'k' } },
    );
    const heap = heapMeter();
    const at: { readonly tasks: number; readonly bytes: number }[] = [];
    let ended = 0;
    swarm.onEvent(({ type }) => {
      if (type !== 'task.finished') return;
      ended += 1;
      if (ended % (runWorkflows * 5) === 0) at.push({ tasks: ended, bytes: heap() });
    });
    const start = performance.now();
    const { outcome } = await swarm.run();
    const ms = performance.now() - start;
    const [first, last] = [at[0], at[at.length - 1]];
    console.log(
      `run of ${ended} tasks ended ${outcome.phase} in ${seconds(ms)}, ${kb((last.bytes - first.bytes) / (last.tasks - first.tasks))} a finished task`,
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
    await server.stop();
  }
}

/** @returns what the heap holds beyond what it held now, bytes, garbage left out */
function heapMeter(): () => number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const now = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = now();
  return () => now() - before;
}

/** Chains, a diamond, a fan-out over an answer, and a join. */
function workflowSpec(repeat: number): Spec {
  const tasks: Record<string, WorkflowTaskSpec> = {
    sources: { role: 'lister', prompt: 'List sources on {{vars.topic}}' },
    check: {
      forEach: '{{tasks.sources.json.list}}',
      prompt: 'Is {{item}} reliable?',
    },
    left: { needs: 'sources', prompt: 'One side of {{tasks.sources.text}}' },
    right: {
      needs: 'sources',
      prompt: 'The other side of {{tasks.sources.text}}',
      critical: false,
    },
  };
  let last = ['left', 'right'];
  for (let step = 0; step < 15; step++) {
    tasks[`step${step}`] = { needs: last, prompt: `Step ${step} from {{tasks.${last[0]}.text}}` };
    last = [`step${step}`];
  }
  tasks.final = { needs: last, reduce: 'check', prompt: 'Finish: {{texts}}' };
  const workflow = { name: 'bench', vars: { topic: 'harbours' }, tasks };
  const schema = {
    type: 'object',
    properties: { list: { type: 'array', items: { type: 'string' }, minItems: 3, maxItems: 3 } },
    required: ['list'],
  };
  return {
    roles: { lister: { schema }, worker: { share: 9 } },
    workload: { workflow, repeat, atOnce },
  };
}

/** Ends every task as soon as it is due; the answers are held nowhere. */
function unfold(plan: Plan): void {
  const { graph } = plan;
  if (graph === undefined) throw new Error('workflows have a graph');
  const due: number[] = [];
  const take = (steps: ReturnType<typeof graph.unfolding.ended>) => {
    for (const step of steps) if (step.kind === 'release') due.push(...step.tasks);
  };
  const text = (task: number) =>
    plan.id(task).endsWith('sources') ? '{"list":["a","b","c"]}' : 'An answer.';
  take(graph.unfolding.begin({ ends: [], additions: [] }, { text }));
  for (let at = 0; at < due.length; at++) {
    plan.messages(due[at]);
    take(graph.unfolding.ended({ task: due[at], status: 'done' }));
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function kb(bytes: number): string {
  return `${(bytes / 1024).toFixed(2)} KB`;
}
