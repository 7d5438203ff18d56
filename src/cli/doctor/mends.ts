import { unreachableWords } from '../../providers/probe/short-request.ts';
import { providerFacts } from '../../spec/providers.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';

/** What to do about a line that does not come about. */
export function lineMend(
  error: unknown,
  { provider }: ResolvedRoute,
  isProxied: boolean,
): { readonly words: string; readonly mend: string } {
  const { code = '' } = error as NodeJS.ErrnoException;
  const words = unreachableWords(error, 10_000);
  if (/CERT|SELF_SIGNED|ISSUER/.test(code))
    return {
      words,
      mend: 'name the file of the authority that signed its certificate in NODE_EXTRA_CA_CERTS',
    };
  if (isProxied) return { words, mend: 'look at HTTPS_PROXY, HTTP_PROXY and NO_PROXY' };
  if (provider === 'ollama')
    return { words, mend: 'start it with `ollama serve`, or set OLLAMA_URL' };
  const [variable] = providerFacts(provider).baseUrlFrom;
  const where = variable === undefined ? 'baseUrl' : `baseUrl or ${variable}`;
  return {
    words,
    mend: `start it, or look at its address (${where}) and at this machine's network`,
  };
}

export function keyMend({ provider }: ResolvedRoute, variable: string | null): string {
  if (variable !== null) return `put a key that is valid there into ${variable}`;
  const [wanted] = providerFacts(provider).keyFrom;
  return wanted === undefined ? 'it wants a key: name one as key: env:NAME' : `set ${wanted}`;
}

/** @param listed the models that it told of */
export function modelMend({ provider, model }: ResolvedRoute, listed: readonly string[]): string {
  if (provider === 'ollama') return `fetch it with \`ollama pull ${model}\`, or name another`;
  const some = listed.slice(0, 5).join(', ');
  return `name another with --model${some === '' ? '' : `; there are ${some}${listed.length > 5 ? ' …' : ''}`}`;
}
