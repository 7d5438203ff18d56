import type { Message, Turn } from '../provider.ts';
import type { ReplyReader, ReplySink, WireProtocol, WireRequest } from '../wire-protocol.ts';
import { ChatReader } from './chat-reader.ts';

export interface OpenAiChatOptions {
  /** With its path, without a slash at the end: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly key: string | null;
}

/**
 * Chat Completions, streaming with usage, of OpenAI and of every server compatible with it.
 *
 * @see https://platform.openai.com/docs/api-reference/chat
 */
export class OpenAiChat implements WireProtocol {
  private readonly path: string;
  private readonly headers: Record<string, string>;
  private readonly hasKey: boolean;
  private readonly tokenField: string;
  private asksUsage = true;

  constructor(options: OpenAiChatOptions) {
    const url = new URL(options.baseUrl);
    this.path = `${url.pathname.replace(/\/$/, '')}/chat/completions`;
    this.headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'accept-encoding': 'gzip, br',
      ...(options.key === null ? {} : authorization(options.key)),
    };
    this.hasKey = options.key !== null;
    // Reasoning models refuse the older name; many compatible servers know only the older one.
    this.tokenField = /(^|\.)(openai|azure)\.com$/.test(url.hostname)
      ? 'max_completion_tokens'
      : 'max_tokens';
  }

  request(turn: Turn, key?: string): WireRequest {
    const body = JSON.stringify({
      model: turn.model,
      messages: turn.messages.map(wireMessage),
      stream: true,
      ...(this.asksUsage ? { stream_options: { include_usage: true } } : {}),
      ...(turn.maxOutputTokens === null ? {} : { [this.tokenField]: turn.maxOutputTokens }),
      ...wishes(turn),
    });
    const { path, headers } = this;
    if (key === undefined || !this.hasKey) return { path, headers, body };
    return { path, headers: { ...headers, ...authorization(key) }, body };
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new ChatReader(turn, sink);
  }

  /** Some servers refuse `stream_options`: what asked for it is asked once more without it. */
  adapt(request: WireRequest, status: number, body: string): boolean {
    if (status !== 400 || !body.includes('stream_options')) return false;
    this.asksUsage = false;
    // Inside a message the quotes would be escaped.
    return request.body.includes('"stream_options":');
  }
}

function authorization(key: string): { authorization: string } {
  return { authorization: `Bearer ${key}` };
}

/** A message as the service has it; one that only calls tools has no content. */
function wireMessage({ role, content, toolCalls, toolCallId }: Message): object {
  if (toolCallId !== undefined) return { role, tool_call_id: toolCallId, content };
  if (toolCalls === undefined) return { role, content };
  const calls = toolCalls.map(({ id, name, arguments: text }) => ({
    id,
    type: 'function',
    function: { name, arguments: text },
  }));
  return { role, content: content === '' ? null : content, tool_calls: calls };
}

/** What the turn asks for besides an answer. */
function wishes({ tools, outputSchema, sampling }: Turn): object {
  return {
    ...(tools && tools.length > 0
      ? { tools: tools.map((tool) => ({ type: 'function', function: tool })) }
      : {}),
    ...(outputSchema
      ? {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', strict: true, schema: outputSchema },
          },
        }
      : {}),
    ...(sampling?.temperature === undefined ? {} : { temperature: sampling.temperature }),
    ...(sampling?.topP === undefined ? {} : { top_p: sampling.topP }),
    ...(sampling?.seed === undefined ? {} : { seed: sampling.seed }),
    ...(sampling?.stop === undefined ? {} : { stop: sampling.stop }),
  };
}
