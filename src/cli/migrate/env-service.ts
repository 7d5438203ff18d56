import type { Environment } from '../../spec/environment.ts';
import { providerFacts, providerNames } from '../../spec/providers.ts';
import { firstPrompt } from '../../spec/roster/roster-spec.ts';
import type { Spec } from '../../spec/schema/spec.ts';
import { accepted } from './accepted.ts';
import type { EnvVariable } from './env-lines.ts';

/** Who the old program asked, as a spec says it. */
export interface EnvService {
  readonly provider: string;
  readonly fields: Pick<Spec, 'provider' | 'baseUrl' | 'model'>;
  /** The field that each variable became. */
  readonly carried: ReadonlyMap<string, string>;
  /** The variable that holds the key, where one does. */
  readonly key: string | null;
  /** Why a variable cannot be used. */
  readonly problem: { readonly what: string; readonly why: string } | null;
}

/** The first of these that the file says something of; then any other. */
const likely = ['azure-agents', 'ollama', 'azure-openai', 'openai', 'anthropic', 'gemini'];

const simulator: Omit<EnvService, 'problem'> = {
  provider: 'simulator',
  fields: {},
  carried: new Map(),
  key: null,
};

/**
 * The service that the variables of a file are about. Where they are not enough to reach it, it is the
 * simulator, on which the rest can be tried.
 */
export async function envService(variables: readonly EnvVariable[]): Promise<EnvService> {
  const own = new Map(variables.map(({ name, value }) => [name, value]));
  const order = [...likely, ...providerNames.filter((name) => !likely.includes(name))];
  const provider = order.find((name) => saysOf(name, own));
  if (provider === undefined) return { ...simulator, problem: null };
  const { baseUrlFrom, modelFrom = [], keyFrom, agentsFrom } = providerFacts(provider);
  const set = (names: readonly string[]) => names.find((name) => own.get(name));
  const carried = new Map<string, string>();
  const fields: Record<string, string> = { provider };
  for (const [field, from] of [
    ['baseUrl', set(baseUrlFrom)],
    ['model', set(modelFrom)],
  ] as const) {
    // What Ollama itself listens on is no address as a spec has it.
    if (from === undefined || from === 'OLLAMA_HOST') continue;
    fields[field] = own.get(from) as string;
    carried.set(from, field);
  }
  const key = set(keyFrom) ?? null;
  const agents = agentsFrom === undefined ? {} : { roles: { probe: { agentId: 'probe' } } };
  // A key that is not here yet is no reason not to write down who is asked.
  const environment: Environment = withKey(keyFrom);
  const work = { workload: { prompts: [firstPrompt] } };
  const { problem } = await accepted({ ...fields, ...agents, ...work }, environment);
  if (problem !== null) {
    const what = set(baseUrlFrom) ?? baseUrlFrom[0] ?? keyFrom[0];
    return { ...simulator, problem: { what, why: withoutPlace(problem) } };
  }
  const named = variables.some(({ name, value }) => isAgent(name, agentsFrom) && value !== '');
  if (agentsFrom !== undefined && !named) {
    const why = `no agent is named beside it: set ${agentsFrom}<ROLE> for each role`;
    return { ...simulator, problem: { what: set(baseUrlFrom) as string, why } };
  }
  return { provider, fields, carried, key, problem: null };
}

export function isAgent(variable: string, agentsFrom = 'AGENT_ID_'): boolean {
  return variable.startsWith(agentsFrom) && variable.length > agentsFrom.length;
}

function saysOf(provider: string, own: ReadonlyMap<string, string>): boolean {
  const { baseUrlFrom, modelFrom = [], keyFrom, agentsFrom, connections } = providerFacts(provider);
  const names = [...baseUrlFrom, ...modelFrom, ...keyFrom, connections?.from ?? ''];
  if (names.some((name) => own.get(name))) return true;
  return agentsFrom !== undefined && [...own.keys()].some((name) => isAgent(name, agentsFrom));
}

function withKey([variable]: readonly string[]): Environment {
  return variable === undefined ? {} : { [variable]: 'set' };
}

/** `baseUrl: expected …` of a spec that is not there yet names a place that nobody knows. */
function withoutPlace(sentence: string): string {
  return sentence.replace(/^(?:baseUrl|model|provider): /, '');
}
