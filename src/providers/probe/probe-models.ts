import { readErrorBody } from '../error-body.ts';
import type { ModelList } from './model-lists.ts';
import { shortRequest, unreachableWords } from './short-request.ts';

/** What a look at a service found. */
export type ModelsProbe =
  | { readonly found: 'models'; readonly models: readonly string[]; readonly ms: number }
  /** It answers, and does not tell its models. */
  | { readonly found: 'service'; readonly status: number; readonly ms: number }
  | { readonly found: 'refusal'; readonly status: number; readonly message: string }
  /** Why nothing answers, without the address. */
  | { readonly found: 'nothing'; readonly why: string };

export interface ProbedService {
  /** Without a slash at the end: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly key: string | null;
  readonly list: ModelList;
}

const timeoutMs = 2_500;

/** Asks a service for its models: whether it is there, takes the key, and has what is wanted. */
export async function probeModels(
  { baseUrl, key, list }: ProbedService,
  signal?: AbortSignal,
): Promise<ModelsProbe> {
  try {
    const { status, body, ms } = await shortRequest({
      url: `${baseUrl}${list.path}`,
      headers: list.headers(key),
      timeoutMs,
      signal,
    });
    if (status === 401 || status === 403 || isRefusedKey(status, body))
      return { found: 'refusal', status, message: withoutKey(readErrorBody(body).message, key) };
    const models = status === 200 ? modelsIn(body, list) : null;
    if (models === null) return { found: 'service', status, ms };
    return { found: 'models', models, ms };
  } catch (error) {
    return { found: 'nothing', why: unreachableWords(error, timeoutMs) };
  }
}

/** Gemini answers a key that it does not know with 400. */
function isRefusedKey(status: number, body: string): boolean {
  return status === 400 && /api[ _]key/i.test(body);
}

function modelsIn(body: string, list: ModelList): readonly string[] | null {
  try {
    return list.read(JSON.parse(body));
  } catch {
    return null;
  }
}

/** A service may repeat the key that it refuses. */
function withoutKey(message: string, key: string | null): string {
  return key === null ? message : message.replaceAll(key, '…');
}
