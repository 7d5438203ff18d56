import type { Environment } from '../environment.ts';
import type { Place } from '../place.ts';
import { specSchema } from '../schema/spec.ts';
import { validate } from '../validate.ts';
import { numberOrWord } from './flags-layer.ts';
import type { Layer } from './layers.ts';

/** Variables that are settings of a run, DESIGN.md 5.3, with the field that each one sets. */
export const settingVariables: Readonly<Record<string, string>> = {
  agents: 'MAX_PARALLEL_AGENTS',
  batch: 'BATCH_SIZE',
  pool: 'CONNECTION_POOL_SIZE',
  concurrency: 'MAX_CONCURRENT_TASKS',
  logLevel: 'LOG_LEVEL',
};

/** LOG_LEVEL is read by other programs too: what they call the levels that are called otherwise here. */
const levels: Readonly<Record<string, string>> = {
  trace: 'debug',
  verbose: 'debug',
  notice: 'info',
  warning: 'warn',
  critical: 'error',
  fatal: 'error',
};

/** The value of a setting as a spec writes it. */
export function settingValue(field: string, written: string): unknown {
  if (field !== 'logLevel') return numberOrWord(written);
  const word = written.toLowerCase();
  return Object.hasOwn(levels, word) ? levels[word] : word;
}

export function environmentLayer(environment: Environment): Layer {
  const value: Record<string, unknown> = {};
  for (const [field, name] of Object.entries(settingVariables)) {
    const given = environment[name]?.trim();
    if (!given) continue;
    value[field] = settingValue(field, given);
  }
  const place: Place = ([field]) => settingVariables[field] ?? String(field);
  return { source: 'environment', value: validate(specSchema, value, place), place };
}
