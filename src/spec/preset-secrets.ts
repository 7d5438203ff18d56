import { UsageError } from './usage-error.ts';

const secretField =
  /^(.*[-_])?(key|api-?key|secret|password|passwd|credentials?|token|authorization)$/i;
const secretText = /\b(sk-[\w-]{8,}|Bearer\s+\S{8,})/;

/**
 * Refuses what looks like a secret in a preset: presets are shared. The sentence names the field and
 * never its value.
 *
 * @param lead the words that the sentence begins with
 */
export function refuseSecrets(value: unknown, lead: string): void {
  if (typeof value === 'string' && secretText.test(value)) {
    throw new UsageError(`${lead}: this looks like a secret, and presets hold no secrets; ${mend}`);
  }
  if (typeof value !== 'object' || value === null) return;
  const names = Object.keys(value);
  // Names first: the same secret may stand in a text that is looked at before its field.
  const secret = names.find((name) => secretField.test(dashed(name)));
  if (secret !== undefined) {
    throw new UsageError(`${lead}: ${secret}: presets hold no secrets; ${mend}`);
  }
  for (const [name, inside] of Object.entries(value)) refuseSecrets(inside, `${lead}: ${name}`);
}

/** Whether a field of this name, or a text like this, holds a secret. */
export function looksSecret(name: string, value: string): boolean {
  return secretField.test(dashed(name)) || secretText.test(value);
}

/** `apiKey` as `api-Key`. */
function dashed(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1-$2');
}

const mend = 'keep it in the environment, where a spec names it as env:NAME';
