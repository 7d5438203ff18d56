import { builtInPresets } from '../../../presets/index.ts';
import type { Environment } from '../../spec/environment.ts';
import { providerNames } from '../../spec/provider-names.ts';
import { resolveSpec } from '../../spec/resolve-spec.ts';
import { UsageError } from '../../spec/usage-error.ts';
import type { StandingService } from './route-watch.ts';

/** Where the key of a provider is found where nobody says otherwise. */
const keyVariables: Readonly<Record<string, string>> = { openai: 'OPENAI_API_KEY' };

/** The providers of this version as they would be called with nothing but the environment. */
export function standingServices(environment: Environment): Promise<StandingService[]> {
  const names = providerNames.filter((name) => name !== 'simulator');
  return Promise.all(names.map((name) => standingService(name, environment)));
}

async function standingService(name: string, environment: Environment): Promise<StandingService> {
  try {
    const { spec } = await resolveSpec({
      flags: { provider: name },
      environment,
      presets: builtInPresets,
      workload: { kind: 'prompts', items: [], repeat: 1, source: '' },
    });
    return { name, route: spec.routes[0], problem: '' };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const variable = keyVariables[name];
    const missing = variable !== undefined && !environment[variable];
    return { name, route: null, problem: missing ? `no key: set ${variable}` : error.message };
  }
}
