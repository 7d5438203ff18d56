import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { builtInPresets } from '../../presets/index.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { resolveSpec } from '../../src/spec/resolve-spec.ts';
import type { ResolvedSpec } from '../../src/spec/resolved.ts';
import { specDocument } from '../../src/spec/spec-document.ts';

/** Workflows of twenty tasks, that many at once. */
const [workflows, atOnce] = [5_000, 100];

/** How long a plan of 100,000 tasks takes to compile, and what it holds when all of them have ended. */
export async function planBench(): Promise<void> {
  const spec = await workflowSpec();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  };
  const before = heap();
  const seconds = () => performance.now() / 1000;
  const start = seconds();
  const plan = compilePlan(spec);
  const compiled = seconds() - start;
  const held = heap() - before;
  const planned = plan.size;
  const unfolding = seconds();
  unfold(plan);
  const unfolded = seconds() - unfolding;
  const grown = heap() - before - held;
  console.log(`\nplan: ${workflows} workflows of 20 tasks, ${atOnce} at once`);
  console.log(
    `compiled ${planned} tasks in ${compiled.toFixed(2)} s, ${kb(held / planned)} a task`,
  );
  console.log(
    `unfolded to ${plan.size} tasks in ${unfolded.toFixed(2)} s, ${kb(grown / plan.size)} a task more when all have ended`,
  );
}

/** Chains, a diamond, a fan-out over an answer, and a join. */
async function workflowSpec(): Promise<ResolvedSpec> {
  const tasks: Record<string, object> = {
    sources: { prompt: 'List sources on {{vars.topic}}' },
    check: {
      forEach: '{{tasks.sources.json}}',
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
  const specFile = specDocument({ workload: { workflow, repeat: workflows, atOnce } });
  const { spec } = await resolveSpec({ specFile, presets: builtInPresets });
  return spec;
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
    plan.id(task).endsWith('sources') ? '["a","b","c"]' : 'An answer.';
  take(graph.unfolding.begin({ ends: [], additions: [] }, { text }));
  for (let at = 0; at < due.length; at++) {
    plan.messages(due[at]);
    take(graph.unfolding.ended({ task: due[at], status: 'done' }));
  }
}

function kb(bytes: number): string {
  return `${(bytes / 1024).toFixed(2)} KB`;
}
