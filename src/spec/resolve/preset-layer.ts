import { namesThereAre } from '../near-miss.ts';
import { plainPlace } from '../place.ts';
import type { Preset } from '../preset.ts';
import { UsageError } from '../usage-error.ts';
import type { Found, Layer } from './layers.ts';

/** What stands for a run without a preset. */
export const noPreset = 'none';

/**
 * The preset of that name; null for none.
 *
 * @param builtIn the presets of swarmdeck, which nothing can stand in front of
 * @param saved the operator's own; a function is asked only where no built-in has the name
 */
export async function choosePreset(
  wanted: Found<string> | null,
  builtIn: readonly Preset[],
  saved: readonly Preset[] | (() => Promise<readonly Preset[]>),
): Promise<Preset | null> {
  if (wanted === null || wanted.value === noPreset) return null;
  const isWanted = ({ name }: Preset) => name === wanted.value;
  const known = builtIn.find(isWanted);
  if (known) return known;
  const own = typeof saved === 'function' ? await saved() : saved;
  const preset = own.find(isWanted);
  if (preset) return preset;
  const names = [...builtIn, ...own].map(({ name }) => name);
  throw new UsageError(
    `${wanted.where}: unknown preset \`${wanted.value}\`${namesThereAre(wanted.value, names)}`,
  );
}

/** The preset's values as a layer. What no field of a spec holds is read from the preset itself. */
export function presetLayer(preset: Preset | null): Layer {
  const {
    name,
    summary: _,
    concurrencyPerAgent: __,
    workflowsAtOnce: atOnce,
    ...own
  } = preset ?? { name: noPreset, summary: '' };
  const value = atOnce === undefined ? own : { ...own, workload: { atOnce } };
  return { source: 'preset', value: structuredClone(value), place: plainPlace(`preset ${name}`) };
}
