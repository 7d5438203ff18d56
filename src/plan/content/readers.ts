import { providerFacts } from '../../spec/providers.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { ContentWorkload } from '../../spec/work/content-workload.ts';

/** What one agent is to read. */
export interface Reader {
  /** Index of its role. */
  readonly role: number;
  /** From 0, among those of its role. */
  readonly number: number;
  /** Chunks, from `first` on. */
  readonly first: number;
  readonly count: number;
  /** Chunks of each of its tasks, but for the last, which may have fewer. */
  readonly chunksATask: number;
  /** Each chunk is a message of its own, posted into the conversation that the service keeps for a task. */
  readonly converses: boolean;
}

/**
 * Who reads what. Of a broadcast every agent reads all of it. Else each reads a part, one chunk more or
 * less than the others, and those for whom nothing is left read nothing. The role that makes one text of all
 * answers reads nothing where there are others and none is named: it is there for that.
 */
export function readersOf(
  { roles, routes, reduce }: ResolvedSpec,
  { mode, role: only, batchSize }: ContentWorkload,
  chunks: number,
): Reader[] {
  const after = roles.length > 1 ? (reduce?.role ?? null) : null;
  const agents = roles.flatMap(({ name, agents: count, routes: [route] }, role) => {
    if (only === null ? name === after : name !== only) return [];
    const converses = providerFacts(routes[route].provider).keepsConversations ?? false;
    return Array.from({ length: count }, (_, number) => ({ role, number, converses }));
  });
  const parts = Math.min(agents.length, chunks);
  const share = (index: number) => Math.floor((index * chunks) / parts);
  return agents.flatMap(({ role, number, converses }, index): Reader[] => {
    const first = mode === 'broadcast' ? 0 : share(index);
    const count = mode === 'broadcast' ? chunks : index < parts ? share(index + 1) - first : 0;
    if (count === 0) return [];
    return [{ role, number, first, count, chunksATask: converses ? count : batchSize, converses }];
  });
}
