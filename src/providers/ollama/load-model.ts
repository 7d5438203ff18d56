import { readErrorBody } from '../error-body.ts';
import { unreachableWords } from '../probe/short-request.ts';
import { type ServerPlace, singleExchange } from '../probe/single-exchange.ts';

export interface LoadQuestion {
  readonly place: ServerPlace;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
  readonly keepAlive: string | number | null;
  /** Infinite for no limit. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Has an Ollama take a model into memory: a chat without messages, which is answered once it is
 * there.
 *
 * @returns whether it has the model at all
 * @throws Error in a few words where it cannot be loaded
 * @see https://docs.ollama.com/api/chat
 */
export async function loadModel(question: LoadQuestion): Promise<boolean> {
  const { place, headers, model, keepAlive, timeoutMs, signal } = question;
  const body = { model, messages: [], ...(keepAlive === null ? {} : { keep_alive: keepAlive }) };
  const request = {
    path: `${new URL(place.address).pathname.replace(/\/$/, '')}/api/chat`,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
  const silentMs = Number.isFinite(timeoutMs) ? timeoutMs : 0;
  try {
    return await singleExchange({ place, request, silentMs, signal }, async (reply) => {
      const text = await reply.body.text();
      if (reply.statusCode === 404) return false;
      if (reply.statusCode === 200) return true;
      throw new Error(readErrorBody(text).message || `it answers ${reply.statusCode}`);
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(unreachableWords(error, timeoutMs), { cause: error });
  }
}
