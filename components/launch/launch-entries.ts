import { type Filter, isKept } from '../filter/filter.ts';
import type { Changes, LaunchWish, PresetSummary } from '../launch-choices.ts';
import type { LaunchState } from './launch-state.ts';

/** One line of the list: a preset, or what was made of one by hand. */
export interface LaunchEntry {
  /** Stays the same as long as the entry is there. */
  readonly key: string;
  readonly kind: 'built-in' | 'custom' | 'own';
  /** `heavy`, `custom`, `custom of heavy`. */
  readonly label: string;
  readonly preset: PresetSummary;
  readonly changes: Changes;
}

/** What stands for a launch without a preset. */
export const noPreset = 'none';

const customKey = (base: string) => `custom:${base}`;
const noChanges: Changes = {};

/** Everything that can be launched: built-in presets, what was made by hand, the operator's own. */
export function launchEntries({ presets, customs }: LaunchState): LaunchEntry[] {
  const entry = (preset: PresetSummary): LaunchEntry => ({
    key: preset.name,
    kind: preset.own ? 'own' : 'built-in',
    label: preset.name,
    preset,
    changes: noChanges,
  });
  const bases = new Set([noPreset, ...Object.keys(customs)]);
  const custom = [...bases].flatMap((base): LaunchEntry[] => {
    const preset = base === noPreset ? defaults : presets.find(({ name }) => name === base);
    const label = base === noPreset ? 'custom' : `custom of ${base}`;
    const changes = customs[base] ?? noChanges;
    return preset ? [{ key: customKey(base), kind: 'custom', label, preset, changes }] : [];
  });
  return [
    ...presets.filter(({ own }) => !own).map(entry),
    ...custom,
    ...presets.filter(({ own }) => own).map(entry),
  ];
}

const defaults: PresetSummary = {
  name: noPreset,
  own: false,
  provider: null,
  means: 'Your own settings over what swarmdeck does where nobody says otherwise: e edits them.',
  agents: 10,
};

/** The entries that a filter keeps. */
export function keptEntries(launch: LaunchState, filter: Filter | undefined): LaunchEntry[] {
  return launchEntries(launch).filter(({ label, preset }) =>
    isKept(filter, [label, preset.provider ?? '', preset.means].join(' ')),
  );
}

/** The selected entry, or the first where that is filtered away; null where nothing is kept. */
export function selectedEntry(launch: LaunchState, filter: Filter | undefined): LaunchEntry | null {
  const kept = keptEntries(launch, filter);
  return kept.find(({ key }) => key === launch.selected) ?? kept[0] ?? null;
}

export function wishOf({ preset, changes }: LaunchEntry, { work }: LaunchState): LaunchWish {
  return { preset: preset.name, changes, work };
}

/**
 * The launch with other changes to an entry's preset: what has changes is custom, and where none are
 * left it is the preset again.
 */
export function withChanges(
  launch: LaunchState,
  { preset }: LaunchEntry,
  changes: Changes,
): LaunchState {
  const { [preset.name]: _, ...others } = launch.customs;
  if (Object.keys(changes).length > 0)
    return {
      ...launch,
      customs: { ...others, [preset.name]: changes },
      selected: customKey(preset.name),
    };
  const selected = preset.name === noPreset ? customKey(noPreset) : preset.name;
  return { ...launch, customs: others, selected };
}
