import type { Normalize } from '../../spec/work/consensus-workload.ts';
import type { Normalizer } from './normalizer.ts';
import { normalizerOf } from './normalizer-of.ts';

/** @param by `exact`, `text`, `number` or `json:/pointer`, as a spec writes it */
export function namedNormalizer(by: string): Normalizer {
  const normalize = by.startsWith('json:')
    ? { kind: 'json', pointer: by.slice('json:'.length) }
    : { kind: by };
  return normalizerOf(normalize as Normalize).form;
}
