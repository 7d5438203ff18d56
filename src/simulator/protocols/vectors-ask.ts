import { promptTokens } from '../prompt-tokens.ts';
import { hashText } from '../random.ts';
import type { GenerationAsk, ReplyShape, ReplyTimes } from './protocol.ts';

/** A request for vectors, as every protocol has it. */
export interface VectorsRequest {
  readonly model: string;
  readonly texts: readonly string[];
  /** The model has to be loaded first. */
  readonly isCold?: boolean;
  /**
   * The reply, which is made once it is sure that there is one.
   *
   * @param inputTokens what is billed for the texts
   */
  reply(inputTokens: number, times: ReplyTimes): object;
}

/**
 * A call for vectors. It takes its time, is limited and goes wrong as one that generates text; but
 * there is no text, and nothing is streamed.
 */
export function vectorsAsk({ model, texts, isCold, reply }: VectorsRequest): GenerationAsk {
  const inputTokens = texts.reduce((sum, text) => sum + promptTokens(text.length, 0), 0);
  return {
    kind: 'generation',
    model,
    promptHash: hashText(texts.join('\n')),
    promptTokens: inputTokens,
    maxOutputTokens: null,
    stream: false,
    isCold,
    isTextless: true,
    shape: (_, times) => new WholeReply(() => JSON.stringify(reply(inputTokens, times))),
  };
}

/** A reply that is one JSON value and never a stream. */
class WholeReply implements ReplyShape {
  readonly headers = {};
  readonly streamType = 'application/json';
  readonly whole: () => string;

  constructor(whole: () => string) {
    this.whole = whole;
  }

  opening(): string {
    return '';
  }

  token(): string {
    return '';
  }

  closing(): string {
    return '';
  }

  errorEvent(): string {
    return '';
  }
}
