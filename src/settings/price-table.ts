import * as z from 'zod/mini';
import type { PriceTable } from '../cost/price-table.ts';
import { plainPlace } from '../spec/place.ts';
import { checkProvider } from '../spec/providers.ts';
import { field, numberFrom, required } from '../spec/schema/fields.ts';
import { UsageError } from '../spec/usage-error.ts';
import { validate } from '../spec/validate.ts';
import { settingsPart } from './settings-part.ts';

const usd = (what: string) => `US dollars per million ${what} tokens`;
const rate = numberFrom(0, 100_000);

/** `prices` of the settings, by `provider/model`. */
const tableSchema = z.record(
  z.string(),
  z.strictObject({
    input: required(rate, usd('input')),
    output: required(rate, usd('output')),
    cacheRead: field(rate, `${usd('cached input')}; default: as input`),
    cacheWrite: field(rate, `${usd('input')} that go into a cache; default: as input`),
  }),
);

/**
 * The prices in the operator's settings file; none where there is no file or it names none.
 *
 * @throws UsageError where the file is no JSON or a price is none
 */
export function readPriceTable(file: string): PriceTable {
  const prices = settingsPart(file, 'prices');
  if (prices === undefined) return {};
  const table = validate(tableSchema, prices, plainPlace(`${file}: prices`));
  for (const key of Object.keys(table)) {
    const slash = key.indexOf('/');
    if (slash < 1 || slash === key.length - 1)
      throw new UsageError(`${file}: prices.${key}: expected a name like openai/gpt-5-mini`);
    checkProvider(key.slice(0, slash), `${file}: prices.${key}`);
  }
  return table;
}
