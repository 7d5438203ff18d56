import { contextTokens } from '../../cost/context-tokens.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';

/** Where nothing is known of the model: what almost every one of today reads. */
const usualLimit = 24_000;
/** More than this is read badly by models that could. */
const mostUseful = 200_000;
/** Of what a model reads: the rest is for instructions, the answer, and because tokens are only estimated. */
const shareOfContext = 0.6;

/** Tokens of answers that go into one call of the role. */
export function reduceLimit(spec: ResolvedSpec, role: number): number {
  const given = spec.reduce?.maxTokens ?? null;
  if (given !== null) return given;
  const { provider, model } = spec.routes[spec.roles[role].routes[0]];
  const context = contextTokens(provider, model);
  if (context === null) return usualLimit;
  return Math.floor(Math.min(context, mostUseful) * shareOfContext);
}
