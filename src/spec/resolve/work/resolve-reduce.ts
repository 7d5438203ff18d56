import { checkSlots } from '../../check-slots.ts';
import { namesThereAre, nearMiss } from '../../near-miss.ts';
import { UsageError } from '../../usage-error.ts';
import type { Dedupe, ReducePolicy, Workload } from '../../work/workload.ts';
import type { Layers } from '../layers.ts';

/** What is done with all answers of a run together; both null where nothing is. */
export interface ReduceWish {
  readonly reduce: ReducePolicy | null;
  readonly dedupe: Dedupe | null;
}

/**
 * What `workload.reduce` and `workload.dedupe` say.
 *
 * @param roles of the run; see `reducingRole` for those that the work brings
 * @throws UsageError where the role is none, where the prompt has no place for the answers, and where
 *   the answers are vectors
 */
export function resolveReduce(
  layers: Layers,
  roles: readonly { readonly name: string }[],
  kind: Workload['kind'],
): ReduceWish {
  const dedupe = layers.find('workload.dedupe', (spec) => spec.workload?.dedupe);
  const reduce = layers.find('workload.reduce', (spec) => spec.workload?.reduce);
  for (const found of [dedupe, reduce]) {
    if (found === null || kind !== 'embeddings') continue;
    throw new UsageError(`${found.where}: embeddings are vectors, not texts; leave it out`);
  }
  if (dedupe !== null) layers.record('workload.dedupe', dedupe.value, dedupe.source);
  if (reduce === null) return { reduce: null, dedupe: dedupe?.value ?? null };
  const { role = null, prompt, mapPrompt, maxTokens = null } = reduce.value;
  const { place } = layers.layers[reduce.rank];
  const at = (field: string) => place(['workload', 'reduce', field]);
  checkSlots(prompt, ['texts'], at('prompt'), ['count']);
  if (mapPrompt !== undefined) checkSlots(mapPrompt, ['texts'], at('mapPrompt'), ['count']);
  const names = roles.map(({ name }) => name);
  if (role !== null && !names.includes(role))
    throw new UsageError(`${at('role')}: unknown role \`${role}\`${namesThereAre(role, names)}`);
  layers.record('workload.reduce', `by ${role ?? names[0]}`, reduce.source);
  return {
    reduce: { role, prompt, mapPrompt: mapPrompt ?? prompt, maxTokens },
    dedupe: dedupe?.value ?? null,
  };
}

/**
 * The role that reduces where it is none of the others: then it is one of the run's provider and model,
 * with one agent. Null where it is one of them, or was probably meant to be.
 */
export function reducingRole(layers: Layers, others: readonly string[]): string | null {
  const role = layers.find('workload.reduce', (spec) => spec.workload?.reduce)?.value.role;
  if (role === undefined || others.includes(role) || nearMiss(role, others) !== null) return null;
  return role;
}
