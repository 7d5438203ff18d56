import { builtInPresets } from '../../../presets/index.ts';
import { readTierTable } from '../../settings/tier-table.ts';
import { noLimits } from '../../spec/defaults.ts';
import type { Environment } from '../../spec/environment.ts';
import { providerFacts, providerNames } from '../../spec/providers.ts';
import { rolesOfAgents } from '../../spec/resolve/role-agent.ts';
import { RouteTable } from '../../spec/resolve/route-table.ts';
import { resolveSpec } from '../../spec/resolve-spec.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { loadSpecDocument } from '../../spec/spec-document.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { plural } from '../format.ts';
import { type Finding, ok, refused } from './finding.ts';

export interface Configured {
  readonly routes: readonly ResolvedRoute[];
  /** What is wrong before anything is asked. */
  readonly findings: readonly Finding[];
}

/** Stands for a model that nobody named: then only the service is looked at. */
export const noModel = '(no model named)';

/** The routes of each provider that the environment holds a key, an address or agents of. */
export async function routesOfEnvironment(
  environment: Environment,
  insecure: boolean,
): Promise<Configured> {
  const routes: ResolvedRoute[] = [];
  const findings: Finding[] = [];
  const taken = new Set<string>();
  for (const provider of providerNames) {
    const { keyFrom, baseUrlFrom, agentsFrom } = providerFacts(provider);
    const from = [...keyFrom, ...baseUrlFrom].filter((name) => environment[name]);
    const agents = rolesOfAgents(provider, environment).length;
    // The same service by another interface would be asked the same.
    if (from.length + agents === 0 || taken.has(from.join())) continue;
    taken.add(from.join());
    try {
      const own = agentsFrom === undefined ? usualRoute : agentRoutes;
      routes.push(...(await own(provider, environment, insecure)));
    } catch (error) {
      findings.push(refusedIn('provider', provider, error));
    }
  }
  return { routes, findings };
}

/** The route to the model that is named, or that all have. */
function usualRoute(
  provider: string,
  environment: Environment,
  insecure: boolean,
): readonly ResolvedRoute[] {
  const { model, modelFrom = [] } = providerFacts(provider);
  const where = 'environment';
  const isNamed = model !== null || modelFrom.some((name) => environment[name]);
  const table = new RouteTable({
    environment,
    insecure,
    ollama: {},
    connectionsOf: () => ({ pool: 1, maxConnections: null }),
  });
  table.indexOf({
    provider: { value: provider, where },
    model: isNamed ? null : { value: noModel, where },
    baseUrl: null,
    key: null,
    http2: false,
    gzip: false,
    limits: noLimits,
    price: null,
    agent: null,
    exec: null,
  });
  return table.routes;
}

/** A route to each agent that the environment names. */
async function agentRoutes(
  provider: string,
  environment: Environment,
  insecure: boolean,
): Promise<readonly ResolvedRoute[]> {
  const agents = Math.max(1, rolesOfAgents(provider, environment).length);
  const { spec } = await resolveSpec({
    changes: { provider, agents },
    flags: { insecure },
    environment,
    presets: builtInPresets,
    workload: { kind: 'prompts', items: [], repeat: 1, source: '' },
  });
  return spec.routes;
}

/** The routes of a spec file. */
export async function routesOfSpec(
  file: string,
  environment: Environment,
  insecure: boolean,
): Promise<Configured> {
  try {
    const { spec } = await resolveSpec({
      flags: { insecure },
      specFile: await loadSpecDocument(file),
      environment,
      presets: builtInPresets,
      savedPresets: async () =>
        (await import('../../settings/saved-presets.ts')).savedPresets().list(),
      tiers: readTierTable,
    });
    const words = `${plural(spec.roles.length, 'role')}, ${plural(spec.routes.length, 'route')}`;
    return { routes: spec.routes, findings: [ok('spec', file, words)] };
  } catch (error) {
    return { routes: [], findings: [refusedIn('spec', file, error)] };
  }
}

function refusedIn(area: Finding['area'], name: string, error: unknown): Finding {
  if (error instanceof UsageError) return refused(area, name, error);
  throw error;
}
