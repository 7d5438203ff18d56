import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where swarmdeck keeps what outlives a run: `SWARMDECK_HOME`, or the platform's own place for
 * settings (the rule of https://github.com/sindresorhus/env-paths, which conf follows too).
 */
export function homeDirectory(): string {
  const { SWARMDECK_HOME, APPDATA, XDG_CONFIG_HOME } = process.env;
  if (SWARMDECK_HOME) return SWARMDECK_HOME;
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Preferences', 'swarmdeck');
    case 'win32':
      return join(APPDATA || join(homedir(), 'AppData', 'Roaming'), 'swarmdeck', 'Config');
    default:
      return join(XDG_CONFIG_HOME || join(homedir(), '.config'), 'swarmdeck');
  }
}
