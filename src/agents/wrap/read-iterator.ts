import type { OldCallWatch } from './call-old-agent.ts';
import type { Pieces } from './pieces.ts';

type AnyIterator = AsyncIterator<unknown> | Iterator<unknown>;

/** What gives its answer piece by piece: an async iterable, or a generator that runs; else null. */
export function iteratorOf(value: unknown): AnyIterator | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Symbol.asyncIterator in value)
    return (value as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  // A list is an answer, and no series of pieces.
  return Symbol.iterator in value && 'next' in value ? (value as Iterator<unknown>) : null;
}

/** Takes every piece. @returns what a generator gives in the end, else the pieces together */
export async function readIterator(
  iterator: AnyIterator,
  pieces: Pieces,
  { signal, timed }: OldCallWatch,
): Promise<unknown> {
  // It is told that nobody listens, and not waited for.
  const end = () => void (async () => iterator.return?.())().catch(() => {});
  signal.addEventListener('abort', end);
  try {
    while (!signal.aborted) {
      const { done, value } = await timed(() => iterator.next());
      if (done) return value ?? pieces.value;
      pieces.add(value);
    }
    throw signal.reason;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
