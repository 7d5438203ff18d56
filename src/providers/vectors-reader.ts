import type { Usage } from '../state/events.ts';
import { GuardedReader } from './guarded-reader.ts';
import type { ModelTimings, Turn } from './provider.ts';
import { vectorOf } from './vector-of.ts';
import type { ReplySink } from './wire-protocol.ts';

/** What a protocol finds in a reply with vectors. */
export interface FoundVectors {
  /** In the order of the texts, each as it stands in the reply; anything but a list is none. */
  readonly vectors: unknown;
  /** Null where nothing was reported. */
  readonly usage: Usage | null;
  /** What the service says that the call cost; null or left out where it says nothing. */
  readonly costNanoUsd?: number | null;
  readonly timings?: ModelTimings;
}

/** Finds them in a reply, parsed. It throws an error whose message says what is wrong with the form. */
export type FindVectors = (json: unknown) => FoundVectors;

/** Reads one reply with vectors, which is always one whole JSON value. */
export class VectorsReader extends GuardedReader {
  private readonly find: FindVectors;

  constructor(turn: Turn, sink: ReplySink, find: FindVectors) {
    super(turn, sink);
    this.find = find;
  }

  protected chunk(): void {
    this.truncated('a stream came where none was asked for');
  }

  protected reply(json: unknown): void {
    const { vectors, usage, costNanoUsd = null, timings } = this.find(json);
    this.complete({
      text: '',
      embeddings: this.checked(vectors),
      usage: usage ?? this.countedUsage(0),
      finishReason: 'stop',
      ...(costNanoUsd === null ? {} : { costNanoUsd }),
      ...(timings === undefined ? {} : { timings }),
      hints: null,
    });
  }

  /** A vector for each text, or an error. */
  private checked(found: unknown): readonly Float32Array[] {
    const { texts = [] } = this.turn;
    if (!Array.isArray(found)) throw new Error('it has no list of vectors');
    if (found.length !== texts.length)
      throw new Error(`${found.length} vectors came for ${texts.length} texts`);
    const vectors = found.map(vectorOf);
    if (vectors.some(({ length }) => length !== vectors[0].length))
      throw new Error('the vectors are not all of one length');
    return vectors;
  }
}
