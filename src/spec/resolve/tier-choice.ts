import { type ModelTier, type TierTable, usualTierModels } from '../model-tiers.ts';
import { checkProvider, providerFacts } from '../providers.ts';
import { UsageError } from '../usage-error.ts';
import type { Found, Layers, Source } from './layers.ts';
import type { Wish } from './route-table.ts';

/** A tier that was asked for, and the words that a sentence about it begins with. */
export interface TierWish {
  readonly value: ModelTier;
  readonly where: string;
}

/** What `tiers` of the spec and its flags say: it is meant for the run's provider. */
export type SaidTiers = Readonly<Partial<Record<ModelTier, Found<string>>>>;

/**
 * Which model a tier is: what the spec says for the run's provider, then what the operator's settings
 * say, then what is usual.
 */
export class TierChoice {
  readonly #provider: string;
  readonly #said: SaidTiers;
  readonly #settings: () => TierTable;

  /** @param settings asked only where a tier is named: most runs name none */
  constructor(provider: string, said: SaidTiers, settings: () => TierTable) {
    this.#provider = provider;
    this.#said = said;
    this.#settings = settings;
  }

  /**
   * Null where an agent at the service, or a program, brings its model and nobody says which that is.
   *
   * @throws UsageError where nobody says which model it is
   */
  modelOf({ value: tier, where }: TierWish, { value: provider, where: from }: Wish) {
    checkProvider(provider, from);
    const said = provider === this.#provider ? this.#said[tier] : undefined;
    if (said !== undefined) return said;
    const tables: readonly (readonly [TierTable, Source])[] = [
      [this.#settings(), 'settings'],
      [usualTierModels, 'default'],
    ];
    for (const [table, source] of tables) {
      const model = Object.hasOwn(table, provider) ? table[provider][tier] : undefined;
      if (model !== undefined) return { value: model, where, source };
    }
    const { agentsFrom, runsProgram } = providerFacts(provider);
    if (agentsFrom !== undefined || runsProgram) return null;
    throw new UsageError(
      `${where}: no model of ${provider} is known as ${tier}; name it as tiers.${tier} in the spec, or as tiers.${provider}.${tier} in the settings`,
    );
  }
}

/**
 * What a role names its model by, recorded: of a tier and a model the stronger layer's.
 *
 * @throws UsageError where one layer says both
 */
export function tierOrModel(
  role: string,
  layers: Layers,
): { readonly tier: Found<ModelTier> | null; readonly model: Found<string> | null } {
  let tier = layers.find(`roles.${role}.tier`, ({ roles }) => roles?.[role]?.tier);
  let model = layers.find(`roles.${role}.model`, ({ roles }) => roles?.[role]?.model);
  if (tier !== null && model !== null) {
    if (tier.rank === model.rank) refuseBoth(tier.where);
    if (tier.rank < model.rank) model = null;
    else tier = null;
  }
  if (tier) layers.record(`roles.${role}.tier`, tier.value, tier.source);
  if (model) layers.record(`roles.${role}.model`, model.value, model.source);
  return { tier, model };
}

/** @param where the place of the tier */
export function refuseBoth(where: string): never {
  throw new UsageError(
    `${where}: expected a tier or a model, got both; a tier stands for a model, so leave one of them out`,
  );
}
