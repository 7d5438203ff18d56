import { defaultMaxTurns } from '../defaults.ts';
import type { Environment } from '../environment.ts';
import { type Path, pathWords } from '../place.ts';
import { priorityOf } from '../priority.ts';
import { providerFacts } from '../providers.ts';
import type { ResolvedRole, SamplingPolicy } from '../resolved.ts';
import { nameOf } from '../schema/fields.ts';
import type { RoleSpec } from '../schema/spec.ts';
import { UsageError } from '../usage-error.ts';
import { validate } from '../validate.ts';
import { distinctRanks, type EndpointWishes, rankOf, wishesOf } from './endpoint-wishes.ts';
import { type ExecSurroundings, execPolicy } from './exec-policy.ts';
import { execOver, execSaid, refuseProgram } from './exec-said.ts';
import type { Layers } from './layers.ts';
import { roleLimitPolicy } from './policies.ts';
import type { ProviderChoice } from './provider-choice.ts';
import { roleAgent, rolesOfAgents } from './role-agent.ts';
import { agentsOfRoles } from './role-counts.ts';
import type { RouteTable } from './route-table.ts';
import { tierOrModel } from './tier-choice.ts';
import type { ToolTable } from './tool-table.ts';
import { reducingRole } from './work/resolve-reduce.ts';

/** The roles of a run with their agents and routes; without roles in the spec one, `agent`. */
export function resolveRoles(
  layers: Layers,
  choice: ProviderChoice,
  routes: RouteTable,
  tools: ToolTable,
  agents: number,
  surroundings: ExecSurroundings,
): ResolvedRole[] {
  const inSpec = layers.roleNames();
  const emptyRoles = layers.find('roles', (spec) => spec.roles);
  if (emptyRoles && inSpec.length === 0) {
    throw new UsageError(`${emptyRoles.where}: expected at least one role, got none`);
  }
  const own = inSpec.length > 0 ? inSpec : rolesOutside(layers, choice, surroundings.environment);
  const reducing = reducingRole(layers, own);
  const names = reducing === null ? own : [...own, reducing];
  checkNames(names, layers);
  const brought = new Set(reducing === null ? [] : [reducing]);
  const parts = agentsOfRoles(names, agents, layers, brought);
  const roles = names.map((name, index) =>
    resolveRole(name, parts[index], layers, choice, routes, tools, surroundings),
  );
  const { environment } = surroundings;
  const isDefault = inSpec.length === 0 && rolesOfAgents(choice.provider, environment).length === 0;
  if (!isDefault) return roles;
  const [first, ...others] = roles;
  return [withType(first, layers, environment), ...others];
}

function resolveRole(
  name: string,
  agents: number,
  layers: Layers,
  choice: ProviderChoice,
  routes: RouteTable,
  tools: ToolTable,
  surroundings: ExecSurroundings,
): ResolvedRole {
  /** What the role itself says; recorded, so that a dry run can tell. */
  const own = <T>(field: string, read: (role: RoleSpec) => T | undefined) => {
    const path = `roles.${name}.${field}`;
    const found = layers.find(path, ({ roles }) => {
      const role = roles?.[name];
      return role === undefined ? undefined : read(role);
    });
    if (found) layers.record(path, found.value, found.source);
    return found;
  };
  const http2 =
    own('http2', (role) => role.http2)?.value ?? layers.pick('http2', (spec) => spec.http2, false);
  const gzipOfRun = layers.pick('gzip', (spec) => spec.gzip, false);
  const limits = roleLimitPolicy(layers, name);
  const execOfRun = execSaid(layers, 'exec', (spec) => spec.exec);
  /** A role that goes to the run's provider takes over what the run says about it. */
  const isShared = ({ provider, exec }: EndpointWishes) =>
    (provider === null || provider.value === choice.provider) && !exec.has('command');
  /** The run's price is for the run's model. */
  const priced = (wishes: EndpointWishes): EndpointWishes => {
    const isOfRun = isShared(wishes) && wishes.model === null && wishes.tier === null;
    return { ...wishes, price: wishes.price ?? (isOfRun ? choice.price : null) };
  };
  /** @param path of what names the route */
  const wish = (path: Path) => (wishes: EndpointWishes) => {
    const { provider, tier, baseUrl, key, price, gzip, exec } = wishes;
    const byAddress = baseUrl && choice.byDefault ? 'openai' : choice.provider;
    const chosen = provider ?? { value: byAddress, where: choice.where };
    const shared = chosen.value === choice.provider && isShared(wishes);
    const runs = providerFacts(chosen.value)?.runsProgram ?? false;
    if (!runs) refuseProgram(exec, chosen.value, provider?.rank ?? choice.rank);
    const ofTier = tier === null ? null : choice.tiers.modelOf(tier, chosen);
    if (ofTier) layers.record(pathWords([...path, 'model']), ofTier.value, ofTier.source);
    const model = wishes.model ?? ofTier;
    return routes.indexOf({
      provider: chosen,
      model: model ?? (shared ? choice.model : null),
      baseUrl: baseUrl ?? (shared ? choice.baseUrl : null),
      // The run's key is for the run's address: another address is not shown it.
      key: key ?? (shared && baseUrl === null ? choice.key : null),
      http2,
      gzip: gzip ?? gzipOfRun,
      limits,
      price,
      agent: roleAgent(name, chosen.value, layers, surroundings.environment),
      exec: runs ? execPolicy(execOver(exec, execOfRun), surroundings, chosen.where) : null,
    });
  };
  const endpoints = own('endpoints', (role) => role.endpoints);
  const { tier, model } = tierOrModel(name, layers);
  const first = rankOf(
    priced({
      provider: own('provider', (role) => role.provider),
      model,
      tier,
      baseUrl: own('baseUrl', (role) => role.baseUrl),
      key: own('key', (role) => role.key),
      price: own('price', (role) => role.price)?.value ?? null,
      gzip: own('gzip', (role) => role.gzip)?.value ?? null,
      exec: execSaid(layers, `roles.${name}.exec`, ({ roles }) => roles?.[name]?.exec),
    }),
    (endpoints?.value ?? []).map((endpoint, index) =>
      wishesOf(endpoint, layers, endpoints, ['roles', name, 'endpoints', index]),
    ),
    wish(['roles', name]),
  );
  const fallbacks = own('fallbacks', (role) => role.fallbacks);
  const others = (fallbacks?.value ?? []).map((fallback, index) => {
    const path: Path = ['roles', name, 'fallbacks', index];
    return rankOf(
      priced(wishesOf(fallback, layers, fallbacks, path)),
      (fallback.endpoints ?? []).map((endpoint, of) =>
        wishesOf(endpoint, layers, fallbacks, [...path, 'endpoints', of]),
      ),
      wish(path),
    );
  });
  const tiers = distinctRanks([first, ...others]);
  const given = tools.of(name);
  if (given.length > 0 && tiers.flat().some((index) => routes.routes[index].exec !== undefined))
    throw new UsageError(
      `${(own('tools', (role) => role.tools) ?? layers.find('tools', (spec) => spec.tools))?.where}: the role ${name} may go to a program, which has tools of its own and is given none; say roles.${name}.tools: []`,
    );
  const outputTokens = own('maxOutputTokens', (role) => role.maxOutputTokens)?.value;
  return {
    name,
    agents,
    tier: tier?.value ?? null,
    routes: tiers.flat(),
    tiers,
    balance: own('balance', (role) => role.balance)?.value ?? 'least-busy',
    budgetUsd: own('budget', (role) => role.budget)?.value.usd ?? null,
    tags: own('tags', (role) => role.tags)?.value ?? [],
    instructions: own('instructions', (role) => role.instructions)?.value ?? null,
    priority: priorityOf(own('priority', (role) => role.priority)?.value),
    ...samplingOf(layers, own('sampling', (role) => role.sampling)?.value),
    maxOutputTokens:
      outputTokens ??
      layers.pick<number | null>('maxOutputTokens', (spec) => spec.maxOutputTokens, null),
    tools: given,
    maxTurns: own('maxTurns', (role) => role.maxTurns)?.value ?? defaultMaxTurns,
  };
}

/** Field by field: what the role leaves out is the run's. */
function samplingOf(layers: Layers, ofRole: SamplingPolicy = {}): { sampling?: SamplingPolicy } {
  const ofRun = layers.find('sampling', (spec) => spec.sampling);
  if (ofRun) layers.record('sampling', ofRun.value, ofRun.source);
  const sampling = { ...ofRun?.value, ...ofRole };
  return Object.keys(sampling).length === 0 ? {} : { sampling };
}

/** Where the spec has none: one for each agent that the environment names, or one by itself. */
function rolesOutside(
  layers: Layers,
  { provider }: ProviderChoice,
  environment: Environment,
): string[] {
  const found = rolesOfAgents(provider, environment);
  if (found.length === 0) return [defaultRoleName(layers, environment)];
  layers.record('roles', found.join(', '), 'environment');
  return found;
}

function defaultRoleName(layers: Layers, environment: Environment): string {
  const name = environment.AGENT_NAME?.trim();
  if (!name) return 'agent';
  layers.record('roles', name, 'environment');
  return validate(nameOf('a name'), name, () => 'AGENT_NAME');
}

/** The default role has the type that the environment gives it as its tag. */
function withType(role: ResolvedRole, layers: Layers, environment: Environment): ResolvedRole {
  const type = environment.AGENT_TYPE?.trim();
  if (!type) return role;
  layers.record(`roles.${role.name}.tags`, type, 'environment');
  return { ...role, tags: [validate(nameOf('a tag'), type, () => 'AGENT_TYPE')] };
}

/** Response files carry the name of their role, and some file systems know no case. */
function checkNames(names: readonly string[], layers: Layers): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const same = seen.get(name.toLowerCase());
    if (same !== undefined) {
      const where = layers.find(`roles.${name}`, (spec) => spec.roles?.[name])?.where;
      throw new UsageError(`${where}: expected a name that differs from ${same} by more than case`);
    }
    seen.set(name.toLowerCase(), name);
  }
}
