import type { ResolvedRoute } from '../spec/resolved.ts';
import { AnthropicMessages } from './anthropic/anthropic-messages.ts';
import { azureAgents } from './azure/azure-agents.ts';
import { GeminiGenerate } from './gemini/gemini-generate.ts';
import { OllamaChat } from './ollama/ollama-chat.ts';
import { OllamaGenerate } from './ollama/ollama-generate.ts';
import { chatProfiles } from './openai/chat-profiles.ts';
import { OpenAiChat } from './openai/openai-chat.ts';
import { OpenAiResponses } from './openai/openai-responses.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** What is known only when a run starts: the address of an embedded simulator, and the key itself. */
export interface RouteSecrets {
  readonly baseUrl: string;
  readonly key: string | null;
  /** Address of the proxy that the environment names, with its password; null goes straight. */
  readonly proxy?: string | null;
  /** Where a program's own variables are looked up; default: this process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What of a route decides how it is spoken to. */
export type SpokenRoute = Pick<ResolvedRoute, 'provider' | 'model' | 'agent'> &
  Partial<Pick<ResolvedRoute, 'ollama'>>;

type Create = (secrets: RouteSecrets, route: SpokenRoute) => WireProtocol;

/** Servers that are spoken to in Chat Completions differ by their profile alone. */
const compatible = Object.fromEntries(
  Object.entries(chatProfiles).map(([name, profile]): [string, Create] => [
    name,
    (secrets) => new OpenAiChat({ ...secrets, profile }),
  ]),
);

/** The protocol that each provider speaks. */
const protocols: Readonly<Record<string, Create>> = {
  ...compatible,
  anthropic: (secrets) => new AnthropicMessages(secrets),
  'azure-agents': ({ baseUrl, key }, { agent }) => azureAgents(baseUrl, key, agent),
  gemini: (secrets) => new GeminiGenerate(secrets),
  ollama: (secrets, { ollama }) => {
    const options = { ...secrets, keepAlive: ollama?.keepAlive };
    return ollama?.api === 'generate' ? new OllamaGenerate(options) : new OllamaChat(options);
  },
  'openai-responses': (secrets) => new OpenAiResponses(secrets),
};

/** Of a provider that the spec has checked. */
export function protocolOf(route: SpokenRoute, secrets: RouteSecrets): WireProtocol {
  return protocols[route.provider](secrets, route);
}
