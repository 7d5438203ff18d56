import { unreachableWords } from '../../providers/probe/short-request.ts';
import type { Environment } from '../../spec/environment.ts';
import { agentVariables, providerFacts } from '../../spec/providers.ts';
import { isLoopback } from '../../spec/resolve/base-url.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { noModel } from './configured-routes.ts';

/** `its address (baseUrl or OPENAI_BASE_URL)`. */
export function addressWords({ provider }: ResolvedRoute): string {
  const [variable] = providerFacts(provider).baseUrlFrom;
  return `its address (${variable === undefined ? 'baseUrl' : `baseUrl or ${variable}`})`;
}

/** What to do about a line that does not come about. */
export function lineMend(
  error: unknown,
  route: ResolvedRoute,
  isProxied: boolean,
): { readonly words: string; readonly mend: string } {
  const address = addressWords(route);
  const { code = '' } = error as NodeJS.ErrnoException;
  const words = unreachableWords(error, 10_000);
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return { words, mend: `look at ${address}: it may have to begin with http://` };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { words, mend: `look at ${address}` };
  if (/CERT|SELF_SIGNED|ISSUER/.test(code))
    return {
      words,
      mend: 'name the file of the authority that signed its certificate in NODE_EXTRA_CA_CERTS',
    };
  if (isProxied) return { words, mend: 'look at HTTPS_PROXY, HTTP_PROXY and NO_PROXY' };
  if (route.provider === 'ollama')
    return { words, mend: 'start it with `ollama serve`, or set OLLAMA_URL' };
  const isNear = route.baseUrl !== null && isLoopback(route.baseUrl);
  return {
    words,
    mend: isNear
      ? `start it, or look at ${address}`
      : `look at ${address} and at this machine's network`,
  };
}

export function keyMend({ provider, agent }: ResolvedRoute, variable: string | null): string {
  if (variable !== null) return `put a key that is valid there into ${variable}`;
  const [wanted] = providerFacts(provider).keyFrom;
  if (agent !== undefined)
    return `sign in with az login as somebody who may use the project, or set ${wanted}`;
  return wanted === undefined ? 'it wants a key: name one as key: env:NAME' : `set ${wanted}`;
}

/** What to do about an agent that is not there. */
export function agentMend({ agent, provider }: ResolvedRoute, environment: Environment): string {
  const begin = agentVariables(provider) ?? '';
  const variable = Object.keys(environment).find(
    (name) => name.startsWith(begin) && environment[name]?.trim().split(':')[0] === agent?.id,
  );
  return `name one that the project has in ${variable ?? `${begin}<ROLE>`}, or as agentId of its role`;
}

/** @param listed the models that it told of */
export function modelMend({ provider, model }: ResolvedRoute, listed: readonly string[]): string {
  if (provider === 'ollama' && model !== noModel)
    return `fetch it with \`ollama pull ${model}\`, or name another`;
  const some = listed.slice(0, 5).join(', ');
  return `name ${model === noModel ? 'one' : 'another'} with --model${some === '' ? '' : `; there are ${some}${listed.length > 5 ? ' …' : ''}`}`;
}
