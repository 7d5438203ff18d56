import { builtInPresets } from '../../../presets/index.ts';
import { type Preset, parsePreset } from '../../spec/preset.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { tuningPreset } from '../tuning-preset.ts';
import type { BenchStep } from './bench-plan.ts';

/** The settings' library takes memory of its own: it is loaded when a saved preset is needed. */
async function ownPresets() {
  const { savedPresets } = await import('../../settings/saved-presets.ts');
  return savedPresets({ reserved: builtInPresets.map(({ name }) => name) });
}

export async function savedPresetList(): Promise<readonly Preset[]> {
  return (await ownPresets()).list();
}

/** @throws UsageError where nothing can be saved under this name: better said before the calls are made */
export function needPresetName(name: string): void {
  parsePreset({ name, summary: 'to be measured' }, () => '--save-preset');
  if (builtInPresets.some((preset) => preset.name === name) || name === 'none')
    throw new UsageError(`--save-preset ${name}: this name is built in; choose another one`);
}

/**
 * Saves what a step was run with: the preset that it began from, as flags, spec and environment
 * changed it, with its calls at once. Gives a sentence that says so.
 *
 * @throws UsageError where the name cannot be one
 */
export async function saveStep(name: string, { spec, atOnce }: BenchStep): Promise<string> {
  needPresetName(name);
  const own = await ownPresets();
  const from = [...builtInPresets, ...own.list()].find((preset) => preset.name === spec.preset);
  const routes = spec.routes.map((route) => route.name).join(', ');
  const tuning = tuningPreset(name, 'bench', {
    ...spec,
    agents: Object.fromEntries(spec.roles.map((role) => [role.name, role.agents])),
    concurrency: atOnce,
  });
  const summary = `${atOnce} calls at once, by the benchmark of ${routes}`;
  const replaced = own.save({ ...from, ...tuning, summary });
  return `${replaced ? 'Replaced' : 'Saved'} preset ${name} (${atOnce} calls at once) in ${own.file}`;
}
