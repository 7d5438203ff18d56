import type { Plan } from '../plan/plan.ts';
import type { ResolvedSpec } from '../spec/resolved.ts';
import { AnswerCache } from '../store/answer-cache.ts';
import { indexAnswers } from '../store/index-answers.ts';
import type { RunStore } from '../store/run-store.ts';

/** @returns what earlier runs have answered; null where the spec does not want it */
export function sessionCache(spec: ResolvedSpec, plan: Plan): AnswerCache | null {
  return spec.cache?.use === true ? new AnswerCache(spec, plan) : null;
}

/**
 * Makes the answers of a run findable by later ones, where its spec says so: what nobody asked to keep is
 * not kept. Gives a sentence where that did not work; the run is well without it.
 */
export async function keepAnswers(spec: ResolvedSpec, store: RunStore): Promise<string | null> {
  if (spec.cache?.use !== true) return null;
  try {
    await indexAnswers(store.database, store.directory);
    return null;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return `later runs will not find the answers of this one: ${said}`;
  }
}
