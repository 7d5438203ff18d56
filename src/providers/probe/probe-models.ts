import * as z from 'zod/mini';
import { readErrorBody } from '../error-body.ts';
import { failureOfStatus } from '../failure.ts';
import { protocolOf, type RouteSecrets, type SpokenRoute } from '../protocols.ts';
import { shortRequest, unreachableWords } from './short-request.ts';

/** What a look at a service found. */
export type ModelsProbe =
  | {
      readonly found: 'models';
      readonly models: readonly string[];
      /** There are more of them, which it would tell page by page. */
      readonly more: boolean;
      readonly ms: number;
    }
  /** It answers, and does not tell its models. */
  | { readonly found: 'service'; readonly status: number; readonly ms: number }
  | { readonly found: 'refusal'; readonly status: number; readonly message: string }
  /** Why nothing answers, without the address. */
  | { readonly found: 'nothing'; readonly why: string };

const timeoutMs = 2_500;

/** Asks a service what its protocol asks for nothing: whether it is there, takes the key, and has which models. */
export async function probeModels(
  route: SpokenRoute,
  secrets: RouteSecrets,
  signal?: AbortSignal,
): Promise<ModelsProbe> {
  const protocol = protocolOf(route, secrets);
  try {
    await protocol.ready?.();
  } catch (error) {
    return { found: 'nothing', why: (error as Error).message };
  }
  const place = { address: secrets.baseUrl, proxy: secrets.proxy ?? null };
  try {
    const { status, body, ms } = await shortRequest({
      place,
      request: protocol.health(),
      timeoutMs,
      signal,
    });
    if (status !== 200 && failureOfStatus(status, {}, body).class === 'auth') {
      const { message } = readErrorBody(body);
      return { found: 'refusal', status, message: withoutKey(message, secrets.key) };
    }
    // Deployments, say, are in no list.
    const isListed = protocol.model?.(route.model) !== null;
    const list = status === 200 && isListed ? listIn(body) : null;
    if (list === null) return { found: 'service', status, ms };
    return { found: 'models', ...list, ms };
  } catch (error) {
    return { found: 'nothing', why: unreachableWords(error, timeoutMs) };
  }
}

/** Lists as OpenAI and Anthropic have them, and as Gemini has them. */
const byId = z.object({
  data: z.array(z.object({ id: z.string() })),
  has_more: z.optional(z.boolean()),
});
const byName = z.object({
  models: z.array(z.object({ name: z.string() })),
  nextPageToken: z.optional(z.string()),
});

function listIn(body: string): { models: string[]; more: boolean } | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  const ids = z.safeParse(byId, json);
  if (ids.success)
    return { models: ids.data.data.map(({ id }) => id), more: ids.data.has_more ?? false };
  const names = z.safeParse(byName, json);
  if (!names.success) return null;
  const { models, nextPageToken } = names.data;
  return {
    models: models.map(({ name }) => name.replace(/^models\//, '')),
    more: nextPageToken !== undefined,
  };
}

/** A service may repeat the key that it refuses. */
function withoutKey(message: string, key: string | null): string {
  return key === null ? message : message.replaceAll(key, '…');
}
