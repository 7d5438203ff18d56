import type { Headers } from '../http/reply.ts';
import { asciiJson } from './ascii-json.ts';
import { nanosecondsAMs } from './ollama-shape.ts';
import type { Answer, Problem, ReplyShape, ReplyTimes } from './protocol.ts';

interface OllamaReplyParts {
  readonly model: string;
  readonly inputTokens: number;
  readonly answer: Answer;
  readonly times: ReplyTimes;
  /** `/api/chat`, else `/api/generate`. */
  readonly isChat: boolean;
}

/** The texts of one reply of Ollama: a line of JSON each, the last of them with its own timings. */
export class OllamaReply implements ReplyShape {
  readonly headers: Headers = {};
  readonly streamType = 'application/x-ndjson';
  readonly #parts: OllamaReplyParts;
  readonly #start: string;

  constructor(parts: OllamaReplyParts) {
    this.#parts = parts;
    const createdAt = new Date(parts.answer.createdAt * 1000).toISOString();
    this.#start = `{"model":${asciiJson(parts.model)},"created_at":"${createdAt}"`;
  }

  opening(): string {
    return '';
  }

  token(text: string): string {
    const said = this.#parts.isChat
      ? `"message":{"role":"assistant","content":"${text}"}`
      : `"response":"${text}"`;
    return `${this.#start},${said},"done":false}\n`;
  }

  closing(): string {
    const { answer, isChat } = this.#parts;
    const calls =
      answer.toolCalls.length === 0
        ? ''
        : `${this.#start},"message":${asciiJson(this.#message())},"done":false}\n`;
    return `${calls}${this.#last(isChat ? { message: assistant('') } : { response: '' })}\n`;
  }

  errorEvent({ message }: Problem): string {
    return `${asciiJson({ error: message })}\n`;
  }

  whole(): string {
    const { answer, isChat } = this.#parts;
    return this.#last(isChat ? { message: this.#message() } : { response: answer.text });
  }

  #last(said: object): string {
    const { answer, inputTokens, times } = this.#parts;
    const nanoseconds = (ms: number) => Math.round(ms * nanosecondsAMs);
    const end = {
      ...said,
      done: true,
      // The same word where tools are called.
      done_reason: answer.finishReason === 'length' ? 'length' : 'stop',
      total_duration: nanoseconds(times.endMs),
      load_duration: nanoseconds(times.loadMs),
      prompt_eval_count: inputTokens,
      prompt_eval_duration: nanoseconds(Math.max(0, times.firstMs - times.loadMs)),
      eval_count: answer.outputTokens,
      eval_duration: nanoseconds(times.endMs - times.firstMs),
    };
    return `${this.#start},${asciiJson(end).slice(1)}`;
  }

  #message(): object {
    const { toolCalls, text } = this.#parts.answer;
    if (toolCalls.length === 0) return assistant(text);
    const calls = toolCalls.map(({ id, name, arguments: json }, index) => ({
      id: `call_${id}`,
      function: { index, name, arguments: JSON.parse(json) },
    }));
    return { ...assistant(text), tool_calls: calls };
  }
}

function assistant(content: string): object {
  return { role: 'assistant', content };
}
