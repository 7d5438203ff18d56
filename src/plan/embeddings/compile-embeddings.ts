import type { ResolvedSpec } from '../../spec/resolved.ts';
import type { EmbeddingsWorkload } from '../../spec/work/embeddings-workload.ts';
import type { Plan } from '../plan.ts';

export function compileEmbeddings(_spec: ResolvedSpec, _workload: EmbeddingsWorkload): Plan {
  throw new Error('not compiled yet');
}
