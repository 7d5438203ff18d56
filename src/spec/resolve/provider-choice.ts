import { modelTiers, type TierTable } from '../model-tiers.ts';
import { isOwnAddress } from '../providers.ts';
import type { ResolvedRoute } from '../resolved.ts';
import type { Spec } from '../schema/spec.ts';
import type { Found, Layers, Source } from './layers.ts';
import { TierChoice } from './tier-choice.ts';

/** What the run's roles have in common: the fields at the top of the spec that choose a service. */
export interface ProviderChoice {
  readonly provider: string;
  /** Nobody named it. */
  readonly byDefault: boolean;
  readonly where: string;
  /** Of the layer that names it, 0 is the strongest; infinite where none does. */
  readonly rank: number;
  readonly model: Found<string> | null;
  readonly baseUrl: Found<string> | null;
  readonly key: Found<string> | null;
  /** Of `model`, where the operator gave one. */
  readonly price: ResolvedRoute['price'];
  readonly tiers: TierChoice;
}

/**
 * Chooses the provider of every role that names none.
 *
 * An address without a provider means openai, and one that the operator gives goes before the
 * provider of a preset, unless it can be an address of that. Model, address and key go with their provider: where a stronger layer names
 * another one, they are left behind (an OpenAI address is not meant for `--provider simulator`).
 *
 * @param settings what the operator's settings say of tiers
 */
export function chooseProvider(layers: Layers, settings: () => TierTable): ProviderChoice {
  const named = layers.find('provider', (spec) => spec.provider);
  const address = layers.find('baseUrl', (spec) => spec.baseUrl);
  // An address that stands beside its provider goes with it.
  const gives = named?.source === 'preset' && address !== null && address.rank < named.rank;
  const addressDecides =
    address !== null && (named === null || (gives && !isOwnAddress(named.value, address.value)));
  const provider = addressDecides ? 'openai' : (named?.value ?? 'simulator');
  const decided = addressDecides ? address : named;
  const source: Source = decided?.source ?? 'default';
  layers.record('provider', provider, source);

  const goesWithIt = <T>(found: Found<T> | null): Found<T> | null => {
    if (found === null || decided === null || found.rank <= decided.rank) return found;
    const own = ownProvider(layers.layers[found.rank].value);
    return own === null || own === provider ? found : null;
  };
  const model = goesWithIt(layers.find('model', (spec) => spec.model));
  const price = goesWithIt(layers.find('price', (spec) => spec.price));
  const said = modelTiers.map((tier) => {
    const found = layers.find(`tiers.${tier}`, (spec) => spec.tiers?.[tier]);
    return [tier, goesWithIt(found) ?? undefined] as const;
  });
  return {
    provider,
    byDefault: decided === null,
    where: decided?.where ?? 'provider',
    rank: decided?.rank ?? Number.POSITIVE_INFINITY,
    model,
    baseUrl: goesWithIt(address),
    key: goesWithIt(layers.find('key', (spec) => spec.key)),
    price: priceOf(layers, model, price),
    tiers: new TierChoice(provider, Object.fromEntries(said), settings),
  };
}

/** A price goes with its model: where a stronger layer names another one, it is left behind. */
function priceOf(
  layers: Layers,
  model: Found<string> | null,
  price: Found<NonNullable<Spec['price']>> | null,
): ResolvedRoute['price'] {
  if (price === null) return null;
  const meant = layers.layers[price.rank].value.model;
  if (meant !== undefined && meant !== model?.value) return null;
  layers.record('price', price.value, price.source);
  return price.value;
}

/** The provider that a layer means its model and address for; null where it does not say. */
function ownProvider(spec: Spec): string | null {
  return spec.provider ?? (spec.baseUrl === undefined ? null : 'openai');
}
