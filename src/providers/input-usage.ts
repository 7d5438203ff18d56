import type { Usage } from '../state/events.ts';

/** Of a call that has no output, by what the service told. */
export function inputUsage(inputTokens: number): Usage {
  return {
    inputTokens,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    estimated: false,
  };
}
