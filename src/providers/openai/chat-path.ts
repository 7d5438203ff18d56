import type { ChatProfile } from './chat-profiles.ts';

/**
 * Where the calls to a model go, given the address of the service. Azure's older interface has the
 * deployment in the path and a version in the query; an address as its portal shows it names both.
 */
export function chatPath(address: URL, profile: ChatProfile): (model: string) => string {
  const path = address.pathname.replace(/\/(chat\/completions\/?)?$/, '');
  const { deploymentsVersion } = profile;
  if (deploymentsVersion === undefined || path.endsWith('/v1'))
    return () => `${path}/chat/completions${address.search}`;
  const query = address.search || `?api-version=${deploymentsVersion}`;
  if (/\/deployments\/[^/]+$/.test(path)) return () => `${path}/chat/completions${query}`;
  const deployments = path.endsWith('/deployments') ? path : `${path}/deployments`;
  return (model) => `${deployments}/${encodeURIComponent(model)}/chat/completions${query}`;
}
