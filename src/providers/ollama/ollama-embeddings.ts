import { tokens } from '../guarded-reader.ts';
import { inputUsage } from '../input-usage.ts';
import type { Turn } from '../provider.ts';
import { type FoundVectors, VectorsReader } from '../vectors-reader.ts';
import type { ReplyReader, ReplySink, WireOperation, WireRequest } from '../wire-protocol.ts';
import { ms } from './nanoseconds.ts';

interface WireReply {
  readonly embeddings?: unknown;
  /** Nanoseconds, as the other. */
  readonly total_duration?: number;
  readonly load_duration?: number;
  readonly prompt_eval_count?: number;
}

type Post = (turn: Turn, input: readonly string[], shownKey?: string) => WireRequest;

/**
 * Ollama's vectors, which it makes of length 1.
 *
 * @see https://docs.ollama.com/api/embed
 */
export class OllamaEmbeddings implements WireOperation {
  private readonly post: Post;

  constructor(post: Post) {
    this.post = post;
  }

  request(turn: Turn, key?: string): WireRequest {
    return this.post(turn, turn.texts ?? [], key);
  }

  reader(turn: Turn, sink: ReplySink): ReplyReader {
    return new VectorsReader(turn, sink, found);
  }
}

/** Fields that are zero are left out. */
function found(json: unknown): FoundVectors {
  const {
    embeddings,
    total_duration: total,
    load_duration: load,
    prompt_eval_count: count,
  } = (json ?? {}) as WireReply;
  const told = total !== undefined || count !== undefined;
  return {
    vectors: embeddings,
    usage: told ? inputUsage(tokens(count)) : null,
    ...(total === undefined
      ? {}
      : {
          timings: { loadMs: ms(load), promptMs: Math.max(0, ms(total) - ms(load)), outputMs: 0 },
        }),
  };
}
