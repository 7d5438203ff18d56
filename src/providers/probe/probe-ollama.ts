import * as z from 'zod/mini';
import { shortRequest, unreachableWords } from './short-request.ts';
import type { ServerPlace } from './single-exchange.ts';

/** What a look for an Ollama found. */
export type OllamaProbe =
  | {
      readonly found: true;
      /** Models that it has. */
      readonly models: readonly string[];
      /** Of these the ones that are loaded. */
      readonly warm: readonly string[];
      readonly ms: number;
    }
  | { readonly found: false; readonly why: string };

/** It is near, or not there. */
const timeoutMs = 1_500;

const modelList = z.object({ models: z.nullable(z.array(z.object({ name: z.string() }))) });

/**
 * Looks for an Ollama: `GET /api/tags` for its models, `GET /api/ps` for those that are loaded.
 *
 * @see https://docs.ollama.com/api
 */
export async function probeOllama(place: ServerPlace, signal?: AbortSignal): Promise<OllamaProbe> {
  const base = new URL(place.address).pathname.replace(/\/$/, '');
  const ask = (path: string) =>
    shortRequest({ place, request: { path: base + path, headers: {} }, timeoutMs, signal });
  try {
    const { status, body, ms } = await ask('/api/tags');
    const models = status === 200 ? namesIn(body) : null;
    if (models === null) return { found: false, why: `what answers is no Ollama (${status})` };
    const loaded = await ask('/api/ps').catch(() => null);
    const warm = loaded?.status === 200 ? (namesIn(loaded.body) ?? []) : [];
    return { found: true, models, warm, ms };
  } catch (error) {
    return { found: false, why: unreachableWords(error, timeoutMs) };
  }
}

/** Ollama takes `llama3.2` for `llama3.2:latest`. */
export function hasModel(models: readonly string[], model: string): boolean {
  const whole = (name: string) => (name.includes(':') ? name : `${name}:latest`);
  return models.some((name) => whole(name) === whole(model));
}

function namesIn(body: string): string[] | null {
  try {
    const read = z.safeParse(modelList, JSON.parse(body));
    if (!read.success) return null;
    return (read.data.models ?? []).map(({ name }) => name.replace(/:latest$/, ''));
  } catch {
    return null;
  }
}
