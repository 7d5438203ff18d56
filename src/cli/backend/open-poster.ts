import { proxyFor } from '../../providers/proxy-for.ts';
import type { Environment } from '../../spec/environment.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { backendAddress } from './backend-address.ts';
import { EventPoster, type PosterParts } from './event-poster.ts';

/** Who posts the events of a run; null where the environment names no backend. */
export function eventPoster(
  { spec, environment }: { readonly spec: ResolvedSpec; readonly environment: Environment },
  run: PosterParts['run'],
  onFailure: PosterParts['onFailure'],
): EventPoster | null {
  const address = backendAddress(environment, spec.insecure);
  if (address === null) return null;
  const place = { address, proxy: proxyFor(address, environment) };
  return new EventPoster({ place, run, onFailure });
}
