import { isObject } from '../guarded-reader.ts';
import type { Turn } from '../provider.ts';
import { type FindVectors, type FoundVectors, VectorsReader } from '../vectors-reader.ts';
import type { ReplyReader, ReplySink, WireOperation, WireRequest } from '../wire-protocol.ts';
import { type ChatUsage, chatUsage } from './chat-usage.ts';
import { reportedCost } from './reported-cost.ts';

interface WireReply {
  readonly data?: readonly { readonly index?: number; readonly embedding?: unknown }[];
  readonly usage?: ChatUsage | null;
}

/**
 * Embeddings of OpenAI and of every server compatible with it.
 *
 * @see https://platform.openai.com/docs/api-reference/embeddings
 */
export class OpenAiEmbeddings implements WireOperation {
  private readonly pathOf: (model: string) => string;
  private readonly headersWith: (shownKey?: string) => Record<string, string>;
  private readonly find: FindVectors;
  private namesFormat = true;

  /**
   * @param headersWith the headers, with the key or with what is shown in its place
   * @param tellsCost its usage tells what a call cost
   */
  constructor(
    pathOf: (model: string) => string,
    headersWith: (shownKey?: string) => Record<string, string>,
    tellsCost = false,
  ) {
    this.pathOf = pathOf;
    this.headersWith = headersWith;
    this.find = (json) => found(json, tellsCost);
  }

  request({ model, texts }: Turn, key?: string): WireRequest {
    const body = JSON.stringify({
      model,
      input: texts,
      // OpenAI's own default; named for servers whose default is base64.
      ...(this.namesFormat ? { encoding_format: 'float' } : {}),
    });
    return { path: this.pathOf(model), headers: this.headersWith(key), body };
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new VectorsReader(turn, sink, this.find);
  }

  /** A server that does not know the field is asked once more without it. */
  adapt({ body }: WireRequest, status: number, refusal: string): boolean {
    const isFormat = (status === 400 || status === 422) && refusal.includes('encoding_format');
    // Inside a text the quotes would be escaped.
    if (!isFormat || !body.includes('"encoding_format":')) return false;
    this.namesFormat = false;
    return true;
  }
}

function found(json: unknown, tellsCost: boolean): FoundVectors {
  const { data, usage } = (json ?? {}) as WireReply;
  return {
    vectors: Array.isArray(data) ? inOrder(data) : data,
    usage: isObject(usage) ? chatUsage(usage) : null,
    costNanoUsd: tellsCost && isObject(usage) ? reportedCost(usage) : null,
  };
}

/** Each where its `index` says; where none has one, as they came. */
function inOrder(data: NonNullable<WireReply['data']>): unknown[] {
  if (data.every(({ index }) => index === undefined)) return data.map(({ embedding }) => embedding);
  const ordered = new Map<number | undefined, unknown>();
  for (const { index, embedding } of data) ordered.set(index, embedding);
  return data.map((_, index) => {
    if (!ordered.has(index)) throw new Error(`it has no vector for text ${index}`);
    return ordered.get(index);
  });
}
