import type { Turn, TurnResult } from '../provider.ts';
import { ToolCallParts } from '../tool-call-parts.ts';
import { callsOf, finishReasons, usageOf, type WireRun } from './run-object.ts';

/** What a run gave that was asked for its state, and did not stream. */
export function resultOfRun(run: WireRun, { messages }: Turn, text: string): TurnResult {
  const calls = new ToolCallParts();
  calls.add(callsOf(run));
  const sent = messages.reduce((sum, { content }) => sum + content.length, 0);
  return {
    text,
    toolCalls: calls.whole,
    usage: usageOf(run) ?? {
      inputTokens: Math.ceil(sent / 4),
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: Math.ceil(text.length / 4),
      estimated: true,
    },
    finishReason: finishReasons[run.status ?? ''] ?? 'stop',
    hints: null,
  };
}
