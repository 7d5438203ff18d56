import type { WorkloadSpec } from '../../schema/spec.ts';
import type { Found, Layers } from '../layers.ts';

type KindWithFields = 'content' | 'embeddings';

/** Finds one field of a kind of work over all layers: a flag may change one that stands in the file. */
export function fieldFinder<Kind extends KindWithFields>(layers: Layers, kind: Kind) {
  type Fields = NonNullable<WorkloadSpec[Kind]>;
  return <Name extends string & keyof Fields>(
    name: Name,
  ): Found<NonNullable<Fields[Name]>> | null =>
    layers.find<NonNullable<Fields[Name]>>(
      `workload.${kind}.${name}`,
      (spec) => (spec.workload?.[kind] as Fields | undefined)?.[name] ?? undefined,
    );
}
