import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Path, plainPlace } from '../spec/place.ts';
import { field, numberFrom, oneOf, text, yesOrNo } from '../spec/schema/fields.ts';
import { UsageError } from '../spec/usage-error.ts';
import { validate } from '../spec/validate.ts';
import { homeDirectory } from './home-directory.ts';

/** How the operator likes the console: the field `console` of the settings file. */
export interface ConsoleSettings {
  /** `auto` is dark or light, by the background of the terminal. */
  readonly theme: 'auto' | 'dark' | 'light' | 'mono' | 'contrast';
  /** `auto` is by what the terminal says of itself. */
  readonly glyphs: 'auto' | 'unicode' | 'ascii';
  /** The console takes clicks and the wheel; text is selected with Shift then. */
  readonly mouse: boolean;
  /** The bell rings at the end of a run and on alerts. */
  readonly bell: boolean;
  /** The desktop is told the same, where the terminal passes it on; or by this sequence, whatever it is. */
  readonly notifications: boolean | 'osc9' | 'osc777';
  /** Seconds that a run must have taken for its end to be told; a failure always is. */
  readonly notifyAfterSeconds: number;
  /** The title of the window says how far the run is. */
  readonly title: boolean;
  /** The window's tab or the task bar shows how far the run is, where the terminal can. */
  readonly progress: boolean;
  /** Linear text that a screen reader can read, and no drawing. */
  readonly screenReader: boolean;
  /** A service that counts tokens for nothing is asked to, for a few of the prompts, before a launch. */
  readonly countByService: boolean;
  /** What keys do: names of keys and of actions, or `none`. */
  readonly keys: Readonly<Record<string, string>>;
}

/** How the console is where nothing was said. */
export const usualConsoleSettings: ConsoleSettings = {
  theme: 'auto',
  glyphs: 'auto',
  mouse: true,
  bell: true,
  notifications: true,
  notifyAfterSeconds: 10,
  title: true,
  progress: true,
  screenReader: false,
  countByService: true,
  keys: {},
};

const fileSchema = z.looseObject({
  console: z.optional(
    z.strictObject({
      theme: field(oneOf(['auto', 'dark', 'light', 'mono', 'contrast']), 'Colours'),
      glyphs: field(oneOf(['auto', 'unicode', 'ascii']), 'Characters'),
      mouse: field(yesOrNo, 'Clicks and the wheel'),
      bell: field(yesOrNo, 'The bell at the end and on alerts'),
      notifications: field(
        z.union([yesOrNo, oneOf(['osc9', 'osc777'])]),
        'Desktop notifications at the end and on alerts',
      ),
      notifyAfterSeconds: field(numberFrom(0), 'Seconds that a run must have taken'),
      title: field(yesOrNo, 'The title of the window'),
      progress: field(yesOrNo, 'Progress in the tab or the task bar'),
      screenReader: field(yesOrNo, 'Linear text'),
      countByService: field(yesOrNo, 'A few prompts are counted by the service before a launch'),
      keys: field(z.record(z.string(), text('the name of an action')), 'What keys do'),
    }),
  ),
});

/** The file that the settings are in. */
export function settingsFile(home = homeDirectory()): string {
  return join(home, 'settings.json');
}

/** Where a field of the console's settings stands, as sentences about it begin. */
export function consolePlace(path: Path, home?: string): string {
  return plainPlace(settingsFile(home))(['console', ...path]);
}

/**
 * The console's settings as they are in the file. The file is read as it is and not through conf,
 * which takes more memory than a run has to spare.
 *
 * @throws UsageError with one sentence that names the file and the field
 */
export function readConsoleSettings(home?: string): ConsoleSettings {
  const file = settingsFile(home);
  const given = validate(fileSchema, parse(read(file), file), plainPlace(file)).console ?? {};
  return { ...usualConsoleSettings, ...given };
}

/** Keeps a few of them as they are now; the others stay as they are in the file. */
export async function keepConsoleSettings(
  change: Partial<ConsoleSettings>,
  home?: string,
): Promise<void> {
  const { settingsStore } = await import('./settings-store.ts');
  const store = settingsStore(home);
  store.set('console', { ...store.get('console'), ...change });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '{}';
    throw new UsageError(`${file}: the settings cannot be read: ${(error as Error).message}`);
  }
}

function parse(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UsageError(
      `${file}: the settings are no JSON: ${(error as Error).message}; mend the file, or remove it to begin anew`,
    );
  }
}
