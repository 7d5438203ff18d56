import { readErrorBody } from '../error-body.ts';
import { unreachableWords } from '../probe/short-request.ts';
import { type ServerPlace, singleExchange } from '../probe/single-exchange.ts';

export interface LoadQuestion {
  readonly place: ServerPlace;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
  readonly keepAlive: string | number | null;
  /** What its calls are sent to; `chat` where it is left out. */
  readonly api?: 'chat' | 'generate';
  /** Infinite for no limit. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

interface Loading {
  /** Below `/api/`. */
  readonly path: string;
  readonly asked: object;
}

/** Questions for nothing, by which a model is taken into memory. */
const byChat: Loading = { path: 'chat', asked: { messages: [] } };
const byGenerate: Loading = { path: 'generate', asked: {} };
const byEmbed: Loading = { path: 'embed', asked: {} };

/** A model that gives vectors and no text. */
const givesNoText = /does not support (chat|generate)/;

/**
 * Has an Ollama take a model into memory: it is asked for nothing, which is answered once it is
 * there.
 *
 * @returns whether it has the model at all
 * @throws Error in a few words where it cannot be loaded
 * @see https://docs.ollama.com/api/chat
 */
export async function loadModel(question: LoadQuestion): Promise<boolean> {
  const { timeoutMs, signal, api } = question;
  try {
    let reply = await replyTo(question, api === 'generate' ? byGenerate : byChat);
    if (reply.status === 400 && givesNoText.test(reply.text))
      reply = await replyTo(question, byEmbed);
    if (reply.status === 404) return false;
    if (reply.status === 200) return true;
    throw new Error(readErrorBody(reply.text).message || `it answers ${reply.status}`);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(unreachableWords(error, timeoutMs), { cause: error });
  }
}

function replyTo(question: LoadQuestion, { path, asked }: Loading) {
  const { place, headers, model, keepAlive, timeoutMs, signal } = question;
  const body = { model, ...asked, ...(keepAlive === null ? {} : { keep_alive: keepAlive }) };
  const request = {
    path: `${new URL(place.address).pathname.replace(/\/$/, '')}/api/${path}`,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
  const silentMs = Number.isFinite(timeoutMs) ? timeoutMs : 0;
  return singleExchange({ place, request, silentMs, signal }, async (reply) => ({
    status: reply.statusCode,
    text: await reply.body.text(),
  }));
}
