import { createProvider } from '../../providers/create-provider.ts';
import { readErrorBody } from '../../providers/error-body.ts';
import { limitHints, minuteUnits } from '../../providers/limit-hints.ts';
import { lookAt, type Sight } from '../../providers/look-at.ts';
import { isOneExchange, protocolOf } from '../../providers/protocols.ts';
import type { LimitHints } from '../../providers/provider.ts';
import { proxyFor } from '../../providers/proxy-for.ts';
import type { Environment } from '../../spec/environment.ts';
import { callsNothing } from '../../spec/providers.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { noModel } from './configured-routes.ts';
import { bad, type Finding, note, ok } from './finding.ts';
import { keyMend, lineMend, modelMend } from './mends.ts';
import { modelsIn } from './models-in.ts';
import { oneTokenCall } from './one-token-call.ts';

const timeoutMs = 10_000;

/**
 * Looks at one route: whether its server is there, takes the key and has the model, what it says of
 * its limits, and with `isCalled` what it answers to a call that costs next to nothing.
 */
export async function providerFindings(
  route: ResolvedRoute,
  environment: Environment,
  isCalled: boolean,
): Promise<Finding[]> {
  const { baseUrl, model, name } = route;
  if (baseUrl === null) return [ok('provider', name, 'the simulator inside: nothing to reach')];
  if (callsNothing(route.provider))
    return [ok('provider', name, 'its code calls no model: nothing to reach')];
  if (!isOneExchange(route.provider))
    return [note('provider', name, 'only a run tells whether it is well')];
  const variable = route.key?.replace(/^env:/, '') ?? null;
  const key = variable === null ? null : (environment[variable] ?? null);
  const secrets = { baseUrl, key, proxy: proxyFor(baseUrl, environment) };
  const protocol = protocolOf(route, secrets);
  const options = { baseUrl, proxy: secrets.proxy, timeoutMs };
  /** A service may repeat the key that it refuses. */
  const safe = (text: string) => (key === null ? text : text.replaceAll(key, '…'));
  const about = (detail: string) => `${detail}, ${baseUrl}`;

  let sight: Sight;
  try {
    sight = await lookAt(protocol.health(), options);
  } catch (error) {
    const { words, mend } = lineMend(error, route, secrets.proxy !== null);
    return [bad('provider', name, about(safe(words)), mend)];
  }
  const { status, body } = sight;
  if (status === 401 || status === 403) {
    const words = `key refused (${status}): ${readErrorBody(body).message}`;
    return [bad('provider', name, about(safe(words)), keyMend(route, variable))];
  }
  if (status >= 500 || status === 429) {
    const words = `it answers ${status}: ${readErrorBody(body).message}`;
    return [bad('provider', name, about(safe(words)), 'try again later')];
  }
  const there = `reachable in ${Math.round(sight.ms)} ms`;
  const accepted = variable === null ? 'asks for no key' : `takes the key in ${variable}`;
  const findings = [ok('provider', name, about(`${there}, ${accepted}`))];

  if (model === noModel) return [...findings, note('provider', name, 'no model is named')];
  const listed = status === 200 ? modelsIn(body) : null;
  const hasModel = await modelThere();
  if (hasModel === false)
    findings.push(
      bad('provider', name, `it has no model ${model}`, modelMend(route, listed ?? [])),
    );
  else if (hasModel) findings.push(ok('provider', name, `has the model ${model}`));
  else if (!isCalled)
    findings.push(
      note('provider', name, `whether it has ${model} only a call tells`, 'try it with --call'),
    );
  const said = limitHints(sight.headers, minuteUnits(new URL(baseUrl).hostname), 0);
  if (!isCalled) return [...findings, ...limitFindings(said)];
  return [...findings, ...(await called())];

  async function modelThere(): Promise<boolean | null> {
    if (listed?.includes(model) || listed?.includes(`${model}:latest`)) return true;
    if (protocol.model === undefined) return listed === null ? null : false;
    const question = protocol.model(model);
    if (question === null) return null;
    const answer = await lookAt(question, options).catch(() => null);
    if (answer?.status === 200) return true;
    // Servers without that address answer so too, for a model that they have.
    return answer?.status === 404 && listed !== null ? false : null;
  }

  async function called(): Promise<Finding[]> {
    const provider = createProvider(
      route,
      {
        connectSeconds: 10,
        firstTokenSeconds: 120,
        idleSeconds: 60,
        totalSeconds: null,
        taskSeconds: null,
      },
      secrets,
    );
    const { result, failure, ms } = await oneTokenCall(provider, model);
    await provider.close();
    if (failure !== null) {
      const mend =
        failure.class === 'auth'
          ? keyMend(route, variable)
          : failure.class === 'not-found'
            ? modelMend(route, listed ?? [])
            : 'see what the service says';
      return [
        bad('provider', name, safe(`a call failed, ${failure.class}: ${failure.message}`), mend),
      ];
    }
    const tokens = result?.usage?.outputTokens ?? 0;
    return [
      ok('provider', name, `answers a call in ${Math.round(ms)} ms with ${tokens} output tokens`),
      ...limitFindings(result?.hints ?? said),
    ];
  }

  function limitFindings(hints: LimitHints | null): Finding[] {
    return (hints ?? []).map(({ unit, perMinute, remaining }) => {
      const limit = perMinute === null ? '' : `${perMinute} ${unit} a minute`;
      const left = remaining === null ? '' : `${remaining} ${unit} left`;
      return ok('provider', name, `limit: ${[limit, left].filter(Boolean).join(', ')}`);
    });
  }
}
