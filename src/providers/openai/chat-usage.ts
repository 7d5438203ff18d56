import type { Usage } from '../../state/events.ts';
import { tokens } from '../guarded-reader.ts';
import type { WireCost } from './reported-cost.ts';

/** Usage as Chat Completions tell it, and embeddings, which have no output. */
export interface ChatUsage extends WireCost {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number } | null;
}

/** OpenAI counts cached tokens inside `prompt_tokens`; the buckets here are disjoint. */
export function chatUsage(usage: ChatUsage): Usage {
  const cacheReadTokens = tokens(usage.prompt_tokens_details?.cached_tokens);
  const cacheWriteTokens = tokens(usage.prompt_tokens_details?.cache_write_tokens);
  return {
    inputTokens: Math.max(0, tokens(usage.prompt_tokens) - cacheReadTokens - cacheWriteTokens),
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens: tokens(usage.completion_tokens),
    estimated: false,
  };
}
