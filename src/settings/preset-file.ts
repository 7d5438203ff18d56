import { parseYaml } from '../spec/parse-yaml.ts';
import { type Preset, parsePreset } from '../spec/preset.ts';
import { UsageError } from '../spec/usage-error.ts';

/** Presets as YAML, the way `presetsFromText` reads them. */
export async function presetsToText(presets: readonly Preset[]): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(presets.length === 1 ? presets[0] : presets);
}

/**
 * The presets of a file that was exported, or written by hand: one preset or a list of them, in YAML
 * or JSON.
 *
 * @param file the name that sentences begin with
 * @throws UsageError with the line of what does not fit; then none is taken
 */
export async function presetsFromText(text: string, file: string): Promise<Preset[]> {
  const { value, place } = await parseYaml(text, file);
  if (!Array.isArray(value)) return [parsePreset(value, place)];
  const presets = value.map((each, index) => parsePreset(each, (path) => place([index, ...path])));
  const names = presets.map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0) {
    throw new UsageError(`${place([twice, 'name'])}: ${names[twice]} is in this file twice`);
  }
  return presets;
}
