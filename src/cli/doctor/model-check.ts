import type { ShortReply } from '../../providers/probe/short-request.ts';
import type { WireProtocol } from '../../providers/wire-protocol.ts';
import type { Environment } from '../../spec/environment.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { bad, type Finding, note, ok } from './finding.ts';
import { addressWords, agentMend, modelMend } from './mends.ts';

/**
 * Whether a service has the model of a route.
 *
 * @param told what it answered when it was asked for its models; null is none that we can read
 * @param ask asks it for something else
 */
export async function modelFinding(
  route: ResolvedRoute,
  protocol: WireProtocol,
  { status, listed }: { readonly status: number; readonly listed: readonly string[] | null },
  ask: (path: string) => Promise<ShortReply>,
): Promise<Finding> {
  const { name, model } = route;
  if (status !== 200) {
    const words = `it answers ${status} where it would list its models`;
    return note('provider', name, words, `look at ${addressWords(route)}, or try it with --call`);
  }
  const has = await hasModel();
  if (has) return ok('provider', name, `has the model ${model}`);
  if (has === null) {
    const words = `whether it has ${model} only a call tells`;
    return note('provider', name, words, 'try it with --call');
  }
  return bad('provider', name, `it has no model ${model}`, modelMend(route, listed ?? []));

  async function hasModel(): Promise<boolean | null> {
    if (listed?.includes(model) || listed?.includes(`${model}:latest`)) return true;
    if (protocol.model === undefined) return listed === null ? null : false;
    const question = protocol.model(model);
    if (question === null) return null;
    const answer = await ask(question.path).catch(() => null);
    if (answer?.status === 200) return true;
    // Servers without that address answer so too, for a model that they have.
    return answer?.status === 404 && listed !== null ? false : null;
  }
}

/** Whether a service has the agent that it was asked for, by what it answered. */
export function agentFinding(
  route: ResolvedRoute,
  status: number,
  environment: Environment,
): Finding {
  const { name, agent } = route;
  const version = agent?.version ? ` in version ${agent.version}` : '';
  const what = `${agent?.id}${version}`;
  if (status === 200) return ok('provider', name, `has the agent ${what}`);
  if (status === 404)
    return bad('provider', name, `it has no agent ${what}`, agentMend(route, environment));
  const words = `whether it has the agent ${what} only a call tells (it answers ${status})`;
  return note('provider', name, words, 'try it with --call');
}
