import { settingValue, settingVariables } from '../../spec/resolve/environment-layer.ts';
import { roleName } from '../../spec/roster/role-name.ts';
import { firstPrompt } from '../../spec/roster/roster-spec.ts';
import { type RoleSpec, type Spec, specSchema } from '../../spec/schema/spec.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { validate } from '../../spec/validate.ts';
import { type EnvVariable, envLines } from './env-lines.ts';
import { envNeeds } from './env-needs.ts';
import { type EnvService, envService, isAgent } from './env-service.ts';
import { staysBecause } from './env-stays.ts';
import type { Attention, Carried, Migration } from './migration.ts';

const fieldOf = new Map(Object.entries(settingVariables).map(([field, name]) => [name, field]));

/** What becomes of one variable: a part of the spec, its place in the environment, or a question. */
interface Taken {
  readonly fields?: Partial<Spec>;
  readonly role?: readonly [name: string, role: RoleSpec];
  /** Words for what became of it. */
  readonly as?: string;
  readonly why?: string;
}

/** An old `.env` as a spec. Secrets stay where they are: the spec names the variable at most. */
export async function migrateEnv(text: string, file: string, title: string): Promise<Migration> {
  const { variables, problems } = envLines(text);
  if (variables.length === 0)
    throw new UsageError(`${file}: expected variables as NAME=value, but there are none`);
  const service = await envService(variables);
  const attention: Attention[] = [...problems];
  const carried: Carried[] = [];
  const roles: Record<string, RoleSpec> = {};
  let spec: Spec = { name: title, ...service.fields };
  for (const variable of variables) {
    const { name, line } = variable;
    const taken = take(variable, service, roles, variables);
    if (taken.why !== undefined) {
      attention.push({ line, what: name, why: taken.why });
      continue;
    }
    spec = { ...spec, ...taken.fields };
    if (taken.role !== undefined) roles[taken.role[0]] = taken.role[1];
    carried.push({ line, what: name, as: taken.as ?? '' });
  }
  const { problem } = service;
  if (problem !== null && !variables.some(({ name }) => name === problem.what))
    attention.push({ line: null, ...problem });
  const names = Object.keys(roles);
  if (typeof spec.agents === 'number' && spec.agents < names.length) {
    const line = variables.find(({ name }) => name === settingVariables.agents)?.line ?? null;
    const why = `too few for ${names.length} roles, which have one agent each: it is ${names.length} in the spec`;
    attention.push({ line, what: settingVariables.agents, why });
    spec = { ...spec, agents: names.length };
  }
  if (spec.agents === undefined && names.length > 1) spec = { ...spec, agents: names.length };
  const repeat = Math.max(1, names.length);
  return {
    kind: 'environment',
    unit: 'variable',
    total: variables.length + problems.length,
    ready: carried.length,
    attention: attention.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    carried,
    environment: Object.fromEntries(
      variables
        .filter(({ name }) => carried.some(({ what }) => what === name))
        .map(({ name, value }) => [name, value]),
    ),
    spec: {
      ...spec,
      ...(names.length > 0 ? { roles } : {}),
      workload: { prompts: [firstPrompt], ...(repeat > 1 ? { repeat } : {}) },
    },
    comments:
      service.key === null
        ? []
        : [`The key is env:${service.key}: found by itself in the environment, or in .env.`],
    needs: envNeeds(service, spec, variables),
  };
}

function take(
  { name, value }: EnvVariable,
  service: EnvService,
  roles: Readonly<Record<string, RoleSpec>>,
  all: readonly EnvVariable[],
): Taken {
  if (value === '') return { why: 'it is empty, which is as if it were not set' };
  if (/^<.*>$/.test(value)) return { why: 'its value is a placeholder; put the real one there' };
  if (service.problem?.what === name) return { why: service.problem.why };
  if (service.key === name) return { as: `stays where it is, as env:${name}` };
  const field = fieldOf.get(name) ?? service.carried.get(name);
  if (field !== undefined) return setting(name, field, value, service, all);
  if (isAgent(name)) return agent(name, value, roles);
  const hasAgents = all.some((each) => isAgent(each.name) && each.value !== '');
  if (name === 'AGENT_NAME' || name === 'AGENT_TYPE')
    return ofDefaultRole(name, value, all, hasAgents);
  if (name === 'MAX_OLLAMA_CONNECTIONS' && service.provider === 'ollama') {
    const taken = setting(name, 'pool', value, service, []);
    return taken.why === undefined
      ? { fields: { ...taken.fields, maxConnections: Number(value) }, as: 'pool, maxConnections' }
      : taken;
  }
  return staysBecause(name, service);
}

function setting(
  name: string,
  field: string,
  value: string,
  service: EnvService,
  all: readonly EnvVariable[],
): Taken {
  // It is in the spec already, with the service that it is an address or a model of.
  if (service.carried.has(name)) return { as: field };
  const overruled = all.some((each) => each.name === 'MAX_OLLAMA_CONNECTIONS' && each.value !== '');
  if (field === 'pool' && service.provider === 'ollama' && overruled)
    return { why: 'MAX_OLLAMA_CONNECTIONS says it of an Ollama, and that is the service here' };
  const given = settingValue(field, value);
  try {
    return { fields: validate(specSchema, { [field]: given }, () => name), as: field };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const why = error.message.replace(`${name}: `, '');
    return { why: `${why}; a run that finds it in .env refuses it too: mend it there` };
  }
}

function agent(variable: string, id: string, roles: Readonly<Record<string, RoleSpec>>): Taken {
  const name = roleName(variable.slice('AGENT_ID_'.length).toLowerCase());
  if (name === '') return { why: 'nothing of it can be the name of a role' };
  if (Object.hasOwn(roles, name))
    return { why: `there is a role ${name} already; give it another name` };
  return { role: [name, { agentId: id }], as: `roles.${name}.agentId` };
}

/** They speak of the one role that there is where no agents are named. */
function ofDefaultRole(
  name: string,
  value: string,
  all: readonly EnvVariable[],
  hasAgents: boolean,
): Taken {
  if (hasAgents) return { why: 'it is of the one role where no AGENT_ID_<ROLE> is named' };
  const written = (wanted: string) => all.find((each) => each.name === wanted)?.value ?? '';
  const role = nameFrom(written('AGENT_NAME')) || 'agent';
  if (nameFrom(value) === '')
    return { why: 'nothing of its value can be a name: use letters and digits' };
  const tag = nameFrom(written('AGENT_TYPE'));
  const said: RoleSpec = tag === '' ? {} : { tags: [tag] };
  return { role: [role, said], as: name === 'AGENT_NAME' ? `roles.${role}` : `roles.${role}.tags` };
}

/** As it stands, where a role can be called so. */
function nameFrom(written: string): string {
  return /^[A-Za-z0-9][\w-]{0,63}$/.test(written) ? written : roleName(written);
}
