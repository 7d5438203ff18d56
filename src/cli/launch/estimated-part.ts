import { compilePlan } from '../../plan/compile-plan.ts';
import { sampledTexts, schemaText, tasksByRole } from '../../plan/count-input.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { PromptsWorkload } from '../../spec/work/prompts-workload.ts';
import { type RouteSample, routeSamples } from './service-counts.ts';

/** More tasks take a while to be looked through. */
export const manyTasks = 20_000;

/** A plan to estimate by. */
export interface EstimatedPart {
  readonly plan: Plan;
  /** Tasks that each of its tasks stands for. */
  readonly times: number;
  /** What services may be asked to count of it. */
  readonly samples: readonly RouteSample[];
  /** What is counted of it here, each text once. */
  readonly texts: readonly string[];
}

/** Of prompts that are asked many times over, a few rounds stand for all. */
export function partOf(spec: ResolvedSpec): EstimatedPart {
  const { workload: whole } = spec;
  const [workload, times] = whole.kind === 'prompts' ? fewRounds(whole) : [whole, 1];
  const plan = compilePlan({ ...spec, workload });
  const samples = routeSamples(plan, spec);
  const ofSamples = samples.flatMap(({ turns }) =>
    turns.flatMap(({ messages }) => messages.map(({ content }) => content)),
  );
  const texts = new Set([
    ...sampledTexts(plan, tasksByRole(plan, spec.roles.length)),
    ...spec.roles.map(schemaText).filter((text) => text !== null),
    ...ofSamples,
  ]);
  return { plan, times, samples, texts: [...texts] };
}

function fewRounds(whole: PromptsWorkload): [workload: PromptsWorkload, times: number] {
  const { items, repeat } = whole;
  const rounds = Math.min(repeat, Math.max(1, Math.ceil(manyTasks / items.length)));
  return [{ ...whole, repeat: rounds }, repeat / rounds];
}
