import { readConsoleSettings } from '../../settings/console-settings.ts';
import type { Environment } from '../../spec/environment.ts';

/** Whether bars can be drawn in blocks: as the settings say, else as the terminal says of itself. */
export async function showsUnicode(environment: Environment): Promise<boolean> {
  const { glyphs } = readConsoleSettings();
  if (glyphs !== 'auto') return glyphs === 'unicode';
  const { knowsUnicode } = await import('../../../components/terminal/colour-depth.ts');
  return knowsUnicode(environment);
}
