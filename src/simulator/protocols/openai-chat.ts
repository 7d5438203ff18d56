import type { Headers } from '../http/reply.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import { promptTokens } from '../prompt-tokens.ts';
import { hashText } from '../random.ts';
import { wordedSchema } from '../worded-schema.ts';
import { asciiJson } from './ascii-json.ts';
import { readSchema, readToolChoice, readTools } from './openai-chat-body.ts';
import { deploymentOf, isOpenRouter, openaiPath } from './openai-paths.ts';
import { openaiError, openaiShape } from './openai-shape.ts';
import type {
  Answer,
  AnsweredToolCall,
  GenerationAsk,
  Problem,
  Protocol,
  ReplyShape,
} from './protocol.ts';
import {
  invalid,
  isObject,
  type JsonObject,
  readJson,
  requiredText,
  truth,
  wholeNumber,
} from './read-json.ts';

/** OpenAI Chat Completions, `POST /v1/chat/completions`. The answer is always one. */
export const openaiChat: Protocol = {
  name: 'openai-chat',
  ...openaiShape,

  matches: (method, path) => method === 'POST' && openaiPath(path) === '/chat/completions',

  read(request: HttpRequest): GenerationAsk {
    const json = readJson(request.body);
    const model = deploymentOf(request) ?? requiredText(json, 'model');
    const messages = readMessages(json.messages);
    if ((wholeNumber(json, 'n') ?? 1) > 1) {
      throw invalid("The simulator gives one choice a call: 'n' must be 1.", 'n');
    }
    const prompt = messages.join('\n');
    const outputSchema = readSchema(json.response_format);
    const inputTokens = promptTokens(prompt.length, messages.length, outputSchema);
    const options = isObject(json.stream_options) ? json.stream_options : {};
    const withCost =
      isOpenRouter(request.path) && isObject(json.usage) && truth(json.usage, 'include');
    const withUsage = withCost || truth(options, 'include_usage');
    return {
      kind: 'generation',
      model,
      promptHash: hashText(prompt),
      promptTokens: inputTokens,
      maxOutputTokens:
        wholeNumber(json, 'max_completion_tokens') ?? wholeNumber(json, 'max_tokens'),
      stream: truth(json, 'stream'),
      tools: readTools(json.tools),
      toolChoice: readToolChoice(json.tool_choice),
      toolTurns: toolTurns(json.messages as readonly JsonObject[]),
      outputSchema,
      wordedSchema: wordedSchema(prompt),
      shape: (answer) =>
        new ChatReply(
          model,
          answer,
          usageOf(inputTokens, answer.outputTokens, withCost),
          withUsage,
        ),
    };
  },
};

/** Each message as its role and its text. */
function readMessages(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw invalid(
      "Missing required parameter: 'messages' must be a list that is not empty.",
      'messages',
    );
  }
  return value.map((message: unknown, index) => {
    const at = `messages[${index}]`;
    if (!isObject(message)) throw invalid(`Invalid type for '${at}': expected an object.`, at);
    const role = requiredText(message, 'role');
    return `${role}: ${readContent(message.content, `${at}.content`)}`;
  });
}

function readContent(content: unknown, at: string): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (!Array.isArray(content)) {
    throw invalid(`Invalid type for '${at}': expected a text or a list of parts.`, at);
  }
  return content.map((part: JsonObject) => String(part?.text ?? part?.type ?? '')).join('\n');
}

/** Assistant messages with calls since the user last said something. */
function toolTurns(messages: readonly JsonObject[]): number {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(last + 1).filter(({ tool_calls: calls }) => Array.isArray(calls)).length;
}

/** The texts of one reply. What all chunks share is put together once. */
class ChatReply implements ReplyShape {
  readonly headers: Headers;
  readonly streamType = 'text/event-stream; charset=utf-8';
  readonly #answer: Answer;
  readonly #model: string;
  readonly #withUsage: boolean;
  readonly #usage: object;
  /** `data: {…,"choices":` */
  readonly #start: string;
  readonly #tokenStart: string;
  readonly #tokenEnd: string;

  /** @param usage told in a stream only where `withUsage` says so */
  constructor(model: string, answer: Answer, usage: object, withUsage: boolean) {
    this.#answer = answer;
    this.#model = model;
    this.#withUsage = withUsage;
    this.#usage = usage;
    this.headers = {
      'x-request-id': `req_${answer.id}`,
      'openai-organization': 'simulated',
      'openai-version': '2020-10-01',
    };
    this.#start =
      `data: {"id":"chatcmpl-${answer.id}","object":"chat.completion.chunk",` +
      `"created":${answer.createdAt},"model":${asciiJson(model)},"service_tier":"default",` +
      `"system_fingerprint":null,"choices":`;
    this.#tokenStart = `${this.#start}[{"index":0,"delta":{"content":"`;
    this.#tokenEnd = `"},"logprobs":null,"finish_reason":null}]${usageField(withUsage)}}\n\n`;
  }

  opening(): string {
    const delta = '{"role":"assistant","content":"","refusal":null}';
    return this.#chunk(`[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":null}]`);
  }

  token(text: string): string {
    return this.#tokenStart + text + this.#tokenEnd;
  }

  closing(): string {
    const { finishReason: reason, toolCalls } = this.#answer;
    const calls = toolCalls.map((call, index) => this.#call(call, index)).join('');
    const finish = this.#chunk(
      `[{"index":0,"delta":{},"logprobs":null,"finish_reason":"${reason}"}]`,
    );
    const usage = this.#withUsage
      ? `${this.#start}[],"usage":${JSON.stringify(this.#usage)}}\n\n`
      : '';
    return `${calls}${finish}${usage}data: [DONE]\n\n`;
  }

  errorEvent(problem: Problem): string {
    return `data: ${asciiJson(openaiError(problem))}\n\n`;
  }

  whole(): string {
    const { id, createdAt, text, toolCalls, finishReason } = this.#answer;
    const message = {
      role: 'assistant',
      content: toolCalls.length > 0 ? null : text,
      refusal: null,
      annotations: [],
      ...(toolCalls.length > 0 ? { tool_calls: toolCalls.map(wireCall) } : {}),
    };
    return JSON.stringify({
      id: `chatcmpl-${id}`,
      object: 'chat.completion',
      created: createdAt,
      model: this.#model,
      choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
      usage: this.#usage,
      service_tier: 'default',
      system_fingerprint: null,
    });
  }

  /** A call as it is streamed: first its name, then its arguments, in two halves. */
  #call(call: AnsweredToolCall, index: number): string {
    const { id, type, function: of } = wireCall(call);
    const half = of.arguments.length >> 1;
    return [
      { index, id, type, function: { name: of.name, arguments: '' } },
      { index, function: { arguments: of.arguments.slice(0, half) } },
      { index, function: { arguments: of.arguments.slice(half) } },
    ]
      .map((part) =>
        this.#chunk(
          `[{"index":0,"delta":${asciiJson({ tool_calls: [part] })},"logprobs":null,"finish_reason":null}]`,
        ),
      )
      .join('');
  }

  #chunk(choices: string): string {
    return `${this.#start}${choices}${usageField(this.#withUsage)}}\n\n`;
  }
}

function wireCall({ id, name, arguments: text }: AnsweredToolCall) {
  return { id: `call_${id}`, type: 'function', function: { name, arguments: text } };
}

/** Chunks say `"usage":null` only where the last one will tell it. */
function usageField(withUsage: boolean): string {
  return withUsage ? ',"usage":null' : '';
}

/** US dollars per million tokens of any model, where the cost is told. */
const nominal = { input: 0.25, output: 2 };

function usageOf(inputTokens: number, outputTokens: number, withCost: boolean): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
    ...(withCost
      ? {
          cost: (inputTokens * nominal.input + outputTokens * nominal.output) / 1e6,
          is_byok: false,
          cost_details: { upstream_inference_cost: null },
        }
      : {}),
  };
}
