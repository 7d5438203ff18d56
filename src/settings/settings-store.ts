import Conf from 'conf';
import type { Preset } from '../spec/preset.ts';
import { UsageError } from '../spec/usage-error.ts';
import { homeDirectory } from './home-directory.ts';

/** What the settings file holds of what is written here; prices and tiers are written by hand. */
export interface Settings {
  /** By name; the name is not repeated inside. */
  presets: Record<string, Omit<Preset, 'name'>>;
  /** How the operator likes the console, as far as that was said; checked where it is read. */
  console?: Record<string, unknown>;
}

/**
 * `settings.json`, for writing: every write is one rename of a whole file.
 *
 * Loading this module loads conf and its validator: import it when something is to be written.
 */
export function settingsStore(home = homeDirectory()): Conf<Settings> {
  try {
    return new Conf<Settings>({
      projectName: 'swarmdeck',
      projectSuffix: '',
      configName: 'settings',
      defaults: { presets: {} },
      // A preset named gpt-4.1-night would nest.
      accessPropertiesByDotNotation: false,
      cwd: home,
    });
  } catch (error) {
    throw new UsageError(`${home}: the settings cannot be read: ${(error as Error).message}`);
  }
}
