import type { Environment } from '../environment.ts';
import { agentVariables } from '../providers.ts';
import type { RouteAgent } from '../resolved.ts';
import { nameOf } from '../schema/fields.ts';
import { UsageError } from '../usage-error.ts';
import { validate } from '../validate.ts';
import type { Layers } from './layers.ts';

/** `name:version`; the id of a classic agent has no colon. */
const versioned = /^([^:]+):([^:]+)$/;

/**
 * The agent that a role's calls go to over a provider; null where that has none.
 *
 * @throws UsageError where it has, and nobody says which
 */
export function roleAgent(
  role: string,
  provider: string,
  layers: Layers,
  environment: Environment,
): RouteAgent | null {
  const begin = agentVariables(provider);
  if (begin === undefined) return null;
  const find = <T>(field: string, read: (role: RoleFields) => T | undefined): T | undefined => {
    const path = `roles.${role}.${field}`;
    const found = layers.find(path, ({ roles }) => read(roles?.[role] ?? {}));
    if (found !== null) layers.record(path, found.value, found.source);
    return found?.value;
  };
  const variable = begin + role.toUpperCase().replaceAll('-', '_');
  const written = find('agentId', (said) => said.agentId)?.trim();
  const id = written || environment[variable]?.trim();
  if (!id) {
    const inSpec = layers.find(`roles.${role}`, ({ roles }) => roles?.[role]);
    if (inSpec === null) {
      throw new UsageError(
        `provider ${provider}: no agent is named; set ${begin}<ROLE> for each role in the environment or in .env, or agentId of a role in a spec`,
      );
    }
    throw new UsageError(
      `roles.${role}: no agent is named for it; set ${variable} in the environment or in .env, or roles.${role}.agentId`,
    );
  }
  if (!written) layers.record(`roles.${role}.agentId`, id, 'environment');
  const [, name, version] = versioned.exec(id) ?? [];
  const isClassic = id.startsWith('asst_');
  return {
    id: name ?? id,
    version: version ?? null,
    api: find('agentApi', (said) => said.agentApi) ?? (isClassic ? 'classic' : 'agents'),
    keep: find('keepThreads', (said) => said.keepThreads) ?? false,
    poll: find('pollAgent', (said) => said.pollAgent) ?? false,
  };
}

interface RoleFields {
  readonly agentId?: string;
  readonly agentApi?: RouteAgent['api'];
  readonly keepThreads?: boolean;
  readonly pollAgent?: boolean;
}

/** The roles that the environment names agents of, in the order of their names. */
export function rolesOfAgents(provider: string, environment: Environment): string[] {
  const begin = agentVariables(provider);
  if (begin === undefined) return [];
  const variables = Object.keys(environment).filter(
    (name) => name.startsWith(begin) && environment[name]?.trim(),
  );
  return variables.sort().map((variable) => {
    const name = variable.slice(begin.length).toLowerCase();
    return validate(nameOf('a name'), name, () => variable);
  });
}
