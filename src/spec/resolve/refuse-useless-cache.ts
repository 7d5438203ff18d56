import { cacheableRoles } from '../cacheable.ts';
import type { ResolvedSpec } from '../resolved.ts';
import { UsageError } from '../usage-error.ts';
import type { Layers } from './layers.ts';

/** Who asks for answers of earlier runs and can get none is told, not left to wonder. */
export function refuseUselessCache(layers: Layers, spec: ResolvedSpec): void {
  if (spec.cache?.use !== true || cacheableRoles(spec).length > 0) return;
  const said = layers.find('cache', ({ cache }) => cache);
  throw new UsageError(
    `${said?.where ?? 'cache'}: no role has sampling.temperature 0 and a model without tools, so no answer could be taken from an earlier run; set sampling.temperature to 0, or leave it out`,
  );
}
