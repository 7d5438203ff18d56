import { type ModelTier, modelTiers } from '../model-tiers.ts';
import { nearMiss } from '../near-miss.ts';

/** What rosters call a tier besides its own name. */
const words: Readonly<Record<ModelTier, readonly string[]>> = {
  complex: ['high', 'hard', 'difficult', 'advanced', 'expert', 'large', 'heavy', 'critical'],
  balanced: [
    'medium',
    'moderate',
    'normal',
    'standard',
    'mid',
    'middle',
    'intermediate',
    'average',
  ],
  simple: ['low', 'easy', 'basic', 'light', 'small', 'trivial', 'routine', 'minor'],
};

const tierOf = new Map<string, ModelTier>(
  modelTiers.flatMap((tier) => [tier, ...words[tier]].map((word) => [word, tier] as const)),
);

/** A number is a grade where it counts how hard something is: 1 is simple. */
const grades: Readonly<Record<string, ModelTier>> = { 1: 'simple', 2: 'balanced', 3: 'complex' };

/**
 * The tier that a roster means. A number in a column of tiers is not understood: the first tier is
 * the best one in one house and the least in the next.
 *
 * @param column what the column is called
 * @returns the tier, or why it is none
 */
export function tierWord(
  written: string,
  column: string,
): { readonly tier: ModelTier } | { readonly why: string } {
  const word = written.trim().toLowerCase();
  const grade = /^(?:level|l)?[\s-]*([1-3])$/.exec(word)?.[1];
  const tier =
    tierOf.get(word) ?? (grade !== undefined && !/tier/i.test(column) ? grades[grade] : undefined);
  if (tier !== undefined) return { tier };
  const called = column.trim();
  if (word === '') return { why: `it has no ${called}: write complex, balanced or simple` };
  const near = nearMiss(word, tierOf.keys());
  const mend = near === null ? 'write complex, balanced or simple' : `did you mean \`${near}\`?`;
  return { why: `the ${called} \`${written.trim()}\` is no tier; ${mend}` };
}
