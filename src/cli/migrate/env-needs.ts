import { providerFacts } from '../../spec/providers.ts';
import type { Spec } from '../../spec/schema/spec.ts';
import type { EnvVariable } from './env-lines.ts';
import type { EnvService } from './env-service.ts';

/** What a run of the spec needs that is not in it. */
export function envNeeds(
  { provider, key }: EnvService,
  { model }: Spec,
  variables: readonly EnvVariable[],
): string[] {
  const { keyFrom, agentsFrom, keyHost } = providerFacts(provider);
  const needs: string[] = [];
  if (provider === 'simulator')
    needs.push('a provider: none can be reached by this file, so it runs on the simulator');
  if (key !== null) needs.push(`${key}, in the environment or in .env`);
  else if (agentsFrom !== undefined)
    needs.push(
      `somebody who is signed in to Entra ID (az login; npm install @azure/identity), or ${keyFrom[0]}`,
    );
  else if (keyHost !== null) needs.push(`a key: ${keyFrom.join(' or ')}`);
  if (agentsFrom !== undefined && model === undefined)
    needs.push('the model of the agents, as `model`: without it nobody knows what a call costs');
  if (provider === 'ollama')
    needs.push('an Ollama that is up; one on this machine fetches a missing model by itself');
  if (provider !== 'ollama' && variables.some(({ name }) => name.startsWith('OLLAMA_')))
    needs.push(
      'a word on the Ollama that is named too: `fallbacks: [ { provider: ollama } ]` of a role makes it the second choice',
    );
  needs.push(
    'work of yours in place of workload.prompts, which only has every role introduce itself',
  );
  return needs;
}
