import { goDurationMs } from '../go-duration.ts';
import type { Headers } from '../http/reply.ts';
import type { HttpRequest } from '../http/request-reader.ts';
import { type Problem, Refusal } from './protocol.ts';
import { invalid } from './read-json.ts';

/** In which it tells its durations. */
export const nanosecondsAMs = 1_000_000;

/** What all endpoints of Ollama share: no key of its own, errors as one text, nothing about limits. */
export const ollamaShape = {
  keyOf({ headers }: HttpRequest): string | null {
    return /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
  },

  problem({ message, kind }: Problem): { headers: Headers; body: string } {
    const text =
      kind === 'unavailable' || kind === 'overloaded'
        ? 'server busy, please try again.  maximum pending requests exceeded'
        : message;
    return {
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ error: text }),
    };
  },

  limitHeaders: (): Headers => ({}),
};

export function unknownModel(model: string): Refusal {
  const message = `model '${model}' not found`;
  return new Refusal({ status: 404, kind: 'model-not-found', message });
}

/** `keep_alive`: seconds as a number, or a duration as Go writes it. Null where nothing is said. */
export function keepAliveMs(said: unknown): number | null {
  if (said === undefined || said === null) return null;
  if (typeof said === 'number') return said * 1000;
  const ms = typeof said === 'string' ? goDurationMs(said) : null;
  if (ms === null) throw invalid(`invalid keep_alive: ${JSON.stringify(said)}`);
  return ms;
}
