import { checkProvider, providerFacts } from '../../providers.ts';
import type { Found, Layers } from '../layers.ts';
import type { ProviderChoice } from '../provider-choice.ts';
import { fieldFinder } from './field-finder.ts';

/**
 * Where the work is texts to turn into vectors, the run's model is the one that the work names, else the
 * one of a flag or the spec, else the provider's own for that: one of a preset is meant for chats.
 */
export function withVectorModel(layers: Layers, choice: ProviderChoice): ProviderChoice {
  if (layers.find('workload', (spec) => spec.workload?.embeddings) === null) return choice;
  const named = fieldFinder(layers, 'embeddings')('model');
  const { model, provider, where } = choice;
  if (named !== null) return { ...choice, model: named };
  if (model?.source === 'flag' || model?.source === 'spec') return choice;
  checkProvider(provider, where);
  const own = providerFacts(provider).vectors?.model ?? null;
  const chosen: Found<string> | null =
    own === null
      ? null
      : { value: own, source: 'default', rank: Number.POSITIVE_INFINITY, where: 'model' };
  return { ...choice, model: chosen };
}
