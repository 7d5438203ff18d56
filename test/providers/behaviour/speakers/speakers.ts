import type { Speaker } from '../speaker.ts';
import { anthropic } from './anthropic.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openai-chat.ts';

/** Every protocol that we speak. */
export const speakers: readonly Speaker[] = [openaiChat, anthropic, gemini];
