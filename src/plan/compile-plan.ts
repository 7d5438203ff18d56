import type { ResolvedSpec } from '../spec/resolved.ts';
import { compileCompare } from './compare/compile-compare.ts';
import { compileConsensus } from './consensus/compile-consensus.ts';
import { compileContent } from './content/compile-content.ts';
import { compileEmbeddings } from './embeddings/compile-embeddings.ts';
import type { Plan } from './plan.ts';
import { compilePrompts } from './prompts/compile-prompts.ts';
import { withReduce } from './reduce/with-reduce.ts';
import { compileWorkflows } from './workflow/compile-workflows.ts';

/** How many tasks the plan of a spec begins with. */
export function plannedTasks(spec: ResolvedSpec): number {
  const { workload } = spec;
  if (workload.kind !== 'prompts') return compilePlan(spec).size;
  return workload.items.length * workload.repeat + (spec.reduce ? 1 : 0);
}

/** The graph of tasks that a spec compiles to. */
export function compilePlan(spec: ResolvedSpec): Plan {
  return withReduce(planOfWork(spec), spec);
}

function planOfWork(spec: ResolvedSpec): Plan {
  const { workload } = spec;
  switch (workload.kind) {
    case 'prompts':
      return compilePrompts(spec, workload);
    case 'content':
      return compileContent(spec, workload);
    case 'consensus':
      return compileConsensus(spec, workload);
    case 'compare':
      return compileCompare(spec, workload);
    case 'workflows':
      return compileWorkflows(spec, workload);
    case 'embeddings':
      return compileEmbeddings(spec, workload);
  }
}
