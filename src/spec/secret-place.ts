import type { Environment } from './environment.ts';
import { UsageError } from './usage-error.ts';

/** By itself, or after other words: `Bearer env:TOKEN`. */
const atTheEnd = /(^|\s)env:([A-Za-z_]\w*)$/;

/** Whether a text has a part that is found in the environment. */
export function namesSecret(text: string): boolean {
  return atTheEnd.test(text);
}

/**
 * A text with what it names by `env:NAME` in its place. The result is a secret: it is used, and not kept.
 *
 * @param where the words that the sentence begins with
 * @throws UsageError where the variable is not set, or is not named as one
 */
export function withSecret(text: string, environment: Environment, where: string): string {
  if (!namesSecret(text)) {
    if (!/(^|\s)env:\S*$/.test(text)) return text;
    throw new UsageError(
      `${where}: expected env:NAME with the name of an environment variable, of letters, digits and _`,
    );
  }
  return text.replace(atTheEnd, (_, before: string, name: string) => {
    const value = environment[name];
    if (value) return before + value;
    throw new UsageError(
      `${where}: the environment variable ${name} is not set; set it, or put it in .env`,
    );
  });
}
