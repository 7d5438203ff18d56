import { AnswerForms, type AskedAnswer } from '../answer-forms.ts';
import { countIn } from '../count-in.ts';
import type { Message, ToolDefinition, Turn } from '../provider.ts';
import type {
  CountQuestion,
  HealthRequest,
  ReplyReader,
  ReplySink,
  WireProtocol,
  WireRequest,
} from '../wire-protocol.ts';
import { GeminiEmbeddings } from './gemini-embeddings.ts';
import { GenerateReader } from './generate-reader.ts';

export interface GeminiOptions {
  /** Without a slash at the end and without `/v1beta`. */
  readonly baseUrl: string;
  readonly key: string | null;
}

/**
 * Google's generateContent, streaming as server-sent events. The model is part of the path.
 *
 * @see https://ai.google.dev/api/generate-content
 */
export class GeminiGenerate implements WireProtocol {
  readonly embeddings: GeminiEmbeddings;
  private readonly path: string;
  private readonly key: string | null;
  private readonly answers = new AnswerForms({ forms: ['schema', 'json'], showsSchema: true });

  constructor({ baseUrl, key }: GeminiOptions) {
    const { pathname } = new URL(baseUrl);
    this.path = `${pathname.replace(/\/(v1(beta)?)?\/?$/, '')}/v1beta/models/`;
    this.key = key;
    this.embeddings = new GeminiEmbeddings(this.path, (shown) => ({
      ...this.headersWith(shown),
      accept: 'application/json',
    }));
  }

  request(turn: Turn, key?: string): WireRequest {
    const asked = this.answers.of(turn);
    const config = { ...generationConfig(turn), ...responseFormat(asked) };
    const body = JSON.stringify({
      ...promptOf({ ...turn, messages: asked.messages }),
      ...(Object.keys(config).length > 0 ? { generationConfig: config } : {}),
    });
    const request = {
      path: `${this.path}${encodeURIComponent(turn.model)}:streamGenerateContent?alt=sse`,
      headers: this.headersWith(key),
      body,
    };
    return this.answers.sent(request, turn, asked);
  }

  /** Some models refuse a format beside tools. */
  adapt(request: WireRequest, status: number, body: string): boolean {
    return this.answers.adapt(request, status, body);
  }

  /** The list of models: free. */
  health(): HealthRequest {
    return {
      path: this.path.slice(0, -1),
      headers: {
        accept: 'application/json',
        ...(this.key === null ? {} : { 'x-goog-api-key': this.key }),
      },
    };
  }

  model(model: string): HealthRequest {
    return { ...this.health(), path: this.path + encodeURIComponent(model) };
  }

  /**
   * Free. The instructions count only where the whole request is given, with the model in it.
   *
   * @see https://ai.google.dev/api/tokens
   */
  count(turn: Turn): CountQuestion {
    const { headers } = this.health();
    const whole = { model: `models/${turn.model}`, ...promptOf(turn) };
    return {
      request: {
        path: `${this.path}${encodeURIComponent(turn.model)}:countTokens`,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ generateContentRequest: whole }),
      },
      tokensIn: (body) => countIn(body, 'totalTokens'),
    };
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new GenerateReader(turn, sink);
  }

  /** @param shown stands in place of the key */
  private headersWith(shown = this.key ?? ''): Record<string, string> {
    return {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'accept-encoding': 'gzip, br',
      ...(this.key === null ? {} : { 'x-goog-api-key': shown }),
    };
  }
}

/** What the model is given: all of it counts as input. */
function promptOf({ messages, tools = [] }: Turn): object {
  const system = messages.filter(({ role }) => role === 'system');
  return {
    ...(system.length > 0
      ? { systemInstruction: { parts: system.map(({ content }) => ({ text: content })) } }
      : {}),
    contents: contents(messages.filter(({ role }) => role !== 'system')),
    ...(tools.length > 0 ? { tools: [{ functionDeclarations: tools.map(declaration) }] } : {}),
  };
}

function generationConfig({ maxOutputTokens, sampling = {} }: Turn): object {
  const { temperature, topP, seed, stop } = sampling;
  return {
    ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stopSequences: stop }),
  };
}

function responseFormat({ form, schema }: AskedAnswer): object {
  if (form === 'words') return {};
  const responseMimeType = 'application/json';
  return form === 'json' ? { responseMimeType } : { responseMimeType, responseJsonSchema: schema };
}

function declaration({ name, description, parameters }: ToolDefinition): object {
  return { name, description, parametersJsonSchema: parameters };
}

/** Answers of tools are known by the name of the function, which the call before them tells. */
function contents(messages: readonly Message[]): object[] {
  const names = new Map<string, string>();
  const out: { role: string; parts: object[] }[] = [];
  for (const { role, content, toolCalls = [], toolCallId } of messages) {
    const parts: object[] = [];
    if (toolCallId !== undefined)
      parts.push({
        functionResponse: {
          id: toolCallId,
          name: names.get(toolCallId) ?? '',
          response: { output: content },
        },
      });
    else if (content !== '' || toolCalls.length === 0) parts.push({ text: content });
    for (const call of toolCalls) {
      names.set(call.id, call.name);
      parts.push({ functionCall: { id: call.id, name: call.name, args: argsOf(call.arguments) } });
    }
    const of = role === 'assistant' ? 'model' : 'user';
    const last = out.at(-1);
    if (last?.role === of && toolCallId !== undefined) last.parts.push(...parts);
    else out.push({ role: of, parts });
  }
  return out;
}

/** The service takes an object back; what is none goes back as one without fields. */
function argsOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
