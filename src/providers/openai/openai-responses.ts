import { AnswerForms, type AskedAnswer } from '../answer-forms.ts';
import type { Message, Turn } from '../provider.ts';
import type {
  HealthRequest,
  ReplyReader,
  ReplySink,
  WireProtocol,
  WireRequest,
} from '../wire-protocol.ts';
import { OpenAiEmbeddings } from './openai-embeddings.ts';
import { ResponsesReader } from './responses-reader.ts';

export interface OpenAiResponsesOptions {
  /** With its path, without a slash at the end: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly key: string | null;
}

/**
 * OpenAI's Responses, streaming. The conversation travels whole with every turn: nothing is kept at
 * the service.
 *
 * @see https://platform.openai.com/docs/api-reference/responses
 */
export class OpenAiResponses implements WireProtocol {
  /** Beside Responses, as beside Chat Completions. */
  readonly embeddings: OpenAiEmbeddings;
  private readonly base: string;
  private readonly key: string | null;
  private readonly answers: AnswerForms;

  constructor({ baseUrl, key }: OpenAiResponsesOptions) {
    const { pathname, hostname } = new URL(baseUrl);
    this.base = pathname.replace(/\/$/, '');
    this.key = key;
    // Servers of others have been seen to ignore the format without a word.
    const showsSchema = /(^|\.)(openai|azure)\.com$/.test(hostname);
    this.answers = new AnswerForms({ forms: ['strict', 'schema', 'json'], showsSchema });
    this.embeddings = new OpenAiEmbeddings(
      () => `${this.base}/embeddings`,
      (shown) => ({ ...this.headersWith(shown), accept: 'application/json' }),
    );
  }

  request(turn: Turn, key?: string): WireRequest {
    const asked = this.answers.of(turn);
    const wanted = { model: turn.model, ...responsesBody(turn, asked), store: false };
    const request = {
      path: `${this.base}/responses`,
      headers: this.headersWith(key),
      body: JSON.stringify(wanted),
    };
    return this.answers.sent(request, turn, asked);
  }

  adapt(request: WireRequest, status: number, body: string): boolean {
    return this.answers.adapt(request, status, body);
  }

  /** The list of models: free. */
  health(): HealthRequest {
    return {
      path: `${this.base}/models`,
      headers: {
        accept: 'application/json',
        ...(this.key === null ? {} : { authorization: `Bearer ${this.key}` }),
      },
    };
  }

  model(model: string): HealthRequest {
    return { ...this.health(), path: `${this.base}/models/${encodeURIComponent(model)}` };
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new ResponsesReader(turn, sink);
  }

  /** @param shown stands in place of the key */
  private headersWith(shown = this.key ?? ''): Record<string, string> {
    return {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'accept-encoding': 'gzip, br',
      ...(this.key === null ? {} : { authorization: `Bearer ${shown}` }),
    };
  }
}

/** What a turn asks for, but for who is asked. Instructions stand apart from the conversation. */
function responsesBody(turn: Turn, asked: AskedAnswer): object {
  const { messages } = asked;
  const system = messages.filter(({ role }) => role === 'system');
  return {
    input: messages.filter(({ role }) => role !== 'system').flatMap(inputItems),
    ...(system.length > 0
      ? { instructions: system.map(({ content }) => content).join('\n\n') }
      : {}),
    stream: true,
    ...responsesWishes(turn),
    ...textFormat(asked),
  };
}

/** How the answer is asked for. */
function textFormat({ form, schema }: AskedAnswer): object {
  if (form === 'words') return {};
  if (form === 'json') return { text: { format: { type: 'json_object' } } };
  const strict = form === 'strict';
  return { text: { format: { type: 'json_schema', name: 'answer', strict, schema } } };
}

/** What a turn asks for besides an answer. */
export function responsesWishes({ maxOutputTokens, tools = [], sampling = {} }: Turn): object {
  return {
    ...(maxOutputTokens === null ? {} : { max_output_tokens: maxOutputTokens }),
    ...(tools.length > 0 ? { tools: tools.map((tool) => ({ type: 'function', ...tool })) } : {}),
    ...(sampling.temperature === undefined ? {} : { temperature: sampling.temperature }),
    ...(sampling.topP === undefined ? {} : { top_p: sampling.topP }),
  };
}

/** A message as items of a conversation. */
export function inputItems({ role, content, toolCalls = [], toolCallId }: Message): object[] {
  if (toolCallId !== undefined)
    return [{ type: 'function_call_output', call_id: toolCallId, output: content }];
  const calls = toolCalls.map(({ id, name, arguments: text }) => ({
    type: 'function_call',
    call_id: id,
    name,
    arguments: text,
  }));
  if (content === '' && calls.length > 0) return calls;
  return [{ type: 'message', role, content }, ...calls];
}
