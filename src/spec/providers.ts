import { namesThereAre } from './near-miss.ts';
import { UsageError } from './usage-error.ts';

/** What a spec needs to know of a provider to fill in what it leaves out. */
export interface ProviderFacts {
  /** The model that is called where nobody names one; null where there is none that all have. */
  readonly model: string | null;
  /** Environment variables that name that model, the first that is set. */
  readonly modelFrom?: readonly string[];
  /** Connections that its routes keep and may open, where nobody says otherwise; left out: as others. */
  readonly connections?: { readonly most: number; readonly from: string };
  /** Its address where nobody gives one; null where there is none that all share. */
  readonly baseUrl: string | null;
  /** Environment variables that give the address, the first that is set. */
  readonly baseUrlFrom: readonly string[];
  /** What an address without a path is completed by. */
  readonly path: string;
  /** An address may name a version of the interface: `?api-version=…`. */
  readonly query?: RegExp;
  /**
   * Paths of addresses that can be its own, where a preset names it and an operator gives an address
   * alone: any other is that of an OpenAI-compatible server.
   */
  readonly ownPath?: RegExp;
  /** What its addresses look like, where no other will do than one with its own path. */
  readonly addressLike?: string;
  /**
   * Its routes go to agents at the service: what the names of the variables begin with that hold
   * their ids. Without a key, calls are signed in to Entra ID.
   */
  readonly agentsFrom?: string;
  /** Environment variables that the key is found in, the first that is set. */
  readonly keyFrom: readonly string[];
  /** The host, with all below it, that answers nobody without a key; null where there is none. */
  readonly keyHost: string | null;
  /** It keeps the conversation of a task, into which messages are posted before it is asked. */
  readonly keepsConversations?: true;
  /** How it turns texts into vectors; left out where it does not. */
  readonly vectors?: VectorFacts;
  /** Its routes run a program on this machine: they have neither address nor key. */
  readonly runsProgram?: true;
}

/** What a provider takes at once where it turns texts into vectors. */
export interface VectorFacts {
  /** The model where nobody names one; null where there is none that all have. */
  readonly model: string | null;
  /** Texts a call. */
  readonly texts: number;
  /** Tokens a call, of all its texts; null where none is known. */
  readonly tokens: number | null;
}

/**
 * @see https://platform.openai.com/docs/api-reference/embeddings/create 2048 texts and 300,000 tokens a
 *   request
 */
const openaiVectors: VectorFacts = {
  model: 'text-embedding-3-small',
  texts: 2_048,
  tokens: 300_000,
};

/** Of servers that say nothing of a limit. */
function vectorsOf(model: string | null): VectorFacts {
  return { model, texts: 512, tokens: null };
}

const openai: ProviderFacts = {
  model: 'gpt-5-mini',
  baseUrl: 'https://api.openai.com/v1',
  baseUrlFrom: ['OPENAI_BASE_URL'],
  path: '/v1',
  keyFrom: ['OPENAI_API_KEY'],
  keyHost: 'api.openai.com',
  vectors: openaiVectors,
};

/** In the place of an address, of the provider that calls nothing. */
export const codeAddress = 'code:';

/** A server on a machine of the operator's own, which asks for a key only where it was told to. */
function local(
  baseUrl: string,
  model: string | null,
  baseUrlFrom: string,
  key: string,
): ProviderFacts {
  return {
    model,
    baseUrl,
    baseUrlFrom: [baseUrlFrom],
    path: '/v1',
    keyFrom: [key],
    keyHost: null,
    vectors: vectorsOf(null),
  };
}

/** The providers of this version, by the name that specs and presets use. */
const providers: Readonly<Record<string, ProviderFacts>> = {
  /** Every server that speaks Chat Completions. */
  openai,
  /** The same service by its newer interface. */
  'openai-responses': openai,
  anthropic: {
    model: 'claude-haiku-4-5',
    baseUrl: 'https://api.anthropic.com',
    baseUrlFrom: ['ANTHROPIC_BASE_URL'],
    path: '',
    keyFrom: ['ANTHROPIC_API_KEY'],
    keyHost: 'api.anthropic.com',
  },
  /** Its agents bring their models: the one named here is what a call is priced by. */
  'azure-agents': {
    model: null,
    baseUrl: null,
    baseUrlFrom: ['PROJECT_ENDPOINT'],
    path: '',
    ownPath: /\/api\/projects\/[^/]+$/,
    addressLike: 'https://<resource>.services.ai.azure.com/api/projects/<project>',
    agentsFrom: 'AGENT_ID_',
    keepsConversations: true,
    keyFrom: ['PROJECT_API_KEY'],
    keyHost: null,
  },
  gemini: {
    model: 'gemini-3.7-flash',
    baseUrl: 'https://generativelanguage.googleapis.com',
    baseUrlFrom: ['GEMINI_BASE_URL', 'GOOGLE_GEMINI_BASE_URL'],
    path: '',
    keyFrom: ['GEMINI_API_KEY'],
    keyHost: 'generativelanguage.googleapis.com',
    /** @see https://ai.google.dev/api/embeddings a batch is of 100 at most */
    vectors: { model: 'gemini-embedding-001', texts: 100, tokens: null },
  },
  /** It works through its calls a few at a time: more connections only wait there. */
  ollama: {
    model: 'llama3.2',
    modelFrom: ['OLLAMA_DEFAULT_MODEL'],
    connections: { most: 2, from: 'MAX_OLLAMA_CONNECTIONS' },
    baseUrl: 'http://127.0.0.1:11434',
    baseUrlFrom: ['OLLAMA_URL', 'OLLAMA_HOST'],
    path: '',
    ownPath: /^\/?$/,
    keyFrom: [],
    keyHost: null,
    vectors: vectorsOf('nomic-embed-text'),
  },
  /**
   * Its models are the deployments of a resource, so that each has an address of its own. One that
   * ends in `/openai/v1` has no version; one of an older resource names a version in its query.
   */
  'azure-openai': {
    model: null,
    modelFrom: ['AZURE_OPENAI_DEPLOYMENT'],
    baseUrl: null,
    baseUrlFrom: ['AZURE_OPENAI_ENDPOINT'],
    path: '/openai/v1',
    query: /^\?api-version=[\w-]+$/,
    keyFrom: ['AZURE_OPENAI_API_KEY'],
    keyHost: 'azure.com',
    vectors: { ...openaiVectors, model: null },
  },
  /** It serves one model, under a name that it was started with. */
  vllm: local('http://127.0.0.1:8000/v1', null, 'VLLM_BASE_URL', 'VLLM_API_KEY'),
  /** It serves one model, whatever the name that is asked for. */
  llamacpp: local('http://127.0.0.1:8080/v1', 'default', 'LLAMACPP_BASE_URL', 'LLAMA_API_KEY'),
  lmstudio: local('http://127.0.0.1:1234/v1', null, 'LMSTUDIO_BASE_URL', 'LM_API_TOKEN'),
  groq: {
    model: 'llama-3.1-8b-instant',
    baseUrl: 'https://api.groq.com/openai/v1',
    baseUrlFrom: ['GROQ_BASE_URL'],
    path: '/openai/v1',
    keyFrom: ['GROQ_API_KEY'],
    keyHost: 'api.groq.com',
  },
  openrouter: {
    model: 'openrouter/auto',
    baseUrl: 'https://openrouter.ai/api/v1',
    baseUrlFrom: ['OPENROUTER_BASE_URL'],
    path: '/api/v1',
    keyFrom: ['OPENROUTER_API_KEY'],
    keyHost: 'openrouter.ai',
    vectors: vectorsOf('openai/text-embedding-3-small'),
  },
  together: {
    model: 'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    baseUrl: 'https://api.together.ai/v1',
    baseUrlFrom: ['TOGETHER_BASE_URL'],
    path: '/v1',
    keyFrom: ['TOGETHER_API_KEY'],
    keyHost: 'api.together.ai',
    vectors: vectorsOf('intfloat/multilingual-e5-large-instruct'),
  },
  /** Its agents are code that calls no model: there is nothing to be reached, or to be paid. */
  code: {
    model: 'none',
    baseUrl: codeAddress,
    baseUrlFrom: [],
    path: '',
    keyFrom: [],
    keyHost: null,
  },
  /** Any program of this machine, run once for each call. */
  exec: {
    model: null,
    baseUrl: null,
    baseUrlFrom: [],
    path: '',
    keyFrom: [],
    keyHost: null,
    runsProgram: true,
  },
  /** Without an address it is embedded. */
  simulator: {
    model: 'sim-small',
    baseUrl: null,
    baseUrlFrom: [],
    path: '/v1',
    keyFrom: [],
    keyHost: null,
    vectors: { ...openaiVectors, model: 'sim-embedding' },
  },
};

export const providerNames: readonly string[] = Object.keys(providers);

/**
 * @param where the words that the sentence begins with
 * @throws UsageError where there is no such provider in this version
 */
export function checkProvider(name: string, where: string): void {
  if (Object.hasOwn(providers, name)) return;
  throw new UsageError(
    `${where}: unknown provider \`${name}\`${namesThereAre(name, providerNames)}`,
  );
}

/** Whether a provider calls no model. */
export function callsNothing(provider: string): boolean {
  return provider === 'code';
}

/** Whether an address can be that of the provider that a preset names. */
export function isOwnAddress(provider: string, address: string): boolean {
  const own = Object.hasOwn(providers, provider) ? providers[provider].ownPath : undefined;
  return own !== undefined && URL.canParse(address) && own.test(new URL(address).pathname);
}

/**
 * What the names of the variables begin with that hold the ids of a provider's agents; undefined
 * where it has none, or is no provider.
 */
export function agentVariables(provider: string): string | undefined {
  return Object.hasOwn(providers, provider) ? providers[provider].agentsFrom : undefined;
}

/** Of a provider that was checked. */
export function providerFacts(provider: string): ProviderFacts {
  return providers[provider];
}

/** Names of the providers that turn texts into vectors. */
export function providersWithVectors(): string[] {
  return providerNames.filter((name) => providers[name].vectors !== undefined);
}
