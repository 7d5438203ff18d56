import { createProvider } from '../../providers/create-provider.ts';
import { readErrorBody } from '../../providers/error-body.ts';
import { failureOfStatus } from '../../providers/failure.ts';
import { limitHints, minuteUnits } from '../../providers/limit-hints.ts';
import { type ShortReply, shortRequest } from '../../providers/probe/short-request.ts';
import { protocolOf } from '../../providers/protocols.ts';
import type { LimitHints } from '../../providers/provider.ts';
import { proxyFor } from '../../providers/proxy-for.ts';
import type { Environment } from '../../spec/environment.ts';
import { callsNothing } from '../../spec/providers.ts';
import type { ResolvedRoute } from '../../spec/resolved.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { noModel } from './configured-routes.ts';
import { bad, type Finding, note, ok, refused } from './finding.ts';
import { addressWords, keyMend, lineMend, modelMend } from './mends.ts';
import { agentFinding, modelFinding } from './model-check.ts';
import { modelsIn } from './models-in.ts';
import { type CallTried, callTimeouts, oneTokenCall } from './one-token-call.ts';
import { programFindings } from './program-check.ts';

const timeoutMs = 10_000;

/**
 * Looks at one route: whether its server is there, takes the key and has the model or the agent, what
 * it says of its limits, and with `isCalled` what it answers to a call that costs next to nothing.
 */
export async function providerFindings(
  route: ResolvedRoute,
  environment: Environment,
  isCalled: boolean,
): Promise<Finding[]> {
  const { baseUrl, model, name, agent } = route;
  if (baseUrl === null) return [ok('provider', name, 'the simulator inside: nothing to reach')];
  if (callsNothing(route.provider))
    return [ok('provider', name, 'its code calls no model: nothing to reach')];
  if (route.exec !== undefined)
    return programFindings({ ...route, exec: route.exec }, environment, isCalled);
  const variable = route.key?.replace(/^env:/, '') ?? null;
  const key = variable === null ? null : (environment[variable] ?? null);
  /** A service may repeat the key that it refuses. */
  const safe = (text: string) => (key === null ? text : text.replaceAll(key, '…'));
  const about = (detail: string) => `${detail.replace(/\.$/, '')}, ${baseUrl}`;

  let proxy: string | null;
  try {
    proxy = proxyFor(baseUrl, environment);
  } catch (error) {
    if (error instanceof UsageError) return [refused('provider', name, error)];
    throw error;
  }
  const secrets = { baseUrl, key, proxy };
  const protocol = protocolOf(route, secrets);
  try {
    await protocol.ready?.();
  } catch (error) {
    return [refused('provider', name, error as Error)];
  }
  const place = { address: baseUrl, proxy };
  let sight: ShortReply;
  try {
    sight = await shortRequest({ place, request: protocol.health(), timeoutMs });
  } catch (error) {
    const { words, mend } = lineMend(error, route, proxy !== null);
    return [bad('provider', name, about(safe(words)), mend)];
  }
  const { status, body } = sight;
  const said = status === 200 ? '' : withColon(safe(readErrorBody(body).message));
  if (status !== 200 && failureOfStatus(status, {}, body).class === 'auth')
    return [
      bad('provider', name, about(`key refused (${status})${said}`), keyMend(route, variable)),
    ];
  if (status >= 500 || status === 429)
    return [bad('provider', name, about(`it answers ${status}${said}`), 'try again later')];

  /** Whether the key was looked at before it answered. */
  const isKeyTold = (status === 200 || agent !== undefined) && !(protocol.isOpen && variable);
  const accepted = isKeyTold ? `, ${acceptedWords(route, variable)}` : '';
  const findings = [
    ok('provider', name, about(`reachable in ${Math.round(sight.ms)} ms${accepted}`)),
  ];
  if (status === 200 && !isKeyTold && !isCalled) {
    const words = `whether it takes the key in ${variable} only a call tells`;
    findings.push(note('provider', name, words, 'try it with --call'));
  }

  const listed = status === 200 ? modelsIn(body) : null;
  if (model === noModel) {
    const mend = modelMend(route, listed ?? []);
    return [...findings, note('provider', name, 'no model is named', mend)];
  }
  const ask = (path: string) =>
    shortRequest({ place, request: { ...protocol.health(), path }, timeoutMs });
  const there =
    agent === undefined
      ? await modelFinding(route, protocol, { status, listed }, ask)
      : agentFinding(route, status, environment);
  const hints = limitHints(sight.headers, minuteUnits(new URL(baseUrl).hostname), 0);
  const isAgentMissing = agent !== undefined && there.state === 'bad';
  if (!isCalled || isAgentMissing) return [...findings, there, ...limitFindings(name, hints)];
  const tried = await oneTokenCall(createProvider(route, callTimeouts, secrets), model);
  findings.push(...calledFindings(tried, { there, isListed: status === 200 }, route, safe));
  return [...findings, ...limitFindings(name, tried.result?.hints ?? hints)];
}

function withColon(message: string): string {
  return message === '' ? '' : `: ${message}`;
}

function acceptedWords({ agent }: ResolvedRoute, variable: string | null): string {
  if (variable !== null) return `takes the key in ${variable}`;
  return agent === undefined ? 'asks for no key' : 'signed in to Entra ID';
}

/** @param there what was found of the model before: a call knows better; `isListed`: by its list */
function calledFindings(
  { result, failure, ms }: CallTried,
  { there, isListed }: { readonly there: Finding; readonly isListed: boolean },
  route: ResolvedRoute,
  safe: (text: string) => string,
): Finding[] {
  const { name, model } = route;
  const known = there.state === 'note' ? [] : [there];
  if (failure === null) {
    const listed =
      there.state === 'bad' ? [note('provider', name, `${model} is not in its list`)] : known;
    const tokens = result?.usage?.outputTokens ?? 0;
    const words = `answers a call in ${Math.round(ms)} ms with ${tokens} output tokens`;
    return [...listed, ok('provider', name, words)];
  }
  if (failure.class === 'not-found' && there.state === 'bad') return known;
  const mend =
    failure.class === 'auth'
      ? keyMend(route, route.key?.replace(/^env:/, '') ?? null)
      : failure.class === 'not-found'
        ? isListed
          ? modelMend(route, [])
          : `look at ${addressWords(route)}`
        : 'see what the service says';
  const words = `a call failed, ${failure.class}: ${failure.message}`;
  return [...known, bad('provider', name, safe(words), mend)];
}

function limitFindings(name: string, hints: LimitHints | null): Finding[] {
  return (hints ?? []).map(({ unit, perMinute, remaining }) => {
    const limit = perMinute === null ? '' : `${perMinute} ${unit} a minute`;
    const left = remaining === null ? '' : `${remaining} ${unit} left`;
    return ok('provider', name, `limit: ${[limit, left].filter(Boolean).join(', ')}`);
  });
}
