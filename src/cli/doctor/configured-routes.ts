import { builtInPresets } from '../../../presets/index.ts';
import { noLimits } from '../../spec/defaults.ts';
import type { Environment } from '../../spec/environment.ts';
import { providerFacts, providerNames } from '../../spec/providers.ts';
import { RouteTable } from '../../spec/resolve/route-table.ts';
import { resolveSpec } from '../../spec/resolve-spec.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { loadSpecDocument } from '../../spec/spec-document.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { bad, type Finding, ok } from './finding.ts';

export interface Configured {
  readonly routes: readonly ResolvedRoute[];
  /** What is wrong before anything is asked. */
  readonly findings: readonly Finding[];
}

/** Stands for a model that nobody named: then only the service is looked at. */
export const noModel = '(no model named)';

/** A route for each provider that the environment holds a key or an address of. */
export function routesOfEnvironment(environment: Environment, insecure: boolean): Configured {
  const routes: ResolvedRoute[] = [];
  const findings: Finding[] = [];
  const taken = new Set<string>();
  for (const provider of providerNames) {
    const { keyFrom, baseUrlFrom, model, modelFrom = [] } = providerFacts(provider);
    const from = [...keyFrom, ...baseUrlFrom].filter((name) => environment[name]);
    // The same service by another interface would be asked the same.
    if (from.length === 0 || taken.has(from.join())) continue;
    taken.add(from.join());
    const isNamed = model !== null || modelFrom.some((name) => environment[name]);
    const table = new RouteTable({
      environment,
      insecure,
      ollama: {},
      connectionsOf: () => ({ pool: 1, maxConnections: null }),
    });
    try {
      table.indexOf({
        provider: { value: provider, where: provider },
        model: isNamed ? null : { value: noModel, where: provider },
        baseUrl: null,
        key: null,
        http2: false,
        gzip: false,
        limits: noLimits,
        price: null,
        agent: null,
        exec: null,
      });
      routes.push(...table.routes);
    } catch (error) {
      findings.push(refused('provider', provider, error));
    }
  }
  return { routes, findings };
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
    });
    const words = `${spec.roles.length} roles, ${spec.routes.length} routes`;
    return { routes: spec.routes, findings: [ok('spec', file, words)] };
  } catch (error) {
    return { routes: [], findings: [refused('spec', file, error)] };
  }
}

/** A sentence of ours says what is wrong, and behind its semicolon the mend. */
function refused(area: Finding['area'], name: string, error: unknown): Finding {
  if (!(error instanceof UsageError)) throw error;
  const [detail, ...mend] = error.message.split('; ');
  return bad(area, name, detail, mend.join('; '));
}
