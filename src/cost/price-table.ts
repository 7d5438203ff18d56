import { modelFamily } from './model-family.ts';
import type { ListPrice } from './price.ts';

/** Prices that the operator keeps, by `provider/model`. */
export type PriceTable = Readonly<Record<string, ListPrice>>;

/** What the table says of a model, by its own name or by that which its dated versions share. */
export function tablePrice(table: PriceTable, provider: string, model: string): ListPrice | null {
  for (const name of [model, modelFamily(model)]) {
    const key = `${provider}/${name}`;
    if (Object.hasOwn(table, key)) return table[key];
  }
  return null;
}
