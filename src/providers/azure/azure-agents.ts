import type { RouteAgent } from '../../spec/resolved.ts';
import type { WireProtocol } from '../wire-protocol.ts';
import { AgentAuth } from './agent-auth.ts';
import { AgentResponses } from './agent-responses.ts';
import { ClassicAgents } from './classic-agents.ts';

/**
 * Agents of Azure AI Foundry, by whichever of its two interfaces an agent has.
 *
 * @param baseUrl the project's endpoint
 * @param agent the spec has made sure that there is one
 */
export function azureAgents(
  baseUrl: string,
  key: string | null,
  agent: RouteAgent | undefined,
): WireProtocol {
  if (agent === undefined) throw new Error('a route to Azure agents names one');
  const auth = new AgentAuth(key);
  if (agent.api === 'classic') return new ClassicAgents(baseUrl, agent, auth);
  return new AgentResponses(baseUrl, agent, auth);
}
