import * as z from 'zod/mini';
import type { TierTable } from '../spec/model-tiers.ts';
import { plainPlace } from '../spec/place.ts';
import { checkProvider } from '../spec/providers.ts';
import { tiersSchema } from '../spec/schema/tiers.ts';
import { validate } from '../spec/validate.ts';
import { settingsFile } from './console-settings.ts';
import { settingsPart } from './settings-part.ts';

/** `tiers` of the settings, by provider. */
const tableSchema = z.record(z.string(), tiersSchema);

/**
 * Which models tiers are, by provider, as far as the operator's settings file says so.
 *
 * @throws UsageError where the file is no JSON, or names a provider or a tier that there is not
 */
export function readTierTable(file = settingsFile()): TierTable {
  const tiers = settingsPart(file, 'tiers');
  if (tiers === undefined) return {};
  const table = validate(tableSchema, tiers, plainPlace(`${file}: tiers`));
  for (const provider of Object.keys(table)) checkProvider(provider, `${file}: tiers.${provider}`);
  return table;
}
