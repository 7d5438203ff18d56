import * as z from 'zod/mini';
import { readErrorBody } from '../error-body.ts';
import { unreachableWords } from './short-request.ts';
import { type ServerPlace, singleExchange } from './single-exchange.ts';

/** How far a pull is; null where the size is not known yet. */
export interface PullProgress {
  /** 0 to 1. */
  readonly share: number | null;
  readonly totalBytes: number | null;
  /** What Ollama does now, in its own words: `pulling 8eeb52dfb3bb`, `verifying sha256 digest`. */
  readonly status: string;
}

/** No word for so long, and the pull is taken as broken. */
const silentMs = 60_000;

const pullLine = z.object({
  status: z.optional(z.string()),
  digest: z.optional(z.string()),
  total: z.optional(z.number()),
  completed: z.optional(z.number()),
  error: z.optional(z.string()),
});

/**
 * Has an Ollama fetch a model: `POST /api/pull`, whose answer is a line of JSON for each step.
 * Aborting the signal closes the connection, and Ollama stops fetching; what it has of the model it
 * keeps for the next time.
 *
 * @param headers a key, where something before the Ollama asks for one
 * @throws Error in a few words where the model does not come
 * @see https://docs.ollama.com/api/pull
 */
export async function pullModel(
  place: ServerPlace,
  model: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { pathname } = new URL(place.address);
  const request = {
    path: `${pathname === '/' ? '' : pathname}/api/pull`,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, stream: true }),
  };
  try {
    await singleExchange({ place, request, silentMs, signal }, async ({ statusCode, body }) => {
      if (statusCode !== 200)
        throw new Error(readErrorBody(await body.text()).message || `it answers ${statusCode}`);
      await follow(body.setEncoding('utf8'), onProgress);
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(unreachableWords(error, silentMs), { cause: error });
  }
}

async function follow(
  chunks: AsyncIterable<string>,
  onProgress: (progress: PullProgress) => void,
): Promise<void> {
  const layers = new Layers();
  for await (const line of linesOf(chunks)) {
    const step = readLine(line);
    if (step === null) continue;
    if (step.error !== undefined) throw new Error(step.error);
    if (step.status === 'success') return;
    onProgress(layers.after(step));
  }
  throw new Error('it ended before the model was there');
}

type PullLine = z.infer<typeof pullLine>;

/** A model comes in layers, one after the other. */
class Layers {
  private readonly sizes = new Map<string, { total: number; completed: number }>();

  after({ status = '', digest, total, completed = 0 }: PullLine): PullProgress {
    if (digest !== undefined && total !== undefined) this.sizes.set(digest, { total, completed });
    let all = 0;
    let done = 0;
    for (const layer of this.sizes.values()) {
      all += layer.total;
      done += layer.completed;
    }
    if (all === 0) return { share: null, totalBytes: null, status };
    return { share: Math.min(1, done / all), totalBytes: all, status };
  }
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

function readLine(line: string): PullLine | null {
  try {
    const read = z.safeParse(pullLine, JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
