import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { builtInPresets } from '../../presets/index.ts';
import { presetsFromText, presetsToText } from '../settings/preset-file.ts';
import { type SavedPresets, savedPresets } from '../settings/saved-presets.ts';
import { namesThereAre } from '../spec/near-miss.ts';
import { pathWords, valueAt } from '../spec/place.ts';
import { type Preset, parsePreset } from '../spec/preset.ts';
import { readInput } from '../spec/read-input.ts';
import { applySetting, parseSetting } from '../spec/resolve/set-option.ts';
import { UsageError } from '../spec/usage-error.ts';
import { presetDetails, presetsTable } from './presets-format.ts';
import type { OutputStreams } from './runs.ts';

export interface PresetSaveOptions {
  /** The preset to start from; without it, from nothing. */
  readonly from?: string;
  /** `path=value`, as in `run`. */
  readonly set?: readonly string[];
}

/** The commands of `swarmdeck presets`. Each gives its exit code; what is wrong is a UsageError. */

export async function listPresets({ stdout }: OutputStreams): Promise<number> {
  stdout.write(presetsTable(builtInPresets, ownPresets().list()));
  return 0;
}

export async function showPreset(name: string, { stdout }: OutputStreams): Promise<number> {
  stdout.write(presetDetails(findPreset(name, ownPresets())));
  return 0;
}

export async function savePreset(
  name: string,
  options: PresetSaveOptions,
  { stderr }: OutputStreams,
): Promise<number> {
  const own = ownPresets();
  const from = options.from === undefined ? null : findPreset(options.from, own);
  const settings = await Promise.all((options.set ?? []).map(parseSetting));
  if (from === null && settings.length === 0) {
    throw new UsageError('presets save: expected --from NAME, --set path=value or both');
  }
  const preset: Record<string, unknown> = { ...structuredClone(from ?? {}), name };
  preset.summary = summaryOf(from, options.set ?? []);
  for (const setting of settings) applySetting(preset, setting, from);
  const set = new Set(settings.map(({ path }) => pathWords(path)));
  const checked = parsePreset(preset, (path) => {
    if (path[0] === 'name' && !set.has('name')) return 'presets save NAME';
    const words = pathWords(path);
    const isSet = [...set].some((each) => words === each || words.startsWith(`${each}.`));
    if (isSet || valueAt(from, path) === undefined)
      return words === '' ? '--set' : `--set ${words}`;
    return words;
  });
  const replaced = own.save(checked);
  stderr.write(`${replaced ? 'Replaced' : 'Saved'} preset ${name} in ${own.file}\n`);
  return 0;
}

export async function removePreset(name: string, { stderr }: OutputStreams): Promise<number> {
  const own = ownPresets();
  own.remove(name);
  stderr.write(`Removed preset ${name}\n`);
  return 0;
}

/** @param file where to write it, which must not be there yet; without it, stdout */
export async function exportPreset(
  name: string,
  file: string | undefined,
  { stdout, stderr }: OutputStreams,
): Promise<number> {
  const text = await presetsToText([findPreset(name, ownPresets())]);
  if (file === undefined) {
    stdout.write(text);
    return 0;
  }
  if (existsSync(file)) {
    throw new UsageError(`${file}: this file is there already; remove it or name another one`);
  }
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${file}: it cannot be written: ${(error as Error).message}`);
  }
  stderr.write(`Wrote preset ${name} to ${file}\n`);
  return 0;
}

export async function importPresets(file: string, { stderr }: OutputStreams): Promise<number> {
  const text = file === '-' ? readFileSync(0, 'utf8') : readInput(file, 'a preset', file);
  const presets = await presetsFromText(text, file === '-' ? 'stdin' : file);
  const own = ownPresets();
  const builtIn = presets.find(({ name }) => builtInPresets.some((each) => each.name === name));
  if (builtIn) {
    throw new UsageError(
      `${file}: preset ${builtIn.name}: this name is built in; give it another one`,
    );
  }
  for (const preset of presets) {
    const replaced = own.save(preset);
    stderr.write(`${replaced ? 'Replaced' : 'Imported'} preset ${preset.name}\n`);
  }
  return 0;
}

function ownPresets(): SavedPresets {
  return savedPresets({ reserved: builtInPresets.map(({ name }) => name) });
}

function findPreset(name: string, own: SavedPresets): Preset {
  const presets = [...builtInPresets, ...own.list()];
  const preset = presets.find((each) => each.name === name);
  if (preset) return preset;
  const names = presets.map((each) => each.name);
  throw new UsageError(`unknown preset \`${name}\`${namesThereAre(name, names)}`);
}

function summaryOf(from: Preset | null, set: readonly string[]): string {
  const changes = set.join(', ');
  if (from === null) return changes;
  return changes === '' ? from.summary : `${from.name} with ${changes}`;
}
