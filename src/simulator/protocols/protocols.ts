import type { SimulatorConfig } from '../config.ts';
import { anthropicCountTokens, anthropicMessages } from './anthropic-messages.ts';
import { anthropicModels } from './anthropic-models.ts';
import { azureAgents } from './azure/azure-agents.ts';
import { azureClassic } from './azure/azure-classic.ts';
import { azureOpenAi } from './azure/azure-openai.ts';
import { geminiCountTokens, geminiGenerate, geminiModels } from './gemini.ts';
import { geminiEmbeddings } from './gemini-embeddings.ts';
import { ollama } from './ollama.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';
import { openaiModels } from './openai-models.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Protocol } from './protocol.ts';

/**
 * Every protocol that is served; the first that matches a path has it. Made anew for each simulator:
 * some keep what was created through them.
 *
 * @param config what holds now
 */
export function createProtocols(config: () => SimulatorConfig): readonly Protocol[] {
  return [
    // Azure's paths end as OpenAI's do: what is Azure's own goes first.
    azureClassic(config),
    azureAgents(),
    ...azureOpenAi,
    openaiChat,
    openaiResponses,
    openaiEmbeddings,
    anthropicMessages,
    anthropicCountTokens,
    anthropicModels,
    geminiGenerate,
    geminiEmbeddings,
    geminiCountTokens,
    geminiModels,
    ollama(config),
    openaiModels,
  ];
}

/** In whose shape a request to an unknown path is refused. */
export const fallbackProtocol: Protocol = openaiModels;
