import type { Usage } from '../../state/events.ts';
import { AnswerReader } from '../answer-reader.ts';
import { plainFailure } from '../failure.ts';
import { tokens } from '../guarded-reader.ts';

interface WirePart {
  readonly text?: string;
  /** What the model thought, not what it said. */
  readonly thought?: boolean;
  readonly functionCall?: { readonly id?: string; readonly name?: string; readonly args?: unknown };
}

interface WireUsage {
  readonly promptTokenCount?: number;
  readonly cachedContentTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
}

interface WireReply {
  readonly candidates?: readonly {
    readonly content?: { readonly parts?: readonly WirePart[] };
    readonly finishReason?: string;
  }[];
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly usageMetadata?: WireUsage;
}

/** The words of other services for the same ends. */
const reasons: Readonly<Record<string, string>> = { STOP: 'stop', MAX_TOKENS: 'length' };

/** Ends for which nothing is to be hoped from another try. */
const filters: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
]);

/**
 * Reads one reply of generateContent. Every event is a reply of its own; the last one says why the
 * answer has ended, and no marker follows it.
 */
export class GenerateReader extends AnswerReader {
  private called = 0;

  protected chunk(json: unknown): void {
    this.read((json ?? {}) as WireReply);
  }

  override streamEnd(): void {
    if (this.finishReason === null) super.streamEnd();
    else this.close();
  }

  protected reply(json: unknown): void {
    // Without the stream asked for by event, it comes as one list of what would be events.
    for (const part of Array.isArray(json) ? json : [json]) this.read((part ?? {}) as WireReply);
    this.streamEnd();
  }

  private read({ candidates, promptFeedback, usageMetadata }: WireReply): void {
    if (usageMetadata) this.usage = usageOf(usageMetadata);
    if (promptFeedback?.blockReason)
      return this.filtered(`the prompt was blocked: ${promptFeedback.blockReason}`);
    const candidate = candidates?.[0];
    for (const { text, thought, functionCall } of candidate?.content?.parts ?? []) {
      if (typeof text === 'string' && !thought) this.take(text);
      if (functionCall) this.call(functionCall);
    }
    if (typeof candidate?.finishReason === 'string') this.finishReason = candidate.finishReason;
  }

  private call({ id, name, args }: NonNullable<WirePart['functionCall']>): void {
    const index = this.called++;
    this.calls.add([{ index, id, function: { name, arguments: JSON.stringify(args ?? {}) } }]);
  }

  private close(): void {
    const reason = this.finishReason ?? '';
    if (filters.has(reason)) return this.filtered(`the answer was filtered: ${reason}`);
    // A call of a tool that the model wrote badly, say: it may write it well the next time.
    if (this.called === 0 && this.text === '' && reasons[reason] === undefined)
      return this.fail(plainFailure('server', `the answer ended with nothing: ${reason}`, true));
    this.finishReason = this.called > 0 ? 'tool_calls' : (reasons[reason] ?? reason.toLowerCase());
    this.finish();
  }
}

/** Cached tokens are inside the prompt's, thoughts are beside the answer's and billed like them. */
function usageOf(usage: WireUsage): Usage {
  const cacheReadTokens = tokens(usage.cachedContentTokenCount);
  const prompt = tokens(usage.promptTokenCount) + tokens(usage.toolUsePromptTokenCount);
  return {
    inputTokens: Math.max(0, prompt - cacheReadTokens),
    cacheReadTokens,
    cacheWriteTokens: 0,
    outputTokens: tokens(usage.candidatesTokenCount) + tokens(usage.thoughtsTokenCount),
    estimated: false,
  };
}
