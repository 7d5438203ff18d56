import { AnswerForms } from '../answer-forms.ts';
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
import { closedSchema } from './closed-schema.ts';
import { MessagesReader } from './messages-reader.ts';

export interface AnthropicOptions {
  /** Without a slash at the end and without `/v1`: `https://api.anthropic.com`. */
  readonly baseUrl: string;
  readonly key: string | null;
}

/** The service demands a bound; where nobody gave one, this is what most of its models allow. */
const defaultMaxTokens = 8_192;
/**
 * Two versions are served. The newer one refuses temperature and top_p even at their defaults, so a
 * turn that sets either is asked under the older one.
 */
const version = '2026-10-21';
const versionWithSampling = '2023-06-01';

/**
 * Anthropic's Messages, streaming.
 *
 * @see https://docs.anthropic.com/en/api/messages
 */
export class AnthropicMessages implements WireProtocol {
  readonly embeddings =
    'Anthropic has no embeddings: ask another provider for vectors, like openai, gemini or ollama';
  private readonly base: string;
  private readonly key: string | null;
  private readonly answers = new AnswerForms({
    forms: ['schema'],
    showsSchema: true,
    narrowed: closedSchema,
  });

  constructor({ baseUrl, key }: AnthropicOptions) {
    const { pathname } = new URL(baseUrl);
    this.base = `${pathname.replace(/\/(v1)?\/?$/, '')}/v1`;
    this.key = key;
  }

  request(turn: Turn, key = this.key ?? ''): WireRequest {
    const { sampling = {}, maxOutputTokens } = turn;
    const { temperature, topP, stop } = sampling;
    const asked = this.answers.of(turn);
    const outputSchema = asked.form === 'schema' ? asked.schema : undefined;
    const { model, ...prompt } = promptOf({ ...turn, messages: asked.messages, outputSchema });
    const body = JSON.stringify({
      model,
      max_tokens: maxOutputTokens ?? defaultMaxTokens,
      stream: true,
      ...prompt,
      ...(temperature === undefined ? {} : { temperature }),
      ...(topP === undefined ? {} : { top_p: topP }),
      ...(stop === undefined ? {} : { stop_sequences: stop }),
    });
    const sampled = temperature !== undefined || topP !== undefined;
    const request = {
      path: `${this.base}/messages`,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        'accept-encoding': 'gzip, br',
        'anthropic-version': sampled ? versionWithSampling : version,
        ...(this.key === null ? {} : { 'x-api-key': key }),
      },
      body,
    };
    return this.answers.sent(request, turn, asked);
  }

  adapt(request: WireRequest, status: number, body: string): boolean {
    return this.answers.adapt(request, status, body);
  }

  /**
   * Free, and limited apart from the calls.
   *
   * @see https://docs.anthropic.com/en/api/messages-count-tokens
   */
  count(turn: Turn): CountQuestion {
    const { headers } = this.health();
    return {
      request: {
        path: `${this.base}/messages/count_tokens`,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(promptOf(turn)),
      },
      tokensIn: (body) => countIn(body, 'input_tokens'),
    };
  }

  /** The list of models: free. */
  health(): HealthRequest {
    return {
      path: `${this.base}/models`,
      headers: {
        accept: 'application/json',
        'anthropic-version': version,
        ...(this.key === null ? {} : { 'x-api-key': this.key }),
      },
    };
  }

  model(model: string): HealthRequest {
    return { ...this.health(), path: `${this.base}/models/${encodeURIComponent(model)}` };
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new MessagesReader(turn, sink);
  }
}

/** What the model is given: all of it counts as input. */
function promptOf({ model, messages, tools = [], outputSchema }: Turn) {
  const system = messages.filter(({ role }) => role === 'system');
  return {
    model,
    ...(system.length > 0 ? { system: system.map(({ content }) => content).join('\n\n') } : {}),
    messages: conversation(messages.filter(({ role }) => role !== 'system')),
    ...(tools.length > 0 ? { tools: tools.map(wireTool) } : {}),
    ...(outputSchema
      ? { output_config: { format: { type: 'json_schema', schema: outputSchema } } }
      : {}),
  };
}

function wireTool({ name, description, parameters }: ToolDefinition): object {
  return { name, description, input_schema: parameters };
}

/** The answers of tools stand together in one message of the user, right after the calls. */
function conversation(messages: readonly Message[]): object[] {
  const out: { role: string; content: unknown }[] = [];
  for (const { role, content, toolCalls, toolCallId } of messages) {
    if (toolCallId !== undefined) {
      const result = { type: 'tool_result', tool_use_id: toolCallId, content };
      const last = out.at(-1);
      if (last?.role === 'user' && Array.isArray(last.content)) last.content.push(result);
      else out.push({ role: 'user', content: [result] });
    } else if (toolCalls !== undefined) {
      const text = content === '' ? [] : [{ type: 'text', text: content }];
      const uses = toolCalls.map((call) => ({
        type: 'tool_use',
        id: call.id,
        name: call.name,
        input: inputOf(call.arguments),
      }));
      out.push({ role, content: [...text, ...uses] });
    } else out.push({ role, content });
  }
  return out;
}

/** The service takes an object back; what the model wrote badly goes back as none. */
function inputOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
