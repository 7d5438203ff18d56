import { anthropicCountTokens, anthropicMessages } from './anthropic-messages.ts';
import { anthropicModels } from './anthropic-models.ts';
import { geminiCountTokens, geminiGenerate, geminiModels } from './gemini.ts';
import { ollama } from './ollama.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';
import { openaiModels } from './openai-models.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Protocol } from './protocol.ts';

/**
 * Every protocol that is served; the first that matches a path has it. Made anew for each simulator:
 * some keep what was created through them.
 */
export function createProtocols(): readonly Protocol[] {
  return [
    openaiChat,
    openaiResponses,
    openaiEmbeddings,
    anthropicMessages,
    anthropicCountTokens,
    anthropicModels,
    geminiGenerate,
    geminiCountTokens,
    geminiModels,
    ollama(),
    openaiModels,
  ];
}

/** In whose shape a request to an unknown path is refused. */
export const fallbackProtocol: Protocol = openaiModels;
