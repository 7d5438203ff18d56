import { AnswerForms } from '../answer-forms.ts';
import type { Message, Turn } from '../provider.ts';
import type {
  HealthRequest,
  ReplyReader,
  ReplySink,
  WireProtocol,
  WireRequest,
} from '../wire-protocol.ts';
import { OllamaReader } from './ollama-reader.ts';

export interface OllamaOptions {
  /** Without a slash at the end: `http://127.0.0.1:11434`. */
  readonly baseUrl: string;
  readonly key: string | null;
  /** How long a model stays loaded after its last call: `10m`, or -1 for ever; null is the server's. */
  readonly keepAlive?: string | number | null;
}

/**
 * Ollama's own chat, streaming as newline-delimited JSON.
 *
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md
 */
export class OllamaChat implements WireProtocol {
  private readonly base: string;
  private readonly key: string | null;
  private readonly keepAlive: string | number | null;
  /** Its models see nothing of the schema: a grammar keeps them from everything else. */
  private readonly answers = new AnswerForms({
    forms: ['schema', 'json'],
    showsSchema: false,
    refusal: /\bformat\b/,
  });

  constructor({ baseUrl, key, keepAlive = null }: OllamaOptions) {
    this.base = `${new URL(baseUrl).pathname.replace(/\/$/, '')}/api`;
    this.key = key;
    this.keepAlive = keepAlive;
  }

  request(turn: Turn, key = this.key ?? ''): WireRequest {
    const { tools = [] } = turn;
    const asked = this.answers.of(turn);
    const options = optionsOf(turn);
    const body = JSON.stringify({
      model: turn.model,
      messages: messagesOf(asked.messages),
      stream: true,
      ...(tools.length > 0
        ? { tools: tools.map((tool) => ({ type: 'function', function: tool })) }
        : {}),
      ...(asked.form === 'words' ? {} : { format: asked.form === 'json' ? 'json' : asked.schema }),
      ...(Object.keys(options).length > 0 ? { options } : {}),
      ...(this.keepAlive === null ? {} : { keep_alive: this.keepAlive }),
    });
    const request = {
      path: `${this.base}/chat`,
      headers: {
        'content-type': 'application/json',
        accept: 'application/x-ndjson, application/json',
        // Ollama itself asks nobody; a proxy in front of it may.
        ...(this.key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      body,
    };
    return this.answers.sent(request, turn, asked);
  }

  /** One of before 0.5 knows no schema. */
  adapt(request: WireRequest, status: number, body: string): boolean {
    return this.answers.adapt(request, status, body);
  }

  /** The models that it has. */
  health(): HealthRequest {
    return {
      path: `${this.base}/tags`,
      headers: {
        accept: 'application/json',
        ...(this.key === null ? {} : { authorization: `Bearer ${this.key}` }),
      },
    };
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new OllamaReader(turn, sink);
  }
}

/** The window of the context is left alone: another one would make the server load the model anew. */
function optionsOf({ maxOutputTokens, sampling = {} }: Turn): object {
  const { temperature, topP, seed, stop } = sampling;
  return {
    ...(maxOutputTokens === null ? {} : { num_predict: maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stop }),
  };
}

/** Arguments travel as an object; the answer of a tool names the tool. */
function messagesOf(messages: readonly Message[]): object[] {
  const names = new Map<string, string>();
  return messages.map(({ role, content, toolCalls = [], toolCallId }) => {
    for (const { id, name } of toolCalls) names.set(id, name);
    if (toolCallId !== undefined)
      return { role, content, tool_name: names.get(toolCallId) ?? '', tool_call_id: toolCallId };
    if (toolCalls.length === 0) return { role, content };
    const calls = toolCalls.map(({ id, name, arguments: text }) => ({
      id,
      function: { name, arguments: argumentsOf(text) },
    }));
    return { role, content, tool_calls: calls };
  });
}

function argumentsOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
