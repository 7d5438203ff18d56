import { UsageError } from '../usage-error.ts';

/**
 * A host that may be asked, as addresses have it: in small letters, names of other scripts encoded.
 *
 * @param written `api.example.com`, `*.example.com` (all below it), `*` (all), each with `:port` or without
 */
export function allowedHost(written: string, where: string): string {
  const [, below, host, port] = /^(\*$|\*\.)?([^*/?#@\s]*?)(:\d+)?$/.exec(written.trim()) ?? [];
  const name = below === '*' ? '*' : host;
  const address = `http://${name === '*' ? 'any' : name}${port ?? ''}`;
  if (name === undefined || name === '' || !URL.canParse(address)) {
    throw new UsageError(
      `${where}: expected a host like api.example.com, *.example.com or localhost:8080, got "${written}"`,
    );
  }
  if (name === '*') return `*${port ?? ''}`;
  // The default port would be left out of an address.
  return `${below ?? ''}${new URL(`http://${name}`).hostname}${port ?? ''}`;
}
