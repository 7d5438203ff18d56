import type { WorkloadSpec } from '../../schema/spec.ts';
import { type WorkloadKind, workloadKinds } from '../../schema/workload.ts';
import { UsageError } from '../../usage-error.ts';
import type { Found, Layers } from '../layers.ts';

/** The one kind that the strongest layer with any kind names. */
export function workloadKind(layers: Layers): Found<WorkloadKind> | null {
  const kindsOf = (workload: WorkloadSpec | undefined) =>
    workloadKinds.filter((kind) => workload?.[kind] !== undefined);
  const found = layers.find('workload', ({ workload }) => {
    const kinds = kindsOf(workload);
    return kinds.length > 0 ? kinds : undefined;
  });
  if (found) {
    const [kind, other] = found.value;
    const { place } = layers.layers[found.rank];
    if (other !== undefined) {
      throw new UsageError(
        `${place(['workload', other])}: expected one kind of work, got ${kind} and ${other}`,
      );
    }
    return { ...found, value: kind, where: place(['workload', kind]) };
  }
  return null;
}
