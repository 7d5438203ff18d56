import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Changes,
  LaunchWish,
  PresetSummary,
  PresetsAfter,
} from '../../../components/launch-choices.ts';
import { builtInPresets } from '../../../presets/index.ts';
import { homeDirectory } from '../../settings/home-directory.ts';
import { readPresets } from '../../settings/read-presets.ts';
import type { Environment } from '../../spec/environment.ts';
import { type Preset, presetFields } from '../../spec/preset.ts';
import { environmentLayer } from '../../spec/resolve/environment-layer.ts';
import { Layers } from '../../spec/resolve/layers.ts';
import { presetLayer } from '../../spec/resolve/preset-layer.ts';
import { applySetting } from '../../spec/resolve/set-option.ts';
import { sizeRun } from '../../spec/resolve/size-run.ts';
import type { SpecDocument } from '../../spec/spec-document.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { pathOf } from './work-reader.ts';

/** Where the operator's settings are. */
const settingsFile = () => join(homeDirectory(), 'settings.json');

/** The presets that there are, and what becomes of them at the launch screen. */
export class PresetDesk {
  /** Why one of them could not be read at the beginning. */
  readonly warning: string | null;
  private saved: readonly Preset[];
  private readonly cores: number;
  private readonly environment: Environment;

  constructor(environment: Environment, cores: number) {
    const { presets, problem } = readPresets(settingsFile());
    this.saved = presets;
    this.warning = problem;
    this.environment = environment;
    this.cores = cores;
  }

  /** The operator's own. */
  readonly own = (): readonly Preset[] => this.saved;

  named(name: string): Preset | null {
    return [...builtInPresets, ...this.saved].find((preset) => preset.name === name) ?? null;
  }

  /** In the order of the list. */
  summaries(): PresetSummary[] {
    const summary = (preset: Preset, own: boolean): PresetSummary => ({
      name: preset.name,
      own,
      provider: preset.provider ?? null,
      means: preset.summary,
      agents: this.agentsOf(preset),
    });
    return [
      ...builtInPresets.map((preset) => summary(preset, false)),
      ...this.saved.map((preset) => summary(preset, true)),
    ];
  }

  async save(name: string, wish: LaunchWish, document: SpecDocument | null): Promise<PresetsAfter> {
    const { preset, left } = this.presetOf(name, wish, document);
    const keeper = await this.keeper();
    const replaced = keeper.save(preset);
    const kept = Object.keys(left);
    const but = kept.length === 0 ? '' : `; ${kept.join(', ')} is no preset's to keep`;
    return this.after(`${replaced ? 'replaced' : 'saved'} ${name} in ${keeper.file}${but}`, left);
  }

  async rename(from: string, to: string): Promise<PresetsAfter> {
    (await this.keeper()).rename(from, to);
    return this.after(`${from} is called ${to} now`);
  }

  async remove(name: string): Promise<PresetsAfter> {
    (await this.keeper()).remove(name);
    return this.after(`removed ${name}`);
  }

  async export(wish: LaunchWish, document: SpecDocument | null, file: string): Promise<string> {
    const changed = Object.keys(wish.changes).length > 0 || wish.preset === 'none';
    const name = changed ? `${wish.preset}-custom` : wish.preset;
    const { preset } = this.presetOf(name, wish, document);
    const path = pathOf(file);
    if (existsSync(path)) throw new UsageError(`${file} is there already; name another file`);
    const { presetsToText } = await import('../../settings/preset-file.ts');
    try {
      writeFileSync(path, await presetsToText([preset]), { flag: 'wx' });
    } catch (error) {
      throw new UsageError(`${file}: it cannot be written: ${(error as Error).message}`);
    }
    return `wrote ${name} to ${file}`;
  }

  /** What is wished for as a preset, and the changes that are the run's alone. */
  private presetOf(
    name: string,
    { preset: from, changes }: LaunchWish,
    document: SpecDocument | null,
  ): { preset: Preset; left: Changes } {
    const base = this.named(from);
    const preset = withFields(structuredClone({ ...base }), document?.value ?? {});
    const left: Record<string, unknown> = {};
    for (const [path, value] of Object.entries(changes)) {
      if (!isOfPreset(path)) left[path] = value;
      else applySetting(preset, { path: path.split('.'), value }, undefined);
    }
    const set = Object.keys(changes).filter((path) => !(path in left));
    const lead = base === null ? '' : `${base.name} with `;
    const summary = set.length === 0 ? base?.summary : lead + set.join(', ');
    return {
      preset: { ...preset, name, summary: summary || 'the defaults of swarmdeck' } as Preset,
      left,
    };
  }

  private after(words: string, left: Changes = {}): PresetsAfter {
    this.saved = readPresets(settingsFile()).presets;
    return { presets: this.summaries(), words, left };
  }

  /** Loaded only when something is written: the settings' library takes 20 MB. */
  private async keeper() {
    const { savedPresets } = await import('../../settings/saved-presets.ts');
    return savedPresets({ reserved: builtInPresets.map(({ name }) => name) });
  }

  private agentsOf(preset: Preset): number {
    try {
      const layers = new Layers([environmentLayer(this.environment), presetLayer(preset)]);
      return sizeRun(layers, preset, this.cores).agents;
    } catch {
      // What does not fit is told where it is looked at.
      return 0;
    }
  }
}

/** A preset with what a spec file says of the same fields, group by group. */
function withFields(preset: object, file: object): Record<string, unknown> {
  const out: Record<string, unknown> = { ...preset };
  for (const [field, value] of Object.entries(file)) {
    if (!presetFields.includes(field)) continue;
    const there = out[field];
    const group = typeof value === 'object' && typeof there === 'object' ? { ...there } : {};
    out[field] = typeof value === 'object' && value !== null ? { ...group, ...value } : value;
  }
  const { notify: _, ...alerts } = (out.alerts ?? {}) as Record<string, unknown>;
  return out.alerts === undefined ? out : { ...out, alerts };
}

/** Who else is told may be a command, which no preset may hold. */
function isOfPreset(path: string): boolean {
  return path !== 'alerts.notify' && presetFields.includes(path.split('.')[0]);
}
