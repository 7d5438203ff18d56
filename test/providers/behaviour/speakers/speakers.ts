import type { Speaker } from '../speaker.ts';
import { anthropic } from './anthropic.ts';
import { azureAgents } from './azure-agents.ts';
import { azureClassic } from './azure-classic.ts';
import { gemini } from './gemini.ts';
import { ollama } from './ollama.ts';
import { ollamaGenerate } from './ollama-generate.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';

/** Every protocol that we speak. */
export const speakers: readonly Speaker[] = [
  openaiChat,
  openaiResponses,
  anthropic,
  azureClassic,
  azureAgents,
  gemini,
  ollama,
  ollamaGenerate,
];
