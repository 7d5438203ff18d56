import type { ChatProfile } from './chat-profiles.ts';

/** Where a service is asked for what. */
export interface ChatPaths {
  chat(model: string): string;
  embeddings(model: string): string;
  readonly models: string;
  /** Null where it tells nothing of single ones: a deployment is not in the list of models. */
  model(model: string): string | null;
}

/**
 * The paths of a service, given its address. Azure's older interface has the deployment in the path
 * and a version in the query; an address as its portal shows it names both, and what it is asked for.
 */
export function chatPaths(address: URL, profile: ChatProfile): ChatPaths {
  const base = address.pathname.replace(/\/((chat\/completions|embeddings)\/?)?$/, '');
  const { deploymentsVersion } = profile;
  if (deploymentsVersion === undefined || base.endsWith('/v1')) {
    const path = (of: string) => `${base}/${of}${address.search}`;
    const isAzure = deploymentsVersion !== undefined;
    return {
      chat: () => path('chat/completions'),
      embeddings: () => path('embeddings'),
      models: path('models'),
      model: (model) => (isAzure ? null : `${base}/models/${encodeURIComponent(model)}`),
    };
  }
  const query = address.search || `?api-version=${deploymentsVersion}`;
  const [, root, deployment] = /^(.*?)(?:\/deployments(?:\/([^/]+))?)?$/.exec(base) ?? [];
  const path = (model: string, of: string) =>
    `${root}/deployments/${deployment ?? encodeURIComponent(model)}/${of}${query}`;
  return {
    chat: (model) => path(model, 'chat/completions'),
    embeddings: (model) => path(model, 'embeddings'),
    models: `${root}/models${query}`,
    model: () => null,
  };
}
