const usualPort = '11434';
const usual = `http://127.0.0.1:${usualPort}`;

/**
 * Where Ollama is looked for: `OLLAMA_URL`, else `OLLAMA_HOST` as Ollama itself reads it (`host`,
 * `:port`, `host:port`, an address), else its usual place on this machine. A host that stands for all
 * of this machine is asked at its loopback address.
 *
 * @see https://docs.ollama.com/faq how OLLAMA_HOST is set
 */
export function ollamaAddress(environment: Readonly<Record<string, string | undefined>>): string {
  const written = environment.OLLAMA_URL?.trim() || environment.OLLAMA_HOST?.trim();
  if (!written) return usual;
  const address = written.includes('://') ? written : `http://${withHost(written)}`;
  if (!URL.canParse(address)) return usual;
  const url = new URL(address);
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  if (url.port === '' && !written.includes('://')) url.port = usualPort;
  // Its own API and the one that is like OpenAI's stand side by side.
  const path = url.pathname.replace(/\/(v1\/?)?$/, '');
  return `${url.protocol}//${url.host}${path}`;
}

function withHost(written: string): string {
  return written.startsWith(':') ? `127.0.0.1${written}` : written;
}
