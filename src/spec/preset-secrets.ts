import { isSecretName, isSecretText } from './looks-secret.ts';
import { UsageError } from './usage-error.ts';

/**
 * Refuses what looks like a secret in a preset: presets are shared. The sentence names the field and
 * never its value.
 *
 * @param lead the words that the sentence begins with
 */
export function refuseSecrets(value: unknown, lead: string): void {
  if (typeof value === 'string' && isSecretText(value)) {
    throw new UsageError(`${lead}: this looks like a secret, and presets hold no secrets; ${mend}`);
  }
  if (typeof value !== 'object' || value === null) return;
  const names = Object.keys(value);
  // Names first: the same secret may stand in a text that is looked at before its field.
  const secret = names.find(isSecretName);
  if (secret !== undefined) {
    throw new UsageError(`${lead}: ${secret}: presets hold no secrets; ${mend}`);
  }
  for (const [name, inside] of Object.entries(value)) refuseSecrets(inside, `${lead}: ${name}`);
}

const mend = 'keep it in the environment, where a spec names it as env:NAME';
