import { providerFacts, providerNames } from '../../spec/providers.ts';
import type { EnvService } from './env-service.ts';

/** Variables that are read from the environment as before, and why no spec has them. */
const stays: Readonly<Record<string, string>> = {
  BACKEND_URL: 'run events are posted there',
  HTTPS_PROXY: 'the way through the network',
  HTTP_PROXY: 'the way through the network',
  NO_PROXY: 'the way through the network',
  NODE_EXTRA_CA_CERTS: 'has to be set before the program starts, so not in .env',
  NO_COLOR: 'how the console looks',
  FORCE_COLOR: 'how the console looks',
  SWARMDECK_HOME: 'where the settings are',
};

const ofServices = new Map<string, string>();
for (const provider of providerNames) {
  const { baseUrlFrom, modelFrom = [], keyFrom, connections } = providerFacts(provider);
  for (const name of [...baseUrlFrom, ...modelFrom, ...keyFrom, connections?.from ?? ''])
    if (!ofServices.has(name)) ofServices.set(name, provider);
}

/** What becomes of a variable that is no field of the spec. */
export function staysBecause(
  name: string,
  { provider }: EnvService,
): { readonly as: string } | { readonly why: string } {
  const reason = stays[name.toUpperCase()];
  if (reason !== undefined) return { as: `stays in the environment: ${reason}` };
  const of = ofServices.get(name);
  if (of === provider) return { as: 'stays in the environment' };
  if (of !== undefined) return { as: `stays in the environment, for routes to ${of}` };
  if (/^AZURE_(TENANT|CLIENT|USERNAME|PASSWORD|FEDERATED|AUTHORITY)/.test(name))
    return { why: 'it is read of the process, not of .env: export it where swarmdeck is started' };
  return { why: 'swarmdeck does not know it; it is left out' };
}
