import { readFileSync } from 'node:fs';
import { plainPlace } from '../spec/place.ts';
import { type Preset, parsePreset } from '../spec/preset.ts';

/** What a settings file has of presets, as far as it can be read. */
export interface ReadPresets {
  /** By name in the order of the alphabet. */
  readonly presets: readonly Preset[];
  /** Why one or all could not be read, in one sentence; null where all could. */
  readonly problem: string | null;
}

/**
 * The operator's own presets without conf, which takes 20 MB: for those who only look. What cannot be
 * read is left out and told, so that one preset that was edited wrongly hides no other.
 *
 * @param file the settings file, which need not be there
 */
export function readPresets(file: string): ReadPresets {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { presets: [], problem: missing ? null : `${file}: ${messageOf(error)}` };
  }
  try {
    const saved: unknown = (JSON.parse(text) as { presets?: unknown } | null)?.presets;
    return readEach(saved ?? {}, file);
  } catch (error) {
    return { presets: [], problem: `${file}: the settings cannot be read: ${messageOf(error)}` };
  }
}

function readEach(saved: object, file: string): ReadPresets {
  const presets: Preset[] = [];
  let problem: string | null = null;
  for (const [name, rest] of Object.entries(saved).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    try {
      presets.push(parsePreset({ ...rest, name }, plainPlace(`${file}: ${name}`)));
    } catch (error) {
      problem ??= messageOf(error);
    }
  }
  return { presets, problem };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
