import type { Headers } from '../http/reply.ts';
import { asciiJson } from './ascii-json.ts';
import { geminiError } from './gemini-shape.ts';
import type { Answer, Problem, ReplyShape } from './protocol.ts';

const finishReasons = { stop: 'STOP', length: 'MAX_TOKENS', tool_calls: 'STOP' } as const;

/** The texts of one reply of generateContent: every event is one, and nothing ends them. */
export class GeminiReply implements ReplyShape {
  readonly headers: Headers = {};
  readonly streamType = 'text/event-stream';
  readonly #answer: Answer;
  readonly #model: string;
  readonly #inputTokens: number;
  readonly #asList: boolean;

  /** @param asList whether the whole reply is a list, as of a stream without events */
  constructor(model: string, inputTokens: number, answer: Answer, asList: boolean) {
    this.#model = model;
    this.#inputTokens = inputTokens;
    this.#answer = answer;
    this.#asList = asList;
  }

  opening(): string {
    return '';
  }

  token(text: string): string {
    return `data: {"candidates":[{"content":{"parts":[{"text":"${text}"}],"role":"model"},"index":0}],"modelVersion":${asciiJson(this.#model)},"responseId":"${this.#answer.id}"}\n\n`;
  }

  closing(): string {
    return `data: ${asciiJson(this.#reply(this.#calls()))}\n\n`;
  }

  errorEvent(problem: Problem): string {
    return `data: ${asciiJson(geminiError(problem))}\n\n`;
  }

  whole(): string {
    const { text, toolCalls } = this.#answer;
    const reply = this.#reply(toolCalls.length > 0 ? this.#calls() : [{ text }]);
    return JSON.stringify(this.#asList ? [reply] : reply);
  }

  #calls(): object[] {
    return this.#answer.toolCalls.map(({ id, name, arguments: text }) => ({
      functionCall: { id, name, args: JSON.parse(text) },
    }));
  }

  /** The last part of the answer, with its reason to end and its usage. */
  #reply(parts: readonly object[]): object {
    const { id, finishReason, outputTokens } = this.#answer;
    return {
      candidates: [
        {
          content: { parts: parts.length > 0 ? parts : [{ text: '' }], role: 'model' },
          finishReason: finishReasons[finishReason],
          index: 0,
        },
      ],
      usageMetadata: {
        promptTokenCount: this.#inputTokens,
        candidatesTokenCount: outputTokens,
        totalTokenCount: this.#inputTokens + outputTokens,
      },
      modelVersion: this.#model,
      responseId: id,
    };
  }
}
