import { isObject, tokens } from '../guarded-reader.ts';
import { inputUsage } from '../input-usage.ts';
import type { Turn } from '../provider.ts';
import { type FoundVectors, VectorsReader } from '../vectors-reader.ts';
import type { ReplyReader, ReplySink, WireOperation, WireRequest } from '../wire-protocol.ts';

interface WireReply {
  readonly embeddings?: readonly { readonly values?: unknown }[];
  readonly usageMetadata?: { readonly promptTokenCount?: number };
}

/**
 * Google's batchEmbedContents: a request for each text in one, and their vectors in the same order.
 *
 * @see https://ai.google.dev/api/embeddings
 */
export class GeminiEmbeddings implements WireOperation {
  private readonly path: string;
  private readonly headersWith: (shownKey?: string) => Record<string, string>;

  /**
   * @param path of the models, with a slash at the end
   * @param headersWith the headers, with the key or with what is shown in its place
   */
  constructor(path: string, headersWith: (shownKey?: string) => Record<string, string>) {
    this.path = path;
    this.headersWith = headersWith;
  }

  request({ model, texts = [] }: Turn, key?: string): WireRequest {
    const requests = texts.map((text) => ({
      // Said once more for each, and to be the same.
      model: `models/${model}`,
      content: { parts: [{ text }] },
    }));
    return {
      path: `${this.path}${encodeURIComponent(model)}:batchEmbedContents`,
      headers: this.headersWith(key),
      body: JSON.stringify({ requests }),
    };
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new VectorsReader(turn, sink, found);
  }
}

/** Of the models that are served, only newer ones tell their usage. */
function found(json: unknown): FoundVectors {
  const { embeddings, usageMetadata } = (json ?? {}) as WireReply;
  return {
    vectors: Array.isArray(embeddings) ? embeddings.map(({ values }) => values) : embeddings,
    usage: isObject(usageMetadata) ? inputUsage(tokens(usageMetadata.promptTokenCount)) : null,
  };
}
