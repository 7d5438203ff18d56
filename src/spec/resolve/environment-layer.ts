import type { Environment } from '../environment.ts';
import type { Place } from '../place.ts';
import { specSchema } from '../schema/spec.ts';
import { validate } from '../validate.ts';
import { numberOrWord } from './flags-layer.ts';
import type { Layer } from './layers.ts';

/** Variables that are settings of a run, DESIGN.md 5.3, with the field that each one sets. */
const variables: Readonly<Record<string, string>> = {
  agents: 'MAX_PARALLEL_AGENTS',
  batch: 'BATCH_SIZE',
  pool: 'CONNECTION_POOL_SIZE',
  concurrency: 'MAX_CONCURRENT_TASKS',
  logLevel: 'LOG_LEVEL',
};

export function environmentLayer(environment: Environment): Layer {
  const value: Record<string, unknown> = {};
  for (const [field, name] of Object.entries(variables)) {
    const given = environment[name]?.trim();
    if (!given) continue;
    value[field] = field === 'logLevel' ? given.toLowerCase() : numberOrWord(given);
  }
  const place: Place = ([field]) => variables[field] ?? String(field);
  return { source: 'environment', value: validate(specSchema, value, place), place };
}
