import { isLoopback } from '../spec/resolve/base-url.ts';
import { UsageError } from '../spec/usage-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy through which an address is reached, from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`
 * (the names in small letters go before those); null where none is. What stays on this machine is
 * never proxied.
 *
 * @throws UsageError where the variable holds no address of a proxy
 */
export function proxyFor(baseUrl: string, environment: Environment): string | null {
  const url = new URL(baseUrl);
  if (isLoopback(baseUrl) || isExcepted(url, variable('NO_PROXY', environment) ?? '')) return null;
  // As undici and Node have it: an https address without a proxy of its own goes by the other.
  const names = url.protocol === 'https:' ? ['HTTPS_PROXY', 'HTTP_PROXY'] : ['HTTP_PROXY'];
  for (const name of names) {
    const written = variable(name, environment);
    if (written !== undefined) return checked(written, name);
  }
  return null;
}

function variable(name: string, environment: Environment): string | undefined {
  return (environment[name.toLowerCase()] || environment[name])?.trim() || undefined;
}

/** `NO_PROXY`: hosts with all below them, with a port or without; `*` is every one. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const ownPort = port || (protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name, of] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      const host = name.replace(/^\*?\./, '');
      return (
        (of === undefined || of === ownPort) && (hostname === host || hostname.endsWith(`.${host}`))
      );
    });
}

function checked(written: string, name: string): string {
  const address = written.includes('://') ? written : `http://${written}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  // It may hold a password: it is not shown.
  throw new UsageError(
    `${name}: expected the address of an http or https proxy like http://proxy:3128, got something else`,
  );
}
