import type { HttpRequest } from '../../http/request-reader.ts';
import { invalid, type JsonObject } from '../read-json.ts';

const usual = 20;
const most = 100;

/**
 * One page of a list as Azure and OpenAI cut it: newest first unless `order=asc`, `limit` at once,
 * from `after` or up to `before`.
 *
 * @param items the oldest first
 */
export function pageOf(
  items: readonly (JsonObject & { readonly id: string })[],
  { query }: HttpRequest,
): string {
  const limit = Number(query.get('limit') ?? usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    throw invalid(`Invalid 'limit': expected a whole number from 1 to ${most}.`, 'limit');
  const ordered = query.get('order') === 'asc' ? items : items.toReversed();
  const at = (name: string) => ordered.findIndex(({ id }) => id === query.get(name));
  const before = at('before');
  const left = ordered.slice(at('after') + 1, before < 0 ? undefined : before);
  const data = left.slice(0, limit);
  return JSON.stringify({
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: left.length > limit,
  });
}
