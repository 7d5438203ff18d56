import { keepConsoleSettings } from '../settings/console-settings.ts';
import { checkedSettings } from './checked-settings.ts';

/** What the console draws on and reads from, and how its operator likes it. */
export async function terminal() {
  const settings = await checkedSettings();
  const { stdin, stdout, env } = process;
  return { stdin, stdout, env, settings, keep: keepConsoleSettings } as const;
}
