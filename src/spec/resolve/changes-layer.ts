import { type Place, pathWords } from '../place.ts';
import { specSchema } from '../schema/spec.ts';
import { validate } from '../validate.ts';
import type { Layer } from './layers.ts';
import { applySetting } from './set-option.ts';

/** What was set by hand, by the path of the field (`retry.retries`); null takes a limit away. */
export type Changes = Readonly<Record<string, unknown>>;

/**
 * What was set by hand in a form, as the strongest layer. Values are what they are: nothing of them
 * is read as YAML.
 *
 * @throws UsageError that begins with the path of the field that does not fit
 */
export function changesLayer(changes: Changes): Layer {
  const value: Record<string, unknown> = {};
  for (const [path, set] of Object.entries(changes))
    applySetting(value, { path: path.split('.'), value: set }, undefined);
  const place: Place = (path) => pathWords(path);
  return { source: 'flag', value: validate(specSchema, value, place), place };
}
