import * as z from 'zod/mini';
import { readErrorBody } from '../error-body.ts';
import { shortRequest, unreachableWords } from './short-request.ts';

/** What a look at a service that speaks OpenAI's API found. */
export type ModelsProbe =
  | { readonly found: 'models'; readonly models: readonly string[]; readonly ms: number }
  /** It answers, and does not tell its models. */
  | { readonly found: 'service'; readonly status: number; readonly ms: number }
  | { readonly found: 'refusal'; readonly status: number; readonly message: string }
  /** Why nothing answers, without the address. */
  | { readonly found: 'nothing'; readonly why: string };

export interface ProbedService {
  /** With its path: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly key: string | null;
}

const timeoutMs = 2_500;

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/**
 * Asks a service for its models: `GET {baseUrl}/models`.
 *
 * @see https://platform.openai.com/docs/api-reference/models/list
 */
export async function probeModels(
  { baseUrl, key }: ProbedService,
  signal?: AbortSignal,
): Promise<ModelsProbe> {
  try {
    const { status, body, ms } = await shortRequest({
      url: `${baseUrl}/models`,
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      timeoutMs,
      signal,
    });
    if (status === 401 || status === 403)
      return { found: 'refusal', status, message: withoutKey(readErrorBody(body).message, key) };
    const models = status === 200 ? modelsIn(body) : null;
    if (models === null) return { found: 'service', status, ms };
    return { found: 'models', models, ms };
  } catch (error) {
    return { found: 'nothing', why: unreachableWords(error, timeoutMs) };
  }
}

function modelsIn(body: string): string[] | null {
  try {
    const read = z.safeParse(modelList, JSON.parse(body));
    return read.success ? read.data.data.map(({ id }) => id) : null;
  } catch {
    return null;
  }
}

/** A service may repeat the key that it refuses. */
function withoutKey(message: string, key: string | null): string {
  return key === null ? message : message.replaceAll(key, '…');
}
