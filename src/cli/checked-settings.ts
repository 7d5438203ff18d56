import {
  type ConsoleSettings,
  consolePlace,
  readConsoleSettings,
} from '../settings/console-settings.ts';

/**
 * How the operator likes the console, its keys looked through too: to be called before anything is
 * begun, so that what is wrong with them is bad input and no run.
 *
 * @throws UsageError
 */
export async function checkedSettings(): Promise<ConsoleSettings> {
  const settings = readConsoleSettings();
  const { rebound } = await import('../../components/keys/rebind.ts');
  rebound(settings.keys, (key) => consolePlace(['keys', key]));
  return settings;
}
