import { builtInPresets } from '../../../presets/index.ts';
import type { Environment } from '../../spec/environment.ts';
import { providerFacts, providerNames } from '../../spec/providers.ts';
import { resolveSpec } from '../../spec/resolve-spec.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { UsageError } from '../../spec/usage-error.ts';

/** A provider as it would be called with nothing but the environment. */
export interface StandingService {
  readonly name: string;
  /** Null where it cannot be called. */
  readonly route: ResolvedRoute | null;
  /** Why there is no route: `no key: set OPENAI_API_KEY`. */
  readonly problem: string;
}

/** The one whose key most have, and the one that runs beside many a console. */
const usual = ['openai', 'ollama'];

/**
 * The providers that are shown whatever is selected: the usual ones, and those that the environment
 * says something of. Others are shown, and asked, when a launch would use them.
 */
export async function standingServices(environment: Environment): Promise<StandingService[]> {
  const names = providerNames.filter((name) => usual.includes(name) || isSet(name, environment));
  const shown = await Promise.all(names.map((name) => standingService(name, environment)));
  const alike = ({ route }: StandingService) => `${route?.baseUrl} ${route?.key}`;
  // Two interfaces of one service stand as one.
  return shown.filter(
    (service, index) =>
      service.route === null || shown.findIndex((each) => alike(each) === alike(service)) === index,
  );
}

function isSet(name: string, environment: Environment): boolean {
  const { keyFrom, baseUrlFrom } = providerFacts(name);
  return [...keyFrom, ...baseUrlFrom].some((variable) => environment[variable]);
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
    const { keyFrom } = providerFacts(name);
    const isMissing = keyFrom.length > 0 && keyFrom.every((variable) => !environment[variable]);
    const problem = isMissing ? `no key: set ${keyFrom.join(' or ')}` : error.message;
    return { name, route: null, problem };
  }
}
