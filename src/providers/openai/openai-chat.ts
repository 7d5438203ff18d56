import { AnswerForms, type AskedAnswer } from '../answer-forms.ts';
import type { Message, Turn } from '../provider.ts';
import type {
  HealthRequest,
  ReplyReader,
  ReplySink,
  WireProtocol,
  WireRequest,
} from '../wire-protocol.ts';
import { type ChatPaths, chatPaths } from './chat-paths.ts';
import { type ChatProfile, chatProfiles, type TokenField } from './chat-profiles.ts';
import { ChatReader } from './chat-reader.ts';
import { OpenAiEmbeddings } from './openai-embeddings.ts';

export interface OpenAiChatOptions {
  /** With its path, without a slash at the end: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly key: string | null;
  /** Default: what every server understands. */
  readonly profile?: ChatProfile;
}

/**
 * Chat Completions, streaming with usage, of OpenAI and of every server compatible with it.
 *
 * @see https://platform.openai.com/docs/api-reference/chat
 */
export class OpenAiChat implements WireProtocol {
  readonly embeddings: OpenAiEmbeddings;
  private readonly profile: ChatProfile;
  private readonly paths: ChatPaths;
  private readonly keyHeader: Record<string, string>;
  private readonly headers: Record<string, string>;
  private tokenField: TokenField;
  /** The server has said which name it wants. */
  private tokenFieldIsSure = false;
  private asksUsage: boolean;
  private readonly answers: AnswerForms;

  constructor({ baseUrl, key, profile = chatProfiles.openai }: OpenAiChatOptions) {
    const url = new URL(baseUrl);
    this.profile = profile;
    this.paths = chatPaths(url, profile);
    this.keyHeader = key === null ? {} : this.keyed(key);
    this.headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'accept-encoding': 'gzip, br',
      ...profile.headers,
      ...this.keyHeader,
    };
    const isOpenAi = /(^|\.)(openai|azure)\.com$/.test(url.hostname);
    // Reasoning models refuse the older name; many compatible servers know only the older one.
    this.tokenField = isOpenAi ? 'max_completion_tokens' : profile.tokenField;
    this.asksUsage = profile.asksUsage;
    const { answerForms: forms, showsSchema = isOpenAi } = profile;
    this.answers = new AnswerForms({ forms, showsSchema });
    this.embeddings = new OpenAiEmbeddings(
      (model) => this.paths.embeddings(model),
      (shown) => ({ ...this.headersWith(shown), accept: 'application/json' }),
      profile.tellsCost,
    );
  }

  request(turn: Turn, key?: string): WireRequest {
    const asked = this.answers.of(turn);
    const body = JSON.stringify({
      model: turn.model,
      messages: asked.messages.map(wireMessage),
      stream: true,
      ...(this.asksUsage ? { stream_options: { include_usage: true } } : {}),
      ...this.profile.body,
      ...(turn.maxOutputTokens === null ? {} : { [this.tokenField]: turn.maxOutputTokens }),
      ...wishes(turn),
      ...responseFormat(asked),
    });
    const path = this.paths.chat(turn.model);
    return this.answers.sent({ path, headers: this.headersWith(key), body }, turn, asked);
  }

  get isOpen(): boolean {
    return this.profile.listIsOpen ?? false;
  }

  /** The list of models: free everywhere. */
  health(): HealthRequest {
    return { path: this.paths.models, headers: { accept: 'application/json', ...this.keyHeader } };
  }

  model(model: string): HealthRequest | null {
    const path = this.paths.model(model);
    return path === null ? null : { ...this.health(), path };
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new ChatReader(turn, sink, this.profile);
  }

  /**
   * Some servers refuse `stream_options`, some the one or the other name of the field for tokens, and
   * some the format of the answer: what asked in that way is asked once more in the other.
   */
  adapt(request: WireRequest, status: number, body: string): boolean {
    if (this.answers.adapt(request, status, body)) return true;
    if (status !== 400) return false;
    if (body.includes('stream_options')) {
      this.asksUsage = false;
      return asked(request, 'stream_options');
    }
    const refused = refusedTokenField(body);
    if (refused === null || !asked(request, refused)) return false;
    if (this.tokenField !== refused) return true;
    if (this.tokenFieldIsSure) return false;
    this.tokenFieldIsSure = true;
    this.tokenField = refused === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    return true;
  }

  /** @param shown stands in place of the key, where there is one */
  private headersWith(shown: string | undefined): Record<string, string> {
    const hasKey = Object.keys(this.keyHeader).length > 0;
    if (shown === undefined || !hasKey) return this.headers;
    return { ...this.headers, ...this.keyed(shown) };
  }

  private keyed(key: string): Record<string, string> {
    return this.profile.keyHeader === 'api-key'
      ? { 'api-key': key }
      : { authorization: `Bearer ${key}` };
  }
}

/** Inside a message the quotes would be escaped. */
function asked(request: WireRequest, field: string): boolean {
  return request.body.includes(`"${field}":`);
}

/** The name that is not known there, not one whose value is wrong; null where it is about neither. */
function refusedTokenField(body: string): TokenField | null {
  const named =
    /(?:unsupported|unrecognized|unknown|unexpected|extra)[^.]*?\b(max_tokens|max_completion_tokens)\b/i;
  return (named.exec(body)?.[1] as TokenField | undefined) ?? null;
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
function wishes({ tools, sampling }: Turn): object {
  return {
    ...(tools && tools.length > 0
      ? { tools: tools.map((tool) => ({ type: 'function', function: tool })) }
      : {}),
    ...(sampling?.temperature === undefined ? {} : { temperature: sampling.temperature }),
    ...(sampling?.topP === undefined ? {} : { top_p: sampling.topP }),
    ...(sampling?.seed === undefined ? {} : { seed: sampling.seed }),
    ...(sampling?.stop === undefined ? {} : { stop: sampling.stop }),
  };
}

/** How the answer is asked for, in the form of Chat Completions; Azure's classic agents have the same. */
export function responseFormat({ form, schema }: Pick<AskedAnswer, 'form' | 'schema'>): object {
  if (form === 'words') return {};
  if (form === 'json') return { response_format: { type: 'json_object' } };
  const json_schema = { name: 'answer', ...(form === 'strict' ? { strict: true } : {}), schema };
  return { response_format: { type: 'json_schema', json_schema } };
}
