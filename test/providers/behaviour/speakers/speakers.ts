import type { Speaker } from '../speaker.ts';
import { anthropic } from './anthropic.ts';
import { gemini } from './gemini.ts';
import { ollama } from './ollama.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';

/** Every protocol that we speak. */
export const speakers: readonly Speaker[] = [
  openaiChat,
  openaiResponses,
  anthropic,
  gemini,
  ollama,
];
