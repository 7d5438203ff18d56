/** Whether a host may be asked: because it is named itself, by a pattern that covers it, or not. */
export type Allowance = 'by-name' | 'by-pattern' | null;

/** @param allow hosts of a spec, as `allowedHost` writes them */
export function allowanceOf(url: URL, allow: readonly string[]): Allowance {
  const host = url.hostname.replace(/\.$/, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  let allowance: Allowance = null;
  for (const entry of allow) {
    const [, below, name, , ofPort = port] = /^(\*\.?)?(.*?)(:(\d+))?$/.exec(entry) ?? [];
    if (ofPort !== port) continue;
    if (below === undefined && host === name) return 'by-name';
    if (below === '*' || (below === '*.' && host.endsWith(`.${name}`))) allowance = 'by-pattern';
  }
  return allowance;
}
