import type { ModelTier } from '../model-tiers.ts';
import type { Path } from '../place.ts';
import type { ResolvedRoute } from '../resolved.ts';
import type { ExecSpec } from '../schema/exec.ts';
import { type ExecSaid, execOfEntry } from './exec-said.ts';
import type { Found, Layers } from './layers.ts';
import type { Wish } from './route-table.ts';
import { refuseBoth, type TierWish } from './tier-choice.ts';

/** What is said of one way to a model; null where nothing is. */
export interface EndpointWishes {
  readonly provider: Wish | null;
  readonly model: Wish | null;
  /** In place of a model. */
  readonly tier: TierWish | null;
  readonly baseUrl: Wish | null;
  readonly key: Wish | null;
  readonly price: ResolvedRoute['price'];
  /** Null takes what holds for the run. */
  readonly gzip: boolean | null;
  /** Of the program that answers. */
  readonly exec: ExecSaid;
}

type SaidField = Exclude<keyof EndpointWishes, 'tier' | 'price' | 'gzip' | 'exec'>;
type Said = Readonly<Partial<Record<SaidField, string>>> & {
  readonly tier?: ModelTier;
  readonly price?: EndpointWishes['price'];
  readonly gzip?: boolean;
  readonly exec?: ExecSpec;
};

/** What a fallback or an endpoint says, each with the place where it stands. */
export function wishesOf(
  said: Said,
  { layers }: Layers,
  list: Found<unknown> | null,
  path: Path,
): EndpointWishes {
  const where = (...field: string[]) => layers[list?.rank ?? 0].place([...path, ...field]);
  const wish = (field: SaidField): Wish | null => {
    const value = said[field];
    return value === undefined ? null : { value, where: where(field), rank: list?.rank };
  };
  if (said.tier !== undefined && said.model !== undefined) refuseBoth(where('tier'));
  return {
    provider: wish('provider'),
    model: wish('model'),
    tier: said.tier === undefined ? null : { value: said.tier, where: where('tier') },
    baseUrl: wish('baseUrl'),
    key: wish('key'),
    price: said.price ?? null,
    gzip: said.gzip ?? null,
    exec: list === null ? new Map() : execOfEntry(said.exec, list, (field) => where('exec', field)),
  };
}

/**
 * The routes of one rank: each endpoint with what it leaves out taken from `base`, or `base` itself
 * where there are none. A key that stands beside an address is for that address: an endpoint that
 * brings another one is not shown it.
 *
 * @param routeOf gives the index of the route that is wished for
 */
export function rankOf(
  base: EndpointWishes,
  endpoints: readonly EndpointWishes[],
  routeOf: (wishes: EndpointWishes) => number,
): number[] {
  if (endpoints.length === 0) return [routeOf(base)];
  return endpoints.map(({ model, baseUrl, key, gzip }) => {
    const elsewhere = baseUrl !== null && base.baseUrl !== null;
    return routeOf({
      provider: base.provider,
      model: model ?? base.model,
      tier: model === null ? base.tier : null,
      baseUrl: baseUrl ?? base.baseUrl,
      key: key ?? (elsewhere ? null : base.key),
      // They are ways to the same model, whatever its deployment is called.
      price: base.price,
      gzip: gzip ?? base.gzip,
      exec: base.exec,
    });
  });
}

/** Each route once, where it is first named; a rank of which nothing is left is none. */
export function distinctRanks(ranks: readonly (readonly number[])[]): number[][] {
  const seen = new Set<number>();
  const isNew = (route: number) => !seen.has(route) && seen.add(route) !== undefined;
  return ranks.map((rank) => rank.filter(isNew)).filter((rank) => rank.length > 0);
}
