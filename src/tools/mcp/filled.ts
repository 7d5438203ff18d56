import type { Environment } from '../../spec/environment.ts';
import { withSecret } from '../../spec/secret-place.ts';

/** Values with their secrets in place. */
export interface Filled {
  readonly values: Readonly<Record<string, string>>;
  /** A text that others may see, without them. */
  hidden(text: string): string;
}

/**
 * @param where what the values are, for the sentence: `mcpServers.docs.headers`
 * @throws UsageError where a secret is not there
 */
export function filled(
  values: Readonly<Record<string, string>>,
  where: string,
  environment: Environment,
): Filled {
  const secrets: string[] = [];
  const entries = Object.entries(values).map(([name, value]) => {
    const whole = withSecret(value, environment, `${where}.${name}`);
    // What stands before the secret (`Bearer`) is none.
    if (whole !== value) secrets.push(whole.slice(value.lastIndexOf('env:')));
    return [name, whole] as const;
  });
  return {
    values: Object.fromEntries(entries),
    hidden: (text) => secrets.reduce((seen, secret) => seen.replaceAll(secret, '***'), text),
  };
}
