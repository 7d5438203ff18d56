import type { ServerPlace } from '../../providers/probe/single-exchange.ts';
import { proxyFor } from '../../providers/proxy-for.ts';
import { UsageError } from '../../spec/usage-error.ts';

/** Where alerts are passed on to: an address that is posted to, or a command that is run. */
export type NotifyTarget = ServerPlace | { readonly command: string };

/**
 * What `alerts.notify` means. `env:NAME` names the environment variable that holds it, for an address
 * that is a secret itself.
 *
 * @throws UsageError where that variable is not set or begins like an address and is none, and where
 *   the address is reached by a proxy that is none
 */
export function notifyTarget(
  notify: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): NotifyTarget | null {
  if (notify === null) return null;
  const variable = notify.match(/^env:(\w+)$/)?.[1];
  const target = variable === undefined ? notify : environment[variable];
  if (!target)
    throw new UsageError(
      `alerts.notify: the environment variable ${variable} is not set; set it, or put it in .env`,
    );
  if (!/^\s*https?:/i.test(target)) return { command: target };
  // It may be a secret: it is not shown.
  if (!URL.canParse(target))
    throw new UsageError(
      `alerts.notify: expected an address like https://host/path in ${variable ?? 'it'}, got something else`,
    );
  return { address: target.trim(), proxy: proxyFor(target, environment) };
}
