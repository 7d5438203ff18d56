import type { Path } from '../place.ts';
import type { Spec } from '../schema/spec.ts';
import { UsageError } from '../usage-error.ts';
import type { Layers } from './layers.ts';

/**
 * Fields that the schema knows and nothing honours yet. Silence would let the operator believe in a
 * cap or a check that is not there, so each is refused by name.
 */
export function refuseLater(layers: Layers): void {
  for (const { value, place } of layers.layers) {
    for (const [path, what] of laterFields(value)) {
      throw new UsageError(`${place(path)}: ${what} not in this version yet; leave it out`);
    }
  }
}

function* laterFields(spec: Spec): Generator<readonly [Path, string]> {
  if (has(spec.workload?.dedupe)) yield [['workload', 'dedupe'], 'asking only once is'];
  if (has(spec.workload?.reduce)) yield [['workload', 'reduce'], 'a last task over all answers is'];
}

function has(value: unknown): boolean {
  return value !== undefined && value !== null;
}
