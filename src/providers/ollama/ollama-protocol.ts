import { AnswerForms } from '../answer-forms.ts';
import type { Turn } from '../provider.ts';
import type {
  HealthRequest,
  ReplyReader,
  ReplySink,
  WireProtocol,
  WireRequest,
} from '../wire-protocol.ts';
import { OllamaEmbeddings } from './ollama-embeddings.ts';

export interface OllamaOptions {
  /** Without a slash at the end: `http://127.0.0.1:11434`. */
  readonly baseUrl: string;
  readonly key: string | null;
  /** How long a model stays loaded after its last call: `10m`, or -1 for ever; null is the server's. */
  readonly keepAlive?: string | number | null;
}

/**
 * What Ollama's ways to ask for a text have in common, streaming as newline-delimited JSON.
 *
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md
 */
export abstract class OllamaProtocol implements WireProtocol {
  readonly embeddings: OllamaEmbeddings;
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
    this.embeddings = new OllamaEmbeddings((turn, input, shown) =>
      this.post('/embed', turn, { input }, shown),
    );
  }

  abstract request(turn: Turn, key?: string): WireRequest;
  abstract reader(turn: Turn, sink: ReplySink): ReplyReader;

  /** One of before 0.5 knows no schema. */
  adapt(request: WireRequest, status: number, body: string): boolean {
    return this.answers.adapt(request, status, body);
  }

  /** The models that it has. */
  health(): HealthRequest {
    return { path: `${this.base}/tags`, headers: { accept: 'application/json', ...this.auth() } };
  }

  /** A turn as a stream of text. @param particular what of its messages is particular to the path */
  protected streamed(
    path: string,
    turn: Turn,
    particular: (messages: Turn['messages']) => object,
    shown?: string,
  ): WireRequest {
    const options = optionsOf(turn);
    const asked = this.answers.of(turn);
    const { form, schema, messages } = asked;
    const wishes = {
      stream: true,
      ...(form === 'words' ? {} : { format: form === 'json' ? 'json' : schema }),
      ...(Object.keys(options).length > 0 ? { options } : {}),
    };
    const request = this.post(path, turn, { ...particular(messages), ...wishes }, shown);
    return this.answers.sent(request, turn, asked);
  }

  private post(path: string, { model }: Turn, asked: object, shown?: string): WireRequest {
    const keepAlive = this.keepAlive === null ? {} : { keep_alive: this.keepAlive };
    return {
      path: this.base + path,
      headers: {
        'content-type': 'application/json',
        accept: 'application/x-ndjson, application/json',
        ...this.auth(shown),
      },
      body: JSON.stringify({ model, ...asked, ...keepAlive }),
    };
  }

  /** Ollama itself asks nobody; a proxy in front of it may. */
  private auth(shown = this.key ?? ''): Record<string, string> {
    return this.key === null ? {} : { authorization: `Bearer ${shown}` };
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
